import type { Instant } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';
import type { SaleView } from '../contracts/sale.ts';
import { effectiveStatus } from './policy.ts';

/** What stays readable of the policies that a number had before. */
export function earlierPoliciesOf(earlier: Policy[], now: Instant): SaleView['earlierPolicies'] {
  return earlier.map((policy) => ({
    policyId: policy.policyId,
    status: effectiveStatus(policy, now),
    amount: policy.amount,
    soldAt: policy.soldAt,
    endsAt: policy.endsAt,
    ...(policy.voidedAt && { voidedAt: policy.voidedAt }),
  }));
}
