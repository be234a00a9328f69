import type { Instant } from '../clock.ts';
import type { Claim } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { deadlineAfter } from '../policies/deadline.ts';
import { termsOf } from '../policies/terms.ts';

/**
 * From when on the films of a policy without any claim have to go, or undefined while a claim holds it open.
 *
 * By the clock, not by what the expiry job has written: a policy that was sold over before the job came to it
 * stays written as active for ever, and its films have to go all the same.
 */
export function unclaimedFilmsDueAt(policy: Policy): Instant | undefined {
  if (policy.openClaims > 0) return undefined;
  const over = policy.voidedAt ?? policy.endedAt ?? policy.claimableUntil;
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
