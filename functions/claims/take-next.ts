import type { Instant } from '../clock.ts';
import type { Actor } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { ClaimReference } from './act-on-claim.ts';
import { claimIn, isFree } from './assignment-rules.ts';
import { changeOfAssignment } from './change-of-assignment.ts';
import type { CaseStore, WorkCursor, WorkFilter, WorkItem } from './ports.ts';
import { takeTurns } from './take-turns.ts';

const PAGE = 10;
/** Pages of the queue that are looked through for a case of nobody; colleagues have all of those then. */
const MOST_PAGES = 40;
/** What is looked through after that, longest waiting first. */
const LONGEST_WAITING = 200;
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
  let tries = 0;
  for await (const { trackingNumber, claimId } of waitingWork(input.filter, ports.cases)) {
    if (tries === MOST_TRIES) return refuse('try-again');
    tries += 1;
    const taken = await take({ ...input, trackingNumber, claimId }, ports.cases);
    if (isRefusal(taken)) continue;
    if (taken.isMine) return { taken: { trackingNumber, claimId } };
  }
  return {};
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

/** What nobody has, nearest deadline first; no more of it is read than is tried. */
async function* waitingWork(filter: WorkFilter, cases: CaseStore): AsyncGenerator<WorkItem> {
  let after: WorkCursor | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { work, next } = await cases.listWork({ queue: 'specialist', limit: PAGE, filter, after });
    yield* work.filter(({ assignee }) => assignee === undefined);
    if (!next) return;
    after = next;
  }
  const { work } = await cases.listUnassigned({ limit: LONGEST_WAITING, filter });
  yield* work.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}
