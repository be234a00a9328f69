import type { Claim, Letter } from '../contracts/case.ts';
import type { LookupEntry } from './ports.ts';

/** By what a parcel is found once something was claimed on it; nothing new while a claim changes. */
export function lookupsOfClaim(before: Claim | undefined, after: Claim): LookupEntry[] {
  if (before) return [];
  const { trackingNumber, claimId } = after;
  return [
    { kind: 'tracking-number', text: trackingNumber, trackingNumber },
    { kind: 'claim', text: claimId, trackingNumber, claimId },
  ];
}

/** A letter has a number from the moment it is sent: whoever answers it names that number. */
export function lookupsOfLetter(before: Letter | undefined, after: Letter): LookupEntry[] {
  const { outgoingNumber, trackingNumber, claimId } = after;
  if (outgoingNumber === undefined || before?.outgoingNumber === outgoingNumber) return [];
  return [{ kind: 'letter', text: outgoingNumber, trackingNumber, claimId }];
}
