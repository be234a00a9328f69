import type { CaseFile, Claim, Recovery } from '../contracts/case.ts';
import { MOST_RECOVERIES } from '../contracts/most-recoveries.ts';
import { termsOf } from '../policies/terms.ts';

/** What a sum is approved on: a policy's purchase, or a claim as a view of it. */
interface Purchase {
  policyId: string;
  termsVersion: string;
  /** Kopecks. */
  amount: number;
}

/** What the seller and the bank gave back on this claim, kopecks. */
export function recoveredOf(claim: Claim): number {
  return (claim.recoveries ?? []).reduce((sum, { amount }) => sum + amount, 0);
}

/**
 * No more parts than a claim can be stored with: beyond that the two oldest of one source become one. What came back
 * is a fact that cannot be refused, its sum is what counts, and the timeline has each part.
 */
export function inFewParts(recoveries: Recovery[]): Recovery[] {
  return recoveries.length > MOST_RECOVERIES ? inFewParts(withOldestJoined(recoveries)) : recoveries;
}

function withOldestJoined(recoveries: Recovery[]): Recovery[] {
  const [oldest, ...later] = recoveries as [Recovery, ...Recovery[]];
  const next = later.findIndex(({ source }) => source === oldest.source);
  if (next < 0) return [oldest, ...withOldestJoined(later)];
  return later.map((each, index) =>
    index === next ? { ...each, amount: oldest.amount + each.amount } : each,
  );
}

/** What may still be got back on this claim, kopecks: the loss that nobody has made good yet. */
export function leftToRecover(claim: Claim): number {
  return claim.amount - recoveredOf(claim);
}

function approvedOf({ decision }: Claim): number {
  return decision?.outcome === 'approved' ? (decision.amount ?? 0) : 0;
}

/**
 * What is left of a purchase after all that these claims of its policy were approved for or got back elsewhere,
 * kopecks; never below 0.
 */
export function leftToApprove(file: Pick<CaseFile, 'claims'>, purchase: Purchase): number {
  const claims = file.claims.filter(({ policyId }) => policyId === purchase.policyId);
  const approved = claims.reduce((sum, claim) => sum + approvedOf(claim), 0);
  const recovered = claims.reduce((sum, claim) => sum + recoveredOf(claim), 0);
  const { maximumPerPolicy } = termsOf(purchase).compensation;
  return Math.max(0, Math.min(purchase.amount - approved - recovered, maximumPerPolicy - approved));
}

/**
 * The most that can be approved now, kopecks: the part of the named loss that nobody made good, and over all claims
 * of a policy no more than was paid for the parcel and than the terms allow.
 */
export function mostToApprove(file: Pick<CaseFile, 'claims'>, claim: Claim): number {
  const { decision: _undecided, ...open } = claim;
  const claims = file.claims.map((each) => (each.claimId === claim.claimId ? open : each));
  const purchase = { ...claim, amount: claim.purchaseAmount ?? claim.amount };
  return Math.max(0, Math.min(leftToRecover(claim), leftToApprove({ claims }, purchase)));
}

/**
 * How much one person alone may approve now, kopecks. The limit is one for the whole policy: a sum does not get
 * around the second person by being cut into claims.
 */
export function mostToApproveAlone(file: Pick<CaseFile, 'claims'>, claim: Claim): number {
  const approved = file.claims
    .filter(({ policyId, claimId }) => policyId === claim.policyId && claimId !== claim.claimId)
    .reduce((sum, each) => sum + approvedOf(each), 0);
  return Math.max(0, termsOf(claim).approval.secondPersonAbove - approved);
}
