import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { deadlineAfter, isBefore } from './deadline.ts';
import { termsOf } from './terms.ts';

/** The policy after one more upload that holds nothing open: what it leaves behind has to be found again. */
export function countUpload(policy: Policy): Policy {
  return { ...policy, uploads: policy.uploads + 1, version: policy.version + 1 };
}

/**
 * The policy after one more film was begun on it.
 *
 * Started counts as filed: what is begun before the protection ends can be finished and claimed until the terms'
 * time for an upload is over. Only `endsAt` decides: an upload begun in that extra time extends nothing, or a
 * policy could be held open for ever, one upload after another.
 */
export function holdOpenForUpload(policy: Policy, now: Instant): Policy {
  const counted = countUpload(policy);
  if (!isBefore(now, policy.endsAt)) return counted;
  const held = deadlineAfter(now, termsOf(policy).startedCounts.upload, policy.office.timeZone);
  if (held <= policy.claimableUntil) return counted;
  return {
    ...counted,
    claimableUntil: held,
    // With a claim open nothing is due at all; the change that closes the last one sets it again.
    ...(policy.dueAt !== undefined && policy.openClaims === 0 && { dueAt: held }),
  };
}

/**
 * The policy after a claim on it was opened, or opened again: it may not end under the claim, so it leaves the index
 * of policies that end. The job may have ended it meanwhile (a call begun in time, an appeal): the claim decides,
 * not the job. What was cancelled stays so.
 */
export function holdOpenForClaim(policy: Policy): Policy {
  const { dueAt: _notWhileClaimed, endedAt: _openAgain, ...kept } = policy;
  return {
    ...kept,
    status: policy.status === 'voided' ? 'voided' : 'active',
    openClaims: policy.openClaims + 1,
    version: policy.version + 1,
  };
}

/**
 * The policy after an upload was given up: what nobody is finishing any more holds nothing open, only the end of the
 * protection and the other uploads that were begun in time do. `uploads` are the films that were not given up.
 */
export function releaseUploadHold(policy: Policy, uploads: readonly Pick<Upload, 'startedAt'>[]): Policy {
  const term = termsOf(policy).startedCounts.upload;
  const claimableUntil = uploads
    .filter(({ startedAt }) => isBefore(startedAt, policy.endsAt))
    .map(({ startedAt }) => deadlineAfter(startedAt, term, policy.office.timeZone))
    .reduce((latest, held) => (held > latest ? held : latest), policy.endsAt);
  return {
    ...policy,
    claimableUntil,
    ...(policy.dueAt !== undefined && policy.openClaims === 0 && { dueAt: claimableUntil }),
    version: policy.version + 1,
  };
}
