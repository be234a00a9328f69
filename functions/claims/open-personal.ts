import type { Instant } from '../clock.ts';
import type { AccessReason, PersonalAnswer } from '../contracts/console.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { judgeAccess } from './access-rules.ts';
import type { CaseStore } from './ports.ts';
import { takeTurns } from './take-turns.ts';
import { appendToTimeline } from './timeline.ts';

/** What the case shows masked. Who opened it, when and why is written before it is shown. */
export async function openPersonal(
  input: { trackingNumber: string; reason: AccessReason; actor: Actor; now: Instant },
  ports: { policies: Pick<PolicyStore, 'findAll'>; cases: CaseStore },
): Promise<PersonalAnswer | Refusal> {
  const { trackingNumber, reason, actor, now } = input;
  const policies = await ports.policies.findAll(trackingNumber);
  if (policies.length === 0) return refuse('not-found');
  return takeTurns<PersonalAnswer | Refusal>(ports.cases, trackingNumber, async (file) => {
    // The present policy of the number, or the older one whose claim is still open.
    const policy = policies.find(({ policyId }) => !judgeAccess(file, policyId, input));
    if (!policy) return { outcome: refuse('not-assigned') };
    const entry = { at: now, actor, action: 'personal-opened', facts: { reason } };
    return {
      outcome: personalOf(policy, file.claims),
      change: {
        trackingNumber,
        expectedVersion: file.head.version,
        timeline: appendToTimeline(file.head, [entry]),
      },
    };
  });
}

function personalOf(
  { policyId, personal: { customer, seller } }: Policy,
  claims: Awaited<ReturnType<CaseStore['read']>>['claims'],
): PersonalAnswer {
  const { phone, email } = customer;
  return {
    customer: { phone, ...(email !== undefined && { email }) },
    seller,
    payees: claims
      .filter((claim) => claim.policyId === policyId)
      .flatMap(({ claimId, personal: { payee } }) => (payee ? [{ ...payee, claimId }] : [])),
  };
}
