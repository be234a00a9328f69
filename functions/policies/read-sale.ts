import type { Instant } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { SaleView } from '../contracts/sale.ts';
import { earlierPoliciesOf } from './earlier-policies.ts';
import { effectiveStatus, isVideoRequired, voidableUntil } from './policy.ts';
import type { PolicyStore } from './ports.ts';
import { judgeTrackingNumber } from './sale-rules.ts';
import { termsOf } from './terms.ts';
import { judgeVoid } from './void-sale.ts';

/** What a till may know of the parcel's present policy: nothing personal and no link. */
export async function readSale(
  input: { trackingNumber: string; now: Instant },
  ports: { policies: PolicyStore },
): Promise<SaleView | Refusal> {
  const parcel = judgeTrackingNumber(input.trackingNumber);
  if (isRefusal(parcel)) return parcel;
  const [policy, ...earlier] = await ports.policies.findAll(parcel.trackingNumber);
  return policy ? saleViewOf(policy, earlier, input.now) : refuse('not-found');
}

function saleViewOf(policy: Policy, earlier: Policy[], now: Instant): SaleView {
  const terms = termsOf(policy);
  const status = effectiveStatus(policy, now);
  const voidable = judgeVoid(policy, terms, now) ? undefined : voidableUntil(policy, terms);
  return {
    policyId: policy.policyId,
    trackingNumber: policy.trackingNumber,
    status,
    amount: policy.amount,
    price: policy.price,
    termsVersion: policy.termsVersion,
    soldAt: policy.soldAt,
    startsAt: policy.startsAt,
    endsAt: policy.endsAt,
    timeZone: policy.office.timeZone,
    videoRequired: isVideoRequired(terms, policy.amount),
    openClaims: policy.openClaims,
    ...(voidable && { voidableUntil: voidable }),
    ...(policy.voidedAt && { voidedAt: policy.voidedAt }),
    earlierPolicies: earlierPoliciesOf(earlier, now),
  };
}
