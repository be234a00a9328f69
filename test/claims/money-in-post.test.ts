import fc from 'fast-check';
import { placeInQueue } from '../../functions/claims/claim-lifecycle.ts';
import {
  claimWithMoney,
  isWorthAsking,
  type MoneyOrderEvent,
  moneyOrderOf,
} from '../../functions/claims/money-in-post.ts';
import type { MoneyOrder } from '../../functions/claims/ports.ts';
import { workItemOf } from '../../functions/claims/work-item.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { Claim, Letter } from '../../functions/contracts/case.ts';
import { someClaim } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';

const FILED = '2026-03-05T09:00:00.000Z';
const accepted: MoneyOrderEvent = {
  orderNumber: 'M-1',
  type: 1,
  at: '2026-03-02T09:00:00.000Z',
  amount: 450_000,
  payeeOffice: '101000',
};
const paidOut: MoneyOrderEvent = { ...accepted, type: 3, at: '2026-03-03T10:45:00.000Z' };
const told = (...events: MoneyOrderEvent[]) => moneyOrderOf(events, FILED);

it('is nowhere when the carrier has no news of a money order', () => {
  expect(told()).toEqual({ state: 'none' });
});

it('is in the post from accepting to paying out, with sum and office', () => {
  expect(told(accepted)).toEqual({
    state: 'accepted',
    orderNumber: 'M-1',
    amount: 450_000,
    acceptedAt: accepted.at,
    payeeOffice: '101000',
  });
  expect(told(accepted, paidOut)).toMatchObject({
    state: 'paid-out',
    acceptedAt: accepted.at,
    paidOutAt: paidOut.at,
  });
});

it('is with the seller when only the paying out was told', () => {
  expect(told(paidOut)).toEqual({
    state: 'paid-out',
    orderNumber: 'M-1',
    amount: 450_000,
    paidOutAt: paidOut.at,
    payeeOffice: '101000',
  });
});

it('does not change by events of types that say neither', () => {
  expect(told({ ...accepted, type: 2, at: '2026-03-04T09:00:00.000Z', amount: 1 }, accepted)).toEqual(
    told(accepted),
  );
  expect(told({ ...accepted, type: 7 })).toEqual({ state: 'none' });
});

it('of several orders is the one that can still be stopped, the newest of these', () => {
  const second = { ...accepted, orderNumber: 'M-2', at: '2026-03-02T08:00:00.000Z' };
  expect(told(accepted, paidOut, second)).toMatchObject({ state: 'accepted', orderNumber: 'M-2' });
  expect(told(accepted, second)).toMatchObject({ state: 'accepted', orderNumber: 'M-1' });
  const paidLater = { ...second, type: 3, at: '2026-03-04T08:00:00.000Z' };
  expect(told(accepted, paidOut, second, paidLater)).toMatchObject({ state: 'paid-out', orderNumber: 'M-2' });
});

it('is the sum that the buyer gave, also when the seller got another', () => {
  expect(told(accepted, { ...paidOut, amount: 440_000 })).toMatchObject({ amount: 450_000 });
});

it('has been there since it was told first, with the sum that was told last', () => {
  const corrected = { ...accepted, at: '2026-03-02T12:00:00.000Z', amount: 460_000 };
  expect(told(corrected, accepted)).toMatchObject({ acceptedAt: accepted.at, amount: 460_000 });
});

it('that is told twice of one moment is the larger sum, whichever is told first', () => {
  const more = { ...accepted, amount: 460_000 };
  for (const events of [
    [accepted, more],
    [more, accepted],
  ])
    expect(told(...events).amount).toBe(460_000);
});

it('of several that were all paid out is the one that was paid out last', () => {
  const second = { ...paidOut, orderNumber: 'M-2', at: '2026-03-03T10:44:59.000Z' };
  expect(told(second, paidOut)).toMatchObject({ orderNumber: 'M-1', paidOutAt: paidOut.at });
});

it('is paid out by the office that was named last, and by none where none was named', () => {
  const { payeeOffice: _none, ...unnamed } = paidOut;
  expect(told(accepted, unnamed).payeeOffice).toBe('101000');
  for (const other of [
    { ...paidOut, payeeOffice: '102000' },
    { ...accepted, payeeOffice: '102000' },
    { ...accepted, type: 3, payeeOffice: '102000' },
    { ...accepted, type: 3, payeeOffice: '100000' },
  ]) {
    expect(told(accepted, other).payeeOffice).toBe(other.payeeOffice);
    expect(told(other, accepted)).toEqual(told(accepted, other));
  }
  expect(told(unnamed)).not.toHaveProperty('payeeOffice');
});

it('is that of a parcel’s life around the claim, to the millisecond, before and after it was filed', () => {
  const days = 180 * 86_400_000;
  const at = (offset: number) => told({ ...accepted, at: toInstant(toMillis(FILED) + offset) }).state;
  expect([-days - 1, -days, 1, days, days + 1].map(at)).toEqual([
    'none',
    'accepted',
    'accepted',
    'accepted',
    'none',
  ]);
});

it('is not the money of an earlier parcel that had the same number', () => {
  const before = { ...accepted, orderNumber: 'M-0', at: '2025-02-01T09:00:00.000Z' };
  expect(told(before)).toEqual({ state: 'none' });
  expect(told(before, paidOut)).toMatchObject({ orderNumber: 'M-1' });
});

const someEvents = fc.array(
  fc.record({
    orderNumber: fc.constantFrom('M-1', 'M-2', 'M-3'),
    type: fc.constantFrom(1, 2, 3, 9),
    at: fc
      .integer({ min: 0, max: 1 })
      .map((hours) => new Date(1_772_400_000_000 + hours * 3_600_000).toISOString()),
    amount: fc.integer({ min: 0, max: 1 }),
    payeeOffice: fc.constantFrom(undefined, '101000', '102000'),
  }),
  { maxLength: 8 },
);

it('is the same in whatever order, and however often, the events are told', () => {
  fc.assert(
    fc.property(
      someEvents.chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray([...events, ...events], {
            minLength: events.length * 2,
            maxLength: events.length * 2,
          }),
        ),
      ),
      ([events, again]) => expect(told(...again)).toEqual(told(...events)),
    ),
  );
});

it('is in the post exactly when an order was accepted that nobody was paid', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      const numbers = (type: number) =>
        events.filter((event) => event.type === type).map((event) => event.orderNumber);
      const open = numbers(1).some((number) => !numbers(3).includes(number));
      expect(told(...events).state === 'accepted').toBe(open);
    }),
  );
});

describe('a claim whose money the carrier knows of', () => {
  const NOW = '2026-03-05T12:00:00.000Z';
  const order = (state: MoneyOrder['state']): MoneyOrder => ({ state, orderNumber: 'M-1', amount: 450_000 });
  const letter = (overrides: Partial<Letter> = {}) =>
    someLetter({ kind: 'recall-of-money-order', status: 'sent', ...overrides });
  const withNews = (claim: Claim, state: MoneyOrder['state'], letters: Letter[] = [], now = NOW) =>
    claimWithMoney({ letters }, claim, order(state), now);
  const urgent = withNews(someClaim(), 'accepted') as Claim;

  it('is urgent while it can be called back: the recall is proposed, and due by the terms from when it was found', () => {
    expect(urgent).toMatchObject({
      moneyInPost: { ...order('accepted'), checkedAt: NOW },
      urgentUntil: '2026-03-05T16:00:00.000Z',
      suggestedStep: 'recall-of-money-order',
    });
    expect(placeInQueue(urgent)).toEqual({ queue: 'specialist', dueAt: '2026-03-05T16:00:00.000Z' });
  });

  it.each(['awaiting-video', 'awaiting-customer', 'awaiting-reply'] as const)(
    'stands before the specialists though it is %s, and with whom it was once the money is out',
    (status) => {
      const claim = someClaim({ status });
      const found = withNews(claim, 'accepted') as Claim;
      expect(placeInQueue(found)?.queue).toBe('specialist');
      expect(workItemOf(found)?.flags).toEqual(['money-in-post']);
      const paid = withNews(found, 'paid-out') as Claim;
      expect(placeInQueue(paid)).toEqual(placeInQueue(claim));
      expect(workItemOf(paid)?.flags).toEqual([]);
    },
  );

  it('is not urgent any more once the seller is paid: what is proposed then is to claim it from the seller', () => {
    const paid = withNews(urgent, 'paid-out');
    expect(paid).toMatchObject({ moneyInPost: { state: 'paid-out' }, suggestedStep: 'claim-to-seller' });
    expect(paid).not.toHaveProperty('urgentUntil');
  });

  it('is not urgent when the money is not found: nobody learns of what is no news', () => {
    expect(claimWithMoney({ letters: [] }, someClaim(), { state: 'none' }, NOW)).toBeUndefined();
  });

  it('keeps its hour however often the carrier says the same', () => {
    expect(withNews(urgent, 'accepted', [], '2026-03-05T15:00:00.000Z')).toBeUndefined();
    const more = claimWithMoney(
      { letters: [] },
      urgent,
      { ...order('accepted'), payeeOffice: '101000' },
      FILED,
    );
    expect(more).toMatchObject({ moneyInPost: { payeeOffice: '101000' }, urgentUntil: urgent.urgentUntil });
  });

  it('is not urgent again once a letter recalls the money, for whichever claim of the parcel it was written', () => {
    const { urgentUntil: _then, suggestedStep: _step, ...written } = urgent;
    expect(withNews(written, 'accepted', [letter()])).toBeUndefined();
    expect(
      withNews(written, 'accepted', [letter({ claimId: 'claim-2', status: 'answered' })]),
    ).toBeUndefined();
    expect(withNews(urgent, 'accepted', [letter({ claimId: 'claim-2' })])).not.toHaveProperty('urgentUntil');
    expect(withNews(written, 'paid-out', [letter()])).not.toHaveProperty('urgentUntil');
  });

  it.each([
    ['a draft', { status: 'draft' }],
    ['a letter that was given up', { status: 'discarded' }],
    ['a letter of an earlier policy', { policyId: 'policy-0' }],
    ['another letter', { kind: 'claim-to-seller' }],
  ] as const)('is urgent in spite of %s', (_name, overrides) => {
    expect(withNews(someClaim(), 'accepted', [letter(overrides)])).toHaveProperty('urgentUntil');
  });

  it('takes no news when it is closed or the seller was paid', () => {
    const { deadline: _none, ...closed } = someClaim({ status: 'refused' });
    expect(withNews(closed, 'accepted')).toBeUndefined();
    expect(withNews(withNews(urgent, 'paid-out') as Claim, 'accepted')).toBeUndefined();
  });

  it('is urgent only while the money can be called back, whatever the carrier tells and when', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('none', 'accepted', 'paid-out' as const)), (states) => {
        let claim = someClaim();
        for (const state of states) claim = withNews(claim, state) ?? claim;
        const isInPost = claim.moneyInPost?.state === 'accepted';
        expect(claim.urgentUntil !== undefined).toBe(isInPost);
        expect(claim.suggestedStep === 'recall-of-money-order').toBe(isInPost);
      }),
    );
  });

  it('is asked after as long as that can bring news, and what nobody knows of not for ever', () => {
    const worth = (claim: Partial<Claim>, now: string) => isWorthAsking({ ...someClaim(), ...claim }, now);
    const { moneyInPost } = urgent;
    expect(worth({ moneyInPost }, '2026-06-01T10:31:00.000Z')).toBe(true);
    expect(worth({ moneyInPost, status: 'compensated' }, NOW)).toBe(false);
    expect(worth({ moneyInPost: { state: 'paid-out', checkedAt: NOW } }, NOW)).toBe(false);
    // Once in each hour from 10:00, when it was filed, by a job that runs every quarter of one.
    const runs = ['10:05', '10:20', '10:35', '10:50', '11:05', '11:20'];
    expect(runs.map((run) => worth({}, `2026-03-06T${run}:00.000Z`))).toEqual([
      ...[true, false, false, false, true, false],
    ]);
    expect([worth({}, '2026-03-06T10:14:59.999Z'), worth({}, '2026-03-06T10:15:00.000Z')]).toEqual([
      true,
      false,
    ]);
    expect(worth({}, '2026-03-08T10:05:00.000Z')).toBe(false);
    expect(worth({}, '2026-03-08T10:00:00.000Z')).toBe(false);
    expect(worth({}, '2026-03-08T09:14:59.999Z')).toBe(true);
  });
});
