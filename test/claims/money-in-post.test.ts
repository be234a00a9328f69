import fc from 'fast-check';
import { type MoneyOrderEvent, moneyOrderOf } from '../../functions/claims/money-in-post.ts';

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
      .integer({ min: 0, max: 60 })
      .map((hours) => new Date(1_772_400_000_000 + hours * 3_600_000).toISOString()),
    amount: fc.integer({ min: 0, max: 1_000_000 }),
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
