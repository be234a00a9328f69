import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import type { ClaimAction } from '../../functions/claims/claim-lifecycle.ts';
import type { ActionDetails } from '../../functions/claims/claim-rules.ts';
import type { Actor } from '../../functions/contracts/primitives.ts';
import { NOW, type OpenedCase, PARCEL } from './claims-fixture.ts';

/** Takes an action on a claim of this case as it stands, the builder's one when none is named. */
export function actOn({ ports }: OpenedCase, claimId = 'claim-1') {
  return async (action: ClaimAction, actor: Actor, details: ActionDetails = {}, now: string = NOW) => {
    const expectedVersion = (await ports.cases.read(PARCEL)).head.version;
    const input = { trackingNumber: PARCEL, claimId, action, actor, details, expectedVersion, now };
    return actOnClaim(input, ports);
  };
}

export type ActOnClaim = ReturnType<typeof actOn>;
