import { type Instant, toInstant, toMillis } from '../clock.ts';
import { canonicalJson } from '../contracts/canonical-json.ts';
import type { CaseFile, Claim, SuggestedStep } from '../contracts/case.ts';
import { termsOf } from '../policies/terms.ts';
import { isFinal } from './claim-lifecycle.ts';
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

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
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
  // No order of this parcel lies a life of it ahead either: such news is a mistake, and may not jump the queue.
  const latest = toInstant(toMillis(claimFiledAt) + LONGEST_LIFE_DAYS * DAY);
  const known = events.filter(
    ({ type, at }) => (type === ACCEPTED || type === PAID_OUT) && at >= oldest && at <= latest,
  );
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
  // Down to the last thing that is told, so that the order in which the carrier tells it makes no difference.
  const inOrder = told.toSorted(
    (one, other) =>
      compare(one.at, other.at) ||
      one.amount - other.amount ||
      one.type - other.type ||
      compare(one.payeeOffice, other.payeeOffice),
  );
  const accepted = inOrder.filter(({ type }) => type === ACCEPTED);
  const paidOut = inOrder.filter(({ type }) => type === PAID_OUT);
  // What the buyer gave, whatever the seller was left of it.
  const { amount } = (accepted.at(-1) ?? paidOut.at(-1)) as MoneyOrderEvent;
  const payeeOffice = inOrder.findLast((event) => event.payeeOffice !== undefined)?.payeeOffice;
  return {
    state: paidOut.length > 0 ? 'paid-out' : 'accepted',
    orderNumber,
    amount,
    ...(accepted[0] && { acceptedAt: accepted[0].at }),
    ...(paidOut[0] && { paidOutAt: paidOut[0].at }),
    ...(payeeOffice !== undefined && { payeeOffice }),
  };
}

function compare(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other);
}

/** Whether the carrier can still tell something new: the claim is open, and the seller has not been paid. */
export function mayStillMove(claim: Pick<Claim, 'status' | 'moneyInPost'>): boolean {
  return !isFinal(claim.status) && claim.moneyInPost?.state !== 'paid-out';
}

/** A parcel whose order the carrier did not know so long after the claim was not paid for in cash. */
const LOOKED_FOR_DAYS = 3;

/**
 * Whether the carrier should be asked once more. Money in the post is asked after as often as anybody looks: its
 * way takes a day. Money that nobody knows of is asked after in one quarter of each hour, and for some days only.
 */
export function isWorthAsking(
  claim: Pick<Claim, 'status' | 'moneyInPost' | 'filedAt'>,
  now: Instant,
): boolean {
  if (!mayStillMove(claim)) return false;
  if (claim.moneyInPost?.state === 'accepted') return true;
  const age = toMillis(now) - toMillis(claim.filedAt);
  return age < LOOKED_FOR_DAYS * DAY && age % HOUR < HOUR / 4;
}

/**
 * The claim with what the carrier tells now, or undefined where that is nothing new. While the money is in the post
 * and nobody has called it back, the claim is urgent: from when it was found, because before that nobody could act.
 */
export function claimWithMoney(
  file: Pick<CaseFile, 'letters'>,
  claim: Claim,
  order: MoneyOrder,
  now: Instant,
): Claim | undefined {
  const { moneyInPost, urgentUntil, suggestedStep, ...rest } = claim;
  if (!mayStillMove(claim)) return undefined;
  const { checkedAt: _then, ...known } = moneyInPost ?? { state: 'none', checkedAt: now };
  const isUrgent = order.state === 'accepted' && !isRecalled(file, claim);
  if (canonicalJson(known) === canonicalJson(order) && isUrgent === (urgentUntil !== undefined))
    return undefined;
  const recallUntil = toInstant(toMillis(now) + termsOf(claim).moneyInPost.recallWithinHours * HOUR);
  const step = isUrgent ? 'recall-of-money-order' : stepAfter(claim, suggestedStep);
  return {
    ...rest,
    moneyInPost: { ...order, checkedAt: now },
    ...(isUrgent && { urgentUntil: urgentUntil ?? recallUntil }),
    ...(step && { suggestedStep: step }),
  };
}

/** Money that cannot be called back any more has to come from whoever has it. */
function stepAfter(claim: Claim, step: SuggestedStep | undefined): SuggestedStep | undefined {
  return step === 'recall-of-money-order' ? termsOf(claim).letters[step].whenNoReply : step;
}

/** One letter recalls the money of the parcel, for whichever of its claims it was written. */
function isRecalled({ letters }: Pick<CaseFile, 'letters'>, claim: Claim): boolean {
  return letters.some(
    ({ kind, status, policyId }) =>
      kind === 'recall-of-money-order' &&
      policyId === claim.policyId &&
      (status === 'sent' || status === 'answered'),
  );
}
