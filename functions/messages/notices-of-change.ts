import type { Claim, Letter } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Notice } from './notice-schemas.ts';

/**
 * What the customer has to be told when a policy item changed from `before` to `after`. The same change gives
 * the same notices, so a change that is delivered twice is one message.
 *
 * A policy that replaces another one under the same number is a new sale. A copy that goes to the archive says
 * nothing: it is over already. One that the expiry job had not reached looks like a sale here, and is dropped
 * when it is sent, because that sale was told of before and its protection is over.
 */
export function noticesOfPolicyChange(before: Policy | undefined, after: Policy | undefined): Notice[] {
  if (!after) return [];
  const told = (about: 'policy-sold' | 'policy-ended' | 'policy-voided'): Notice[] => [
    { about, trackingNumber: after.trackingNumber, policyId: after.policyId },
  ];
  if (before?.policyId !== after.policyId) return after.status === 'active' ? told('policy-sold') : [];
  if (before.status === after.status) return [];
  if (after.status === 'ended') return told('policy-ended');
  return after.status === 'voided' ? told('policy-voided') : [];
}

/**
 * One notice for each entry into a state. Every state has its text (catalogue/claim-cards.ts); a state that the
 * claim has left before the message goes out is dropped then, and the state that followed is told instead.
 */
export function noticesOfClaimChange(before: Claim | undefined, after: Claim | undefined): Notice[] {
  if (!after || before?.status === after.status) return [];
  const { trackingNumber, policyId, claimId, version, status } = after;
  return [{ about: 'claim-status', trackingNumber, policyId, claimId, version, status }];
}

/** A letter that went out by e-mail is carried by one message; a posted one was carried by hand. */
export function noticesOfLetterChange(before: Letter | undefined, after: Letter | undefined): Notice[] {
  if (after?.channel !== 'email' || after.sentAt === undefined || before?.sentAt !== undefined) return [];
  const { trackingNumber, policyId, claimId, letterId } = after;
  return [{ about: 'letter-sent', trackingNumber, policyId, claimId, letterId }];
}
