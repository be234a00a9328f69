import type { Instant } from '../clock.ts';
import type { Actor } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { ClaimReference } from './act-on-claim.ts';
import { claimIn, isFree } from './assignment-rules.ts';
import { changeOfAssignment } from './change-of-assignment.ts';
import type { CaseStore, UnassignedCursor, WorkFilter, WorkItem } from './ports.ts';
import { takeTurns } from './take-turns.ts';

const PAGE = 200;
/** Pages of what waits that are looked through for the nearest deadline. */
const MOST_PAGES = 10;
/** Others take cases at the same time; so many of them at once would be odd. */
const MOST_TRIES = 100;

/**
 * Gives the reader the case of nobody whose deadline is nearest; nothing when none waits that they may have. Two who
 * ask at once get different ones: whoever is second at a case goes on to the next.
 */
export async function takeNext(
  input: { actor: Actor & { id: string }; filter: WorkFilter; now: Instant },
  ports: { cases: CaseStore },
): Promise<{ taken?: ClaimReference } | Refusal> {
  const waiting = await waitingWork(input.filter, ports.cases);
  for (const { trackingNumber, claimId } of waiting.slice(0, MOST_TRIES)) {
    const taken = await take({ ...input, trackingNumber, claimId }, ports.cases);
    if (isRefusal(taken)) continue;
    if (taken.isMine) return { taken: { trackingNumber, claimId } };
  }
  return waiting.length > MOST_TRIES ? refuse('try-again') : {};
}

function take(
  { trackingNumber, claimId, actor, now }: ClaimReference & { actor: Actor & { id: string }; now: Instant },
  cases: CaseStore,
): Promise<{ isMine: boolean } | Refusal> {
  return takeTurns<{ isMine: boolean }>(cases, trackingNumber, async (file) => {
    const claim = claimIn(file, claimId);
    if (!claim || !isFree(claim, actor.id)) return { outcome: { isMine: false } };
    const change = changeOfAssignment(file, claim, { actor, assignee: actor.id, now });
    return { outcome: { isMine: true }, change };
  });
}

/** What nobody has, nearest deadline first. */
async function waitingWork(filter: WorkFilter, cases: CaseStore): Promise<WorkItem[]> {
  // The list of what waits is in the order of waiting; were it too long to be read, urgent work would be missed.
  const nearest = await cases.listWork({ queue: 'specialist', limit: PAGE, filter });
  const found = nearest.work.filter(({ assignee }) => assignee === undefined);
  let after: UnassignedCursor | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { work, next } = await cases.listUnassigned({ limit: PAGE, filter, after });
    found.push(...work);
    after = next;
    if (!after) break;
  }
  const byClaim = new Map(found.map((work) => [`${work.trackingNumber}#${work.claimId}`, work]));
  return [...byClaim.values()].sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}
