import type { CaseFile, Claim } from '../contracts/case.ts';
import { type Facts, isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { changeOfAction } from './change-case.ts';
import { isFinal } from './claim-lifecycle.ts';
import { type ActionInput, allowedActions, applyAction, isRepeated } from './claim-rules.ts';
import type { CaseStore } from './ports.ts';
import { fileAfter, takeTurns } from './take-turns.ts';

export interface CasePorts {
  policies: PolicyStore;
  cases: CaseStore;
}

export interface ClaimReference {
  trackingNumber: string;
  claimId: string;
}

/**
 * One action on one claim, written only if the claim is still in the state that allows it.
 *
 * With `expectedVersion` (a person who saw the case at that version) a change by somebody else is a refusal with
 * the present state; without (the service itself) it is decided again on what stands now. The same action by the
 * same person a second time answers the same.
 */
export async function actOnClaim(
  input: ActionInput & ClaimReference & { expectedVersion?: number | undefined },
  ports: CasePorts,
): Promise<{ file: CaseFile; claim: Claim } | Refusal> {
  return takeTurns<{ file: CaseFile; claim: Claim } | Refusal>(
    ports.cases,
    input.trackingNumber,
    async (file) => {
      const claim = file.claims.find((each) => each.claimId === input.claimId);
      if (!claim) return { outcome: refuse('not-found') };
      // Whoever has seen what they did does it on purpose once more: the seller may refund the same sum twice.
      const isSeen = input.expectedVersion === file.head.version;
      if (!isSeen && isRepeated(claim, input)) return { outcome: { file, claim } };
      if (input.expectedVersion !== undefined && !isSeen)
        return { outcome: refuse('case-changed', presentState(file, claim, input)) };
      const after = applyAction(file, claim, input);
      if (isRefusal(after)) return { outcome: after };
      const opensOrCloses = isFinal(after.status) !== isFinal(claim.status);
      const policy = opensOrCloses ? await ports.policies.find(input.trackingNumber) : undefined;
      const change = changeOfAction(file, claim, after, input, policy);
      return { outcome: { file: fileAfter(file, change), claim: after }, change };
    },
  );
}

/** What the second of two people is told: where the claim is now, what they may do there, and who was first. */
function presentState(file: CaseFile, claim: Claim, { actor, now }: ActionInput): Facts {
  const last = file.timeline.at(-1);
  return {
    version: file.head.version,
    status: claim.status,
    allowedActions: allowedActions(file, claim, actor, now),
    ...(last && {
      changedAt: last.at,
      changedBy: { role: last.actor.role, ...(last.actor.id !== undefined && { id: last.actor.id }) },
      change: last.action,
    }),
  };
}
