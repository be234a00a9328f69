import type { Instant } from '../clock.ts';
import type { Claim } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { deadlineAfter } from '../policies/deadline.ts';
import { termsOf } from '../policies/terms.ts';

/** From when on the films of a policy without any claim have to go, or undefined while it is not over. */
export function unclaimedFilmsDueAt(policy: Policy): Instant | undefined {
  const over = policy.status === 'voided' ? policy.voidedAt : policy.endedAt;
  if (policy.status === 'active' || over === undefined) return undefined;
  return deadlineAfter(over, termsOf(policy).retention.unclaimedFilm, policy.office.timeZone);
}

/** Until when the films of a policy with these claims are locked: the longest of them decides. */
export function claimedFilmsKeptUntil(
  claims: Pick<Claim, 'filedAt' | 'termsVersion' | 'timeZone'>[],
): Instant | undefined {
  return claims
    .map((claim) => deadlineAfter(claim.filedAt, termsOf(claim).retention.claimedFilm, claim.timeZone))
    .sort()
    .at(-1);
}
