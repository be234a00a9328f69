import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { MoneyOrder } from './ports.ts';

/** What the carrier tells of a money order; times are instants already. */
export interface MoneyOrderEvent {
  orderNumber: string;
  /** As the carrier numbers them. */
  type: number;
  at: Instant;
  /** Kopecks. */
  amount: number;
  /** Postal index of the office that pays out. */
  payeeOffice?: string | undefined;
}

/** The buyer's money was taken at the counter. */
const ACCEPTED = 1;
/** The seller has it. */
const PAID_OUT = 3;

const DAY = 86_400_000;
/** A tracking number comes back after a year at the earliest: an order this much older is of another parcel. */
const LONGEST_LIFE_DAYS = 180;

/**
 * Where the money for a parcel is, by what the carrier tells in any order and as often as it likes; types of events
 * that are unknown here change nothing.
 *
 * As long as one order is still on its way, that one is told: it is the one that can be stopped. Of an event that
 * is told again with another time or sum, the first time counts, because the money has been there since, and the
 * newest sum, because it is the carrier's correction.
 */
export function moneyOrderOf(events: readonly MoneyOrderEvent[], claimFiledAt: Instant): MoneyOrder {
  const oldest = toInstant(toMillis(claimFiledAt) - LONGEST_LIFE_DAYS * DAY);
  const known = events.filter(({ type, at }) => (type === ACCEPTED || type === PAID_OUT) && at >= oldest);
  const byNumber = Map.groupBy(known, ({ orderNumber }) => orderNumber);
  const orders = [...byNumber].map(([orderNumber, told]) => orderOf(orderNumber, told));
  const newest = (state: MoneyOrder['state'], at: 'acceptedAt' | 'paidOutAt') =>
    orders
      .filter((order) => order.state === state)
      .sort((one, other) => compare(one[at], other[at]) || compare(one.orderNumber, other.orderNumber))
      .at(-1);
  return newest('accepted', 'acceptedAt') ?? newest('paid-out', 'paidOutAt') ?? { state: 'none' };
}

function orderOf(orderNumber: string, told: MoneyOrderEvent[]): MoneyOrder {
  const inOrder = told.toSorted((one, other) => compare(one.at, other.at) || one.amount - other.amount);
  const accepted = inOrder.filter(({ type }) => type === ACCEPTED);
  const paidOut = inOrder.filter(({ type }) => type === PAID_OUT);
  // What the buyer gave, whatever the seller was left of it.
  const amount = (accepted.at(-1) ?? paidOut.at(-1))?.amount;
  const payeeOffice = inOrder.findLast((event) => event.payeeOffice !== undefined)?.payeeOffice;
  return {
    state: paidOut.length > 0 ? 'paid-out' : 'accepted',
    orderNumber,
    ...(amount !== undefined && { amount }),
    ...(accepted[0] && { acceptedAt: accepted[0].at }),
    ...(paidOut[0] && { paidOutAt: paidOut[0].at }),
    ...(payeeOffice !== undefined && { payeeOffice }),
  };
}

function compare(one = '', other = ''): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
