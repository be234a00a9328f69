import type { CaseFile, Claim, ClaimStatus } from '../contracts/case.ts';
import { isFinal } from './claim-lifecycle.ts';
import { inFewParts, recoveredOf } from './money-rules.ts';

/** Nothing is decided yet, and no appeal is under way: two such claims of one parcel can be one. */
const MERGEABLE: readonly ClaimStatus[] = [
  'awaiting-video',
  'in-review',
  'awaiting-customer',
  'awaiting-reply',
];

/** The claims that this one can go on in, when a specialist finds that they are about the same event. */
export function mergeableInto(file: Pick<CaseFile, 'claims' | 'payouts'>, claim: Claim): Claim[] {
  const isUndecided = (each: Claim) =>
    MERGEABLE.includes(each.status) &&
    each.appeal === undefined &&
    !file.payouts.some((payout) => payout.claimId === each.claimId);
  if (!isUndecided(claim)) return [];
  return file.claims.filter(
    (each) =>
      each.claimId !== claim.claimId &&
      each.policyId === claim.policyId &&
      isUndecided(each) &&
      // More cannot have come back than the larger loss of the two.
      recoveredOf(each) + recoveredOf(claim) <= Math.max(each.amount, claim.amount),
  );
}

/** The claim that a merged one goes on in, and any other one itself. */
export function liveClaimOf(file: Pick<CaseFile, 'claims'>, claimId: string): Claim | undefined {
  let claim = file.claims.find((each) => each.claimId === claimId);
  // A claim goes on in an open one, so there is no way round; the bound is for what a table could hold after a fault.
  for (let step = 0; step < file.claims.length && claim?.mergedInto !== undefined; step += 1) {
    const { mergedInto } = claim;
    claim = file.claims.find((each) => each.claimId === mergedInto);
  }
  return claim;
}

/** Whether the event of this claim is already claimed by another one that is open. */
export function isEventOpen(file: Pick<CaseFile, 'claims'>, claim: Claim): boolean {
  return file.claims.some(
    (each) =>
      each.claimId !== claim.claimId &&
      each.policyId === claim.policyId &&
      each.kind === claim.kind &&
      !isFinal(each.status),
  );
}

/** What the remaining claim takes over of one that goes on in it: the larger loss, all that came, and who is asked. */
export function withMerged(remaining: Claim, merged: Claim): Claim {
  const documents = [...new Set([...(remaining.documents ?? []), ...(merged.documents ?? [])])].slice(0, 200);
  const recoveries = inFewParts([...(remaining.recoveries ?? []), ...(merged.recoveries ?? [])]);
  const answers = [...merged.personal.answers, ...remaining.personal.answers].slice(-20);
  const startedAt = merged.startedAt < remaining.startedAt ? merged.startedAt : remaining.startedAt;
  return {
    ...remaining,
    amount: Math.max(remaining.amount, merged.amount),
    startedAt,
    ...(documents.length > 0 && { documents }),
    ...(recoveries.length > 0 && { recoveries }),
    personal: { ...remaining.personal, answers },
    version: remaining.version + 1,
  };
}
