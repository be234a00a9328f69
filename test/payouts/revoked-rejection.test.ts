import type { CaseFile, Payout } from '../../functions/contracts/case.ts';
import type { PayoutAnswer } from '../../functions/payouts/ports.ts';
import { changeOfRevival, findRevoked } from '../../functions/payouts/revoked-rejection.ts';
import { somePayout } from '../builders/claim.ts';

const SENT = '2026-03-07T08:00:00.000Z';
const turnedDown = (overrides: Partial<Payout> = {}) =>
  somePayout({
    reference: 'claim-1-1',
    status: 'rejected',
    rejection: 'closed',
    submittedAt: SENT,
    ...overrides,
  });
const next = somePayout({ reference: 'claim-1-2' });

/** A provider that says this of every order, and what it was asked. */
async function ask(payouts: Payout[], payout = next, status: PayoutAnswer['status'] | 'unknown' = 'settled') {
  const asked: string[] = [];
  const find = async (reference: string) => {
    asked.push(reference);
    return status === 'unknown' ? undefined : { reference, status, amount: 1, providerId: 'provider-1' };
  };
  const found = await findRevoked({ payouts } as CaseFile, payout, { find });
  return { asked, found };
}

describe('an order that was turned down', () => {
  it('is carried out after all when the provider says that it is paid, or under way', async () => {
    for (const status of ['settled', 'pending'] as const)
      expect((await ask([turnedDown(), next], next, status)).found).toEqual(turnedDown());
  });

  it('is none when the provider still turns it down, or never heard of it', async () => {
    for (const status of ['rejected', 'unknown'] as const)
      expect(await ask([turnedDown(), next], next, status)).toEqual({
        asked: ['claim-1-1'],
        found: undefined,
      });
  });

  it.each<[string, Payout]>([
    ['another claim', turnedDown({ claimId: 'claim-2' })],
    ['an intent that never left', turnedDown({ submittedAt: undefined } as never)],
    ['money that has arrived', turnedDown({ status: 'settled' })],
  ])('is not asked after when it is of %s', async (_what, earlier) => {
    expect(await ask([earlier, next])).toEqual({ asked: [], found: undefined });
  });

  it('is not asked after once the next one was sent: both could become money', async () => {
    expect((await ask([turnedDown()], somePayout({ submittedAt: SENT }))).asked).toEqual([]);
  });

  it('takes the place of the next one, if it is of the same sum', () => {
    const dropped = { ...next, status: 'rejected', rejection: 'earlier-payout-revived' };
    const { rejection: _none, ...revived } = turnedDown({ status: 'intended' });
    expect(changeOfRevival(turnedDown(), next)).toEqual({ payouts: [revived, dropped], isPayable: true });
    expect(changeOfRevival(turnedDown({ amount: next.amount + 1 }), next)).toEqual({
      payouts: [dropped],
      isPayable: false,
    });
  });
});
