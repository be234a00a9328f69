import type { CustomerPolicy } from '../../functions/contracts/customer.ts';

/** Whether a new claim can still be filed: an open claim keeps the policy active beyond its end, and no more than that. */
export function mayFile(policy: CustomerPolicy): boolean {
  return policy.status === 'active' && policy.serverTime < policy.claimableUntil;
}

/** What can still be asked for, kopecks: all that is paid on a purchase is never more than its price. */
export function leftToClaim(policy: CustomerPolicy): number {
  const approved = policy.claims.reduce((sum, { approvedAmount = 0 }) => sum + approvedAmount, 0);
  return Math.max(0, policy.amount - approved);
}
