import { isFinal } from '../claims/claim-lifecycle.ts';
import { recoveredOf } from '../claims/money-rules.ts';
import type { Claim, Letter } from '../contracts/case.ts';
import type { ClaimFacts, LetterFacts, PolicyFacts, SellerId } from '../contracts/facts.ts';
import type { Policy } from '../contracts/policy.ts';
import { regionOf } from './regions.ts';

/** What is counted of a policy: nothing of it tells who bought. */
export function policyFactsOf(policy: Policy, sellerIds: readonly SellerId[]): PolicyFacts {
  const { version, termsVersion, status, amount, price, endsAt, endedAt, voidedAt } = policy;
  return {
    ...saleOf(policy, sellerIds),
    ...{ version, termsVersion, timeZone: policy.office.timeZone, status, amount, price, endsAt },
    ...(endedAt !== undefined && { endedAt }),
    ...(voidedAt !== undefined && { voidedAt }),
  };
}

/** @param policy The one that the claim is made on: where, by whom and from whom. */
export function claimFactsOf(claim: Claim, policy: Policy, sellerIds: readonly SellerId[]): ClaimFacts {
  const { claimId, version, kind, channel, amount, purchaseAmount, filedAt, status, decision } = claim;
  return {
    ...saleOf(policy, sellerIds),
    ...{ claimId, version, kind, channel, amount, filedAt, status },
    ...(purchaseAmount !== undefined && { purchaseAmount }),
    ...(decision && { decision: decision.outcome, decidedAt: decision.at }),
    ...(isFinal(status) && { closedAt: claim.statusSince }),
    paid: status === 'compensated' ? (decision?.amount ?? 0) : 0,
    recovered: recoveredOf(claim),
  };
}

export function letterFactsOf(letter: Letter, policy: Policy, sellerIds: readonly SellerId[]): LetterFacts {
  const { trackingNumber, letterId, claimId, version, kind, sentAt, replyDueAt, replies } = letter;
  const [first] = replies;
  const last = replies.at(-1);
  return {
    ...{ trackingNumber, letterId, claimId, version, region: regionOf(policy.office.region), kind },
    sellerIds: [...sellerIds],
    ...(sentAt !== undefined && { sentAt }),
    ...(replyDueAt !== undefined && { replyDueAt }),
    ...(first && last && { answeredAt: first.receivedAt, outcome: last.outcome }),
  };
}

function saleOf(
  { trackingNumber, policyId, office, clerkId, soldAt }: Policy,
  sellerIds: readonly SellerId[],
) {
  const region = regionOf(office.region);
  return {
    trackingNumber,
    policyId,
    region,
    office: office.index,
    clerkId,
    sellerIds: [...sellerIds],
    soldAt,
  };
}
