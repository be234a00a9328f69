import type { Instant } from '../clock.ts';
import type { CaseFile, Claim } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { isFinal } from './claim-lifecycle.ts';
import type { NewEntry } from './timeline.ts';
import { workItemOf } from './work-item.ts';

/**
 * Why this claim may not become this person's (`null`: nobody's), or undefined when it may. A specialist takes what
 * nobody has, and hands over or gives back what they have themselves; a supervisor assigns any.
 */
export function judgeAssignment(
  claim: Claim,
  input: { actor: Actor; assignee: string | null; isThere: boolean },
): Refusal | undefined {
  const { actor, assignee, isThere } = input;
  if (isFinal(claim.status)) return refuse('action-not-allowed', { status: claim.status });
  if (actor.role === 'specialist') {
    const has = claim.assignee?.id;
    if (isAnothers(claim, actor)) return refuse('assigned-to-another', { assignee: has });
    // Whoever hands a case on has looked into it: what nobody has is taken first.
    if (has === undefined && assignee !== null && assignee !== actor.id) return refuse('forbidden');
  }
  if (assignee === null) return undefined;
  if (!mayJudge(claim, assignee)) return refuse('another-person-needed', { assignee });
  return isThere ? undefined : refuse('assignee-unknown', { assignee });
}

/** Whether a colleague has the case: a specialist leaves it alone then, a supervisor need not. */
export function isAnothers({ assignee }: Pick<Claim, 'assignee'>, { role, id }: Actor): boolean {
  return role === 'specialist' && assignee !== undefined && assignee.id !== id;
}

/** Whether this person made the refusal that was appealed against. */
export function hasRefused({ appeal }: Pick<Claim, 'appeal'>, { id }: Pick<Actor, 'id'>): boolean {
  return appeal !== undefined && appeal.refusedBy.id === id;
}

/** Whoever refused a claim does not get its appeal. */
function mayJudge(claim: Pick<Claim, 'appeal'>, personId: string): boolean {
  return !hasRefused(claim, { id: personId });
}

/** Whether somebody who takes the next case can have this one. */
export function isFree(claim: Claim, personId: string): boolean {
  const isSpecialists = workItemOf(claim)?.queue === 'specialist';
  return isSpecialists && claim.assignee === undefined && mayJudge(claim, personId);
}

/** The claim as it becomes this person's, or nobody's. */
export function assigned(
  claim: Claim,
  { assignee, note, now }: { assignee: string | null; note?: string | undefined; now: Instant },
): Claim {
  const { assignee: _before, unassignedSince: _since, ...kept } = claim;
  return {
    ...kept,
    ...(assignee === null ? { unassignedSince: now } : { assignee: { id: assignee, since: now } }),
    ...(note !== undefined && { personal: { ...claim.personal, remark: note } }),
    version: claim.version + 1,
  };
}

/** What the timeline tells of it: ids only. */
export function entryOfAssignment(
  before: Claim,
  after: Claim,
  by: { actor: Actor; now: Instant; because?: 'absent' | undefined },
): NewEntry {
  return {
    at: by.now,
    actor: by.actor,
    action: 'assigned',
    claimId: after.claimId,
    facts: {
      ...(after.assignee && { assignee: after.assignee.id }),
      ...(before.assignee && { previous: before.assignee.id }),
      ...(by.because && { because: by.because }),
    },
  };
}

/** The claim of that id in the file. */
export function claimIn(file: CaseFile, claimId: string): Claim | undefined {
  return file.claims.find((each) => each.claimId === claimId);
}
