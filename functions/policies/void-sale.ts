import type { Instant } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { VoidAnswer, VoidRequest } from '../contracts/sale.ts';
import { isBefore } from './deadline.ts';
import { effectiveStatus, voidableUntil } from './policy.ts';
import type { PolicyStore } from './ports.ts';
import { judgeTrackingNumber } from './sale-rules.ts';
import { type ProductTerms, termsOf } from './terms.ts';

/** Another writer may win a few times in a row; beyond that something is wrong and the caller tries again. */
const ATTEMPTS = 5;

/** Cancels the sale and gives the price back, within the terms' regime and only while nothing was claimed. */
export async function voidSale(
  input: { trackingNumber: string; request: VoidRequest; now: Instant },
  ports: { policies: PolicyStore },
): Promise<VoidAnswer | Refusal> {
  const parcel = judgeTrackingNumber(input.trackingNumber);
  if (isRefusal(parcel)) return parcel;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const policy = await ports.policies.find(parcel.trackingNumber);
    if (!policy) return refuse('not-found');
    if (policy.status === 'voided') return voidAnswerOf(policy);
    const refusal = judgeVoid(policy, termsOf(policy), input.now);
    if (refusal) return refusal;
    const voided = voidedPolicy(policy, input.request, input.now);
    if ((await ports.policies.save(policy, voided)) === 'saved') return voidAnswerOf(voided);
  }
  return refuse('try-again');
}

/** Why a sale cannot be voided now, or undefined when it can. */
export function judgeVoid(policy: Policy, terms: ProductTerms, now: Instant): Refusal | undefined {
  if (policy.openClaims > 0) return refuse('void-claim-open', { openClaims: policy.openClaims });
  if (effectiveStatus(policy, now) !== 'active') return refuse('policy-not-active', { status: 'ended' });
  // Insurance regime: the premium comes back only when nothing was claimed; service regime: at any time.
  if (terms.cancellation.regime === 'insurance' && policy.lastClaimClosedAt)
    return refuse('void-after-claim');
  const until = voidableUntil(policy, terms);
  return until && !isBefore(now, until)
    ? refuse('void-too-late', { voidableUntil: until, timeZone: policy.office.timeZone })
    : undefined;
}

function voidedPolicy(policy: Policy, request: VoidRequest, now: Instant): Policy {
  const { dueAt: _nothingMoreIsDue, ...rest } = policy;
  return {
    ...rest,
    status: 'voided',
    voidedAt: now,
    ...(request.reason && { voidReason: request.reason }),
    // Films of a voided policy have to go as well: the expiry job removes them.
    ...(policy.uploads > 0 && { dueAt: now }),
    version: policy.version + 1,
  };
}

function voidAnswerOf(policy: Policy): VoidAnswer {
  return {
    policyId: policy.policyId,
    trackingNumber: policy.trackingNumber,
    status: 'voided',
    voidedAt: policy.voidedAt as Instant,
    refund: policy.price,
  };
}
