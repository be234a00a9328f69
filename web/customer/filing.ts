import type { CustomerPolicy } from '../../functions/contracts/customer.ts';

/** Whether a new claim can still be filed: an open claim keeps the policy active beyond its end, and no more than that. */
export function mayFile(policy: CustomerPolicy): boolean {
  return policy.status === 'active' && policy.serverTime < policy.claimableUntil;
}
