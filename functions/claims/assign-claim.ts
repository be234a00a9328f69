import type { Instant } from '../clock.ts';
import type { CaseFile } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { Desk } from '../desk/ports.ts';
import { takesCases } from '../desk/staff-rules.ts';
import type { ClaimReference } from './act-on-claim.ts';
import { claimIn, judgeAssignment } from './assignment-rules.ts';
import { changeOfAssignment } from './change-of-assignment.ts';
import type { CaseStore } from './ports.ts';
import { fileAfter, takeTurns } from './take-turns.ts';

/** Takes a case of nobody, hands it over or back; what is so already stays as it is. */
export async function assignClaim(
  input: ClaimReference & {
    actor: Actor & { id: string };
    assignee: string | null;
    note?: string | undefined;
    now: Instant;
  },
  ports: { cases: CaseStore; desk: Pick<Desk, 'find'> },
): Promise<{ file: CaseFile } | Refusal> {
  const { trackingNumber, claimId, actor, assignee, note, now } = input;
  // Whoever takes a case for themselves is there, whatever the directory says.
  const takesIt = assignee === actor.id && actor.role === 'specialist';
  const isThere = takesIt || (assignee !== null && takesCases(await ports.desk.find(assignee), now));
  return takeTurns<{ file: CaseFile } | Refusal>(ports.cases, trackingNumber, async (file) => {
    const claim = claimIn(file, claimId);
    if (!claim) return { outcome: refuse('not-found') };
    const refusal = judgeAssignment(claim, { actor, assignee, isThere });
    if (refusal) return { outcome: refusal };
    if ((claim.assignee?.id ?? null) === assignee) return { outcome: { file } };
    const change = changeOfAssignment(file, claim, { actor, assignee, note, now });
    return { outcome: { file: fileAfter(file, change) }, change };
  });
}
