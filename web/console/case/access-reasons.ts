import type { AccessReason, CaseClaim } from '../../../functions/contracts/console.ts';

export const accessReasons: readonly AccessReason[] = [
  'review',
  'appeal',
  'call-with-customer',
  'letter',
  'payout',
  'quality-check',
];

/** What somebody most likely looks for in this state: one choice less, sixty times a day. */
export function likelyReason(claim: CaseClaim | undefined, what: 'personal' | 'evidence'): AccessReason {
  if (!claim) return 'call-with-customer';
  const isAboutMoney = claim.status === 'needs-attention' && claim.attention?.startsWith('payout');
  if (claim.status === 'paying' || claim.status === 'approved' || isAboutMoney) return 'payout';
  if (claim.status === 'in-appeal') return 'appeal';
  if (what === 'personal') return 'call-with-customer';
  return claim.deadline === undefined ? 'quality-check' : 'review';
}
