import { claimIn } from '../claims/assignment-rules.ts';
import { changeOfAssignment } from '../claims/change-of-assignment.ts';
import type { CaseStore, WorkItem } from '../claims/ports.ts';
import { takeTurns } from '../claims/take-turns.ts';
import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { StaffMember } from '../contracts/console.ts';
import type { Actor, ConsoleRole, Locale } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { staffMemberOf } from './list-staff.ts';
import type { Desk } from './ports.ts';
import { isAbsent } from './staff-rules.ts';

const PAGE = 20;
/** Cases that one call hands back; the answer says how many are left, and the same call again goes on. */
const MOST_HANDED_BACK = 200;

interface ChangeStaffInput {
  personId: string;
  reader: { id: string; role: ConsoleRole };
  absentUntil?: string | null | undefined;
  locales?: Locale[] | undefined;
  now: Instant;
}

/**
 * Says that somebody is away, or what they speak. The absence is written first, so that nothing new reaches them;
 * then what they had goes back to the queue, case by case: a call that dies is made again and goes on.
 */
export async function changeStaff(
  input: ChangeStaffInput,
  ports: { desk: Pick<Desk, 'change' | 'noteSeen'>; cases: CaseStore },
): Promise<StaffMember | Refusal> {
  const { personId, reader, absentUntil, locales, now } = input;
  const isOneself = personId === reader.id;
  if (reader.role === 'specialist' && !isOneself) return refuse('forbidden');
  if (isOneself) await ports.desk.noteSeen({ personId, role: reader.role, at: now });
  const colleague = await ports.desk.change(personId, {
    absentUntil: typeof absentUntil === 'string' ? toInstant(toMillis(absentUntil)) : absentUntil,
    locales: locales && [...new Set(locales)],
  });
  if (!colleague) return refuse('not-found');
  if (isAbsent(colleague, now)) {
    const refusal = await handBackAll(personId, actorOf(reader), now, ports.cases);
    if (refusal) return refusal;
  }
  return staffMemberOf(colleague, now, ports.cases);
}

/** An administrator handles no cases: in a case's timeline it is the service that does what they asked for. */
function actorOf({ id, role }: ChangeStaffInput['reader']): Actor {
  return role === 'specialist' || role === 'supervisor' ? { role, id } : { role: 'system', id };
}

async function handBackAll(
  personId: string,
  actor: Actor,
  now: Instant,
  cases: CaseStore,
): Promise<Refusal | undefined> {
  let after: Awaited<ReturnType<CaseStore['listAssigned']>>['next'];
  for (let seen = 0; seen < MOST_HANDED_BACK; seen += PAGE) {
    const { work, next } = await cases.listAssigned({ personId, limit: PAGE, after });
    // One after the other: two of them may lie in one parcel's case.
    for (const item of work) {
      const outcome = await handBack(item, personId, actor, now, cases);
      if (isRefusal(outcome)) return outcome;
    }
    if (!next) return undefined;
    after = next;
  }
  return undefined;
}

function handBack(
  { trackingNumber, claimId }: WorkItem,
  personId: string,
  actor: Actor,
  now: Instant,
  cases: CaseStore,
): Promise<object | Refusal> {
  return takeTurns<object>(cases, trackingNumber, async (file) => {
    const claim = claimIn(file, claimId);
    // The index tells of a moment ago; the case tells of now.
    if (claim?.assignee?.id !== personId || !claim.deadline) return { outcome: {} };
    return {
      outcome: {},
      change: changeOfAssignment(file, claim, { actor, assignee: null, now, because: 'absent' }),
    };
  });
}
