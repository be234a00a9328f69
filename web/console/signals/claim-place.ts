import type { CaseReference } from '../../../functions/contracts/signals.ts';
import { hrefOf } from '../route.ts';
import type { Role } from '../session/kept-session.ts';

/** Where somebody of this role reads of another claim: an analyst sees no person, so it is the sheet without persons. */
export function placeOfClaim({ trackingNumber, claimId }: CaseReference, role: Role): string | undefined {
  switch (role) {
    case 'specialist':
    case 'supervisor':
      return hrefOf({ name: 'case', trackingNumber, claimId });
    case 'analyst':
      return hrefOf({ name: 'reports', query: `claim=${encodeURIComponent(claimId)}` });
    case 'administrator':
      return undefined;
  }
}
