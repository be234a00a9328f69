import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import type { ClaimAction } from '../../functions/claims/claim-lifecycle.ts';
import type { ActionDetails } from '../../functions/claims/claim-rules.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import type { Actor } from '../../functions/contracts/primitives.ts';
import { PayoutPending, payClaim } from '../../functions/payouts/pay-claim.ts';
import { PayoutInDoubt } from '../../functions/payouts/ports.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, done, filingOf, NOW, openCase, PARCEL } from '../claims/claims-fixture.ts';
import { type Behaviour, createScriptedProvider } from './scripted-provider.ts';

export const APPROVED = 123_457;
export const PHONE = '+79991234567';
export const PAID_AT = '2026-03-06T09:00:00.000Z';

/** A claim that was filed, looked at and approved, and the provider that is to pay it. */
export async function openApprovedClaim(behaviour: Behaviour = {}) {
  const opened = await openCase(somePolicy({ amount: 300_000 }));
  const provider = createScriptedProvider(behaviour);
  const filing = filingOf({ amount: 200_000 });
  const { claimId } = done(await fileClaim(filing, opened.ports)).claim;
  const reference = { trackingNumber: PARCEL, claimId };
  const act = async (action: ClaimAction, actor: Actor = ANNA, details: ActionDetails = {}, now = NOW) =>
    actOnClaim({ ...reference, action, actor, details, now }, opened.ports);
  done(await act('approve', ANNA, { amount: APPROVED }));
  const ports = { ...opened.ports, provider };
  return {
    ...opened,
    ports,
    provider,
    act,
    claimId,
    input: { ...reference, now: PAID_AT },
    pay: () => payClaim({ ...reference, now: PAID_AT }, ports),
    actions: async () => (await opened.readCase()).timeline.map(({ action }) => action),
  };
}

export type ApprovedClaim = Awaited<ReturnType<typeof openApprovedClaim>>;

/** Calls again, as the workflow does, until there is nothing more to ask the provider about. */
export async function payUntilDone(
  pay: () => Promise<void>,
  isOver: (error: unknown) => boolean = () => false,
) {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      return await pay();
    } catch (error) {
      const again = error instanceof PayoutInDoubt || error instanceof PayoutPending || isOver(error);
      if (!again) throw error;
    }
  }
  throw new Error('It is never done.');
}
