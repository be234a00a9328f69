import type { CaseFile, Claim, Payout } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { holdOpenForClaim } from '../policies/holding-open.ts';
import { isFinal } from './claim-lifecycle.ts';
import type { ActionInput } from './claim-rules.ts';
import { withMerged } from './claims-of-event.ts';
import type { CaseChange } from './ports.ts';
import { appendToTimeline } from './timeline.ts';

/**
 * The whole change that takes a claim from one state to the next: the claim, its entry in the timeline, and the
 * policy when the claim was its open one, or becomes it again. A policy that a newer sale of the number has replaced
 * is over and stays so.
 */
export function changeOfAction(
  file: CaseFile,
  before: Claim,
  after: Claim,
  input: ActionInput,
  policy: Policy | undefined,
): CaseChange {
  const [wasOpen, isOpen] = [!isFinal(before.status), !isFinal(after.status)];
  const facts = factsOf(after, input);
  const remaining = file.claims.find(({ claimId }) => claimId === after.mergedInto);
  const payouts = input.action === 'settle-by-hand' ? settledByHand(file, after, input) : [];
  return {
    trackingNumber: file.head.trackingNumber,
    expectedVersion: file.head.version,
    claims: [after, ...(remaining ? [withMerged(remaining, before)] : [])],
    ...(payouts.length > 0 && { payouts }),
    timeline: appendToTimeline(file.head, [
      {
        at: input.now,
        actor: input.actor,
        action: input.action,
        claimId: after.claimId,
        from: before.status,
        to: after.status,
        ...(Object.keys(facts).length > 0 && { facts }),
      },
    ]),
    ...(wasOpen !== isOpen &&
      policy?.policyId === after.policyId && {
        policy: isOpen ? { previous: policy, next: holdOpenForClaim(policy) } : releasePolicy(policy, input),
      }),
  };
}

/** A closed claim no longer holds the policy open; the expiry job looks at it again. */
function releasePolicy(policy: Policy, input: ActionInput): { previous: Policy; next: Policy } {
  const openClaims = policy.openClaims - 1;
  return {
    previous: policy,
    next: {
      ...policy,
      openClaims,
      lastClaimClosedAt: input.now,
      ...(openClaims === 0 && { dueAt: policy.claimableUntil }),
      version: policy.version + 1,
    },
  };
}

/** The intent that a person found to have arrived, with the sum that was approved. */
function settledByHand(file: CaseFile, { claimId }: Claim, { actor, now }: ActionInput): Payout[] {
  return file.payouts
    .filter((payout) => payout.claimId === claimId && payout.status === 'intended')
    .map((payout) => ({ ...payout, status: 'settled', settledAt: now, settledBy: actor }));
}

/** Codes, sums and dates of a decision; what people wrote stays with the claim. */
function factsOf(claim: Claim, input: ActionInput): Record<string, string | number | boolean> {
  const isDecision = ['approve', 'approve-proposal', 'refuse'].includes(input.action);
  const decided = isDecision ? claim.decision : undefined;
  const sum = claim.proposal?.amount ?? input.details.amount;
  const isSum = ['propose', 'seller-refunded', 'bank-recovered'].includes(input.action);
  return {
    ...(isSum && sum !== undefined && { amount: sum }),
    ...(decided?.approvedBy?.id && { proposedBy: decided.by.id ?? '' }),
    ...(input.action === 'merge' && { into: claim.mergedInto ?? '' }),
    // As the question keeps them, each once: a fact is a short text.
    ...(input.action === 'ask-for-more' &&
      claim.question?.documents && { requestedDocuments: claim.question.documents.join(',') }),
    ...(decided?.amount !== undefined && { amount: decided.amount }),
    ...(decided?.reasonCode && { reasonCode: decided.reasonCode }),
    ...(decided?.clause && { clause: decided.clause }),
    ...(decided?.appealUntil && { appealUntil: decided.appealUntil }),
    ...(input.action === 'answer' &&
      input.details.documents?.length && { documents: new Set(input.details.documents).size }),
    ...(claim.attention && { attention: claim.attention }),
    ...(claim.deadline && { deadline: claim.deadline }),
  };
}
