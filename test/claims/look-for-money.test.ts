import { lookForMoney } from '../../functions/claims/look-for-money.ts';
import type { MoneyOrder } from '../../functions/claims/ports.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { someClaim } from '../builders/claim.ts';
import { NOW, openCaseOf, PARCEL } from './claims-fixture.ts';

const ACCEPTED: MoneyOrder = {
  state: 'accepted',
  orderNumber: 'M-1',
  amount: 450_000,
  payeeOffice: '101000',
};

async function open(claim: Partial<Claim> = {}, claims = [someClaim(claim)]) {
  const opened = await openCaseOf(claim, { claims });
  const asked: [string, string][] = [];
  const look = (order: MoneyOrder | Error, now = NOW) =>
    lookForMoney(
      { trackingNumber: PARCEL, claimId: 'claim-1', now },
      {
        cases: opened.cases,
        carrier: {
          async moneyOrder(...question) {
            asked.push(question);
            if (order instanceof Error) throw order;
            return order;
          },
        },
      },
    );
  return { ...opened, look, asked };
}

it('is asked for the parcel and the time of the claim, and the case keeps what was told and how it was found', async () => {
  const { look, asked, readClaim, readCase } = await open();
  expect(await look(ACCEPTED)).toBe('found');
  expect(asked).toEqual([[PARCEL, (await readClaim()).filedAt]]);
  expect(await readClaim()).toMatchObject({ moneyInPost: { ...ACCEPTED, checkedAt: NOW }, version: 1 });
  const { head, timeline } = await readCase();
  expect(timeline).toMatchObject([
    {
      actor: { role: 'system' },
      action: 'money-looked-for',
      claimId: 'claim-1',
      facts: {
        state: 'accepted',
        amount: 450_000,
        payeeOffice: '101000',
        urgentUntil: '2026-03-05T16:00:00.000Z',
      },
    },
  ]);
  expect(firstBrokenEntry(head, timeline)).toBeUndefined();
});

it.each([
  [
    { state: 'accepted', orderNumber: 'M-1', amount: 450_000 },
    { amount: 450_000, urgentUntil: '2026-03-05T16:00:00.000Z' },
  ],
  [
    { state: 'accepted', orderNumber: 'M-1', payeeOffice: '101000' },
    { payeeOffice: '101000', urgentUntil: '2026-03-05T16:00:00.000Z' },
  ],
  [{ state: 'paid-out', orderNumber: 'M-1' }, {}],
] as const)('tells in the timeline no more than the carrier knew: %j', async (order, facts) => {
  const { look, readCase } = await open();
  expect(await look(order)).toBe('found');
  const [entry] = (await readCase()).timeline;
  expect(entry?.facts).toStrictEqual({ state: order.state, ...facts });
});

it('says that it failed where the case is written by others all the time', async () => {
  const { cases } = await open();
  const ports = {
    cases: { ...cases, commit: async () => 'conflict' as const },
    carrier: { moneyOrder: async () => ACCEPTED },
  };
  const looking = lookForMoney({ trackingNumber: PARCEL, claimId: 'claim-1', now: NOW }, ports);
  await expect(looking).rejects.toThrow('changes too often');
});

it('finds nothing new where the claim was closed while the carrier was asked', async () => {
  const { cases, readCase } = await open();
  const carrier = {
    async moneyOrder() {
      const { head, claims } = await readCase();
      const closed = claims.map(({ deadline: _deadline, ...claim }) => ({
        ...claim,
        status: 'withdrawn' as const,
        version: 2,
      }));
      await cases.commit({
        trackingNumber: PARCEL,
        expectedVersion: head.version,
        claims: closed,
        timeline: [],
      });
      return ACCEPTED;
    },
  };
  const input = { trackingNumber: PARCEL, claimId: 'claim-1', now: NOW };
  expect(await lookForMoney(input, { cases, carrier })).toBe('nothing-new');
  expect((await readCase()).timeline).toEqual([]);
});

it('is asked after one claim of the parcel and not after another', async () => {
  const other = someClaim({ claimId: 'claim-0', kind: 'damaged', filedAt: '2026-03-05T09:00:00.000Z' });
  const { look, asked, readClaim } = await open({}, [other, someClaim()]);
  await look(ACCEPTED);
  expect(asked).toEqual([[PARCEL, someClaim().filedAt]]);
  expect(await readClaim('claim-1')).toHaveProperty('moneyInPost');
  expect(await readClaim('claim-0')).not.toHaveProperty('moneyInPost');
});

it('puts the claim before all others in the specialists’ queue, and back where it was', async () => {
  const { look, cases } = await open({ status: 'awaiting-video' });
  const queued = async (queue: 'specialist' | 'customer') =>
    (await cases.listWork({ queue, limit: 5 })).work.map(({ dueAt, flags }) => [dueAt, ...flags]);
  await look(ACCEPTED);
  expect(await queued('specialist')).toEqual([['2026-03-05T16:00:00.000Z', 'money-in-post']]);
  expect(await queued('customer')).toEqual([]);
  await look({ ...ACCEPTED, state: 'paid-out' });
  expect(await queued('specialist')).toEqual([]);
  expect(await queued('customer')).toEqual([['2026-03-10T21:00:00.000Z']]);
});

it('writes nothing when nothing is new: whoever decides meanwhile finds the case as they saw it', async () => {
  const { look, readCase } = await open();
  expect(await look({ state: 'none' })).toBe('nothing-new');
  await look(ACCEPTED);
  const before = await readCase();
  expect(await look(ACCEPTED, '2026-03-05T13:00:00.000Z')).toBe('nothing-new');
  expect(await readCase()).toEqual(before);
});

it('does not ask once the seller is paid, for a closed claim, or for one that is not there', async () => {
  const paid = await open({ moneyInPost: { state: 'paid-out', checkedAt: NOW } });
  expect(await paid.look(ACCEPTED)).toBe('nothing-new');
  const closed = await open({ status: 'withdrawn', deadline: undefined } as Partial<Claim>);
  expect(await closed.look(ACCEPTED)).toBe('nothing-new');
  expect([...paid.asked, ...closed.asked]).toEqual([]);
});

it('of a carrier that does not answer, nothing is believed and nothing is written', async () => {
  const { look, readCase } = await open();
  const before = await readCase();
  await expect(look(new Error('The carrier is down.'))).rejects.toThrow();
  expect(await readCase()).toEqual(before);
});

it('gives way to whoever writes the case meanwhile', async () => {
  const { cases, readCase, readClaim } = await open();
  const outcome = await lookForMoney(
    { trackingNumber: PARCEL, claimId: 'claim-1', now: NOW },
    {
      cases,
      carrier: {
        async moneyOrder() {
          const { head, claims } = await readCase();
          const moved = claims.map((claim) => ({
            ...claim,
            status: 'awaiting-customer' as const,
            version: 2,
          }));
          await cases.commit({
            trackingNumber: PARCEL,
            expectedVersion: head.version,
            claims: moved,
            timeline: [],
          });
          return ACCEPTED;
        },
      },
    },
  );
  expect(outcome).toBe('found');
  expect(await readClaim()).toMatchObject({ status: 'awaiting-customer', version: 2, moneyInPost: ACCEPTED });
});
