import type { Instant } from '../clock.ts';
import type { Policy, PolicyStatus } from '../contracts/policy.ts';
import { deadlineAfter, isBefore } from './deadline.ts';
import type { ProductTerms } from './terms.ts';

/** Above the threshold of the terms the buyer films the unboxing; at it or below a call to the hotline is enough. */
export function isVideoRequired(terms: Pick<ProductTerms, 'videoThreshold'>, amount: number): boolean {
  return amount > terms.videoThreshold;
}

/** What is true at this instant, whatever the expiry job has or has not done: time decides. */
export function effectiveStatus(
  policy: Pick<Policy, 'status' | 'openClaims' | 'claimableUntil'>,
  now: Instant,
): PolicyStatus {
  if (policy.status === 'voided') return 'voided';
  if (policy.openClaims > 0) return 'active';
  return policy.status === 'active' && isBefore(now, policy.claimableUntil) ? 'active' : 'ended';
}

/** A parcel whose protection is over can be sold protection again. */
export function isOver(policy: Policy, now: Instant): boolean {
  return effectiveStatus(policy, now) !== 'active';
}

/** Until when the sale can be cancelled, or undefined when the regime sets no date. */
export function voidableUntil(policy: Policy, terms: ProductTerms): Instant | undefined {
  const { cancellation } = terms;
  if (cancellation.regime === 'service') return undefined;
  return deadlineAfter(policy.soldAt, cancellation.coolingOff, policy.office.timeZone);
}

/**
 * Whether the customer's link opens anything. A voided policy's link is revoked; an ended one's goes on for the
 * terms' time, so that the customer can read how it ended.
 */
export function doesLinkWork(policy: Policy, terms: ProductTerms, now: Instant): boolean {
  if (policy.status === 'voided') return false;
  if (policy.openClaims > 0) return true;
  const over = [policy.claimableUntil, policy.lastClaimClosedAt ?? ''].sort().at(-1) as Instant;
  return isBefore(now, deadlineAfter(over, terms.linkAfterEnd, policy.office.timeZone));
}
