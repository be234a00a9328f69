import type { Instant } from '../clock.ts';
import type { Actor } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { ClaimReference } from './act-on-claim.ts';
import { claimIn, isFree } from './assignment-rules.ts';
import { changeOfAssignment } from './change-of-assignment.ts';
import type { CaseStore, UnassignedCursor, WorkCursor, WorkFilter, WorkItem } from './ports.ts';
import { takeTurns } from './take-turns.ts';
import { isNarrowing } from './work-item.ts';

const PAGE = 10;
/** With a filter the store reads so many items of each partition whatever the page: a small one would throw them away. */
const FILTERED_PAGE = 200;
/** Of the queue are looked through for a case of nobody; colleagues have all of those then. */
const MOST_LOOKED_THROUGH = 400;
/** Pages of what waits longest that are looked through after that, and how much stands on one. */
const MOST_WAITING_PAGES = 10;
const WAITING_PAGE = 200;
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

/**
 * What nobody has, nearest deadline first, page by page. Where colleagues have all of the beginning of the queue, what
 * waits longest of the rest.
 */
async function* waitingWork(filter: WorkFilter, cases: CaseStore): AsyncGenerator<WorkItem> {
  let after: WorkCursor | undefined;
  const limit = isNarrowing(filter) ? FILTERED_PAGE : PAGE;
  for (let lookedThrough = 0; lookedThrough < MOST_LOOKED_THROUGH; lookedThrough += limit) {
    const { work, next } = await cases.listWork({ queue: 'specialist', limit, filter, after });
    yield* work.filter(({ assignee }) => assignee === undefined);
    if (!next) return;
    after = next;
  }
  let since: UnassignedCursor | undefined;
  for (let page = 0; page < MOST_WAITING_PAGES; page += 1) {
    const { work, next } = await cases.listUnassigned({ limit: WAITING_PAGE, filter, after: since });
    yield* work.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    if (!next) return;
    since = next;
  }
}
