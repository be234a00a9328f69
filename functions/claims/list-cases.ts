import type { Instant } from '../clock.ts';
import type { WorkEntry, WorkPage } from '../contracts/console.ts';
import { type Cursors, invalidQuery, placeOf } from '../contracts/list-query.ts';
import type { Actor } from '../contracts/primitives.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { SignalLevel } from '../contracts/signals.ts';
import { isBefore } from '../policies/deadline.ts';
import type { JudgementStore } from '../signals/ports.ts';
import { actionsOf, type ClaimAction } from './claim-lifecycle.ts';
import { allowedActions, isForAnyone } from './claim-rules.ts';
import { type ListQuery, listQuery, type Place, place } from './list-cases-schemas.ts';
import type { CaseStore, WorkItem } from './ports.ts';
import { riskOf } from './service-levels.ts';

/** One page of a list of open work; its cursor is good for this reader and this list only. */
export async function listCases(
  input: { query: Readonly<Record<string, string>>; reader: Actor & { id: string }; now: Instant },
  ports: { cases: CaseStore; judgements: Pick<JudgementStore, 'levelsOf'>; cursors: Cursors },
): Promise<WorkPage | Refusal> {
  const { reader, now } = input;
  const given = listQuery.safeParse(input.query);
  if (!given.success) return invalidQuery(given.error);
  const { cursor, limit: _limit, ...list } = given.data;
  const boundTo = `cases:${JSON.stringify(list)}:${reader.id}`;
  const after = placeOf(cursor, place, boundTo, ports.cursors);
  if (isRefusal(after)) return after;

  const page = await readPage(given.data, reader.id, after.place, ports.cases);
  const [levels, actions] = await Promise.all([
    ports.judgements.levelsOf(page.work.map(idsOf)),
    Promise.all(page.work.map((work) => actionsIn(work, reader, now, ports.cases))),
  ]);
  const cases = page.work.map((work, index) => ({
    ...entryOf(work, now),
    allowedActions: actions[index] ?? [],
    ...signalsOf(levels.get(work.claimId)),
  }));
  return { cases, ...(page.next && { nextCursor: ports.cursors.seal(page.next, boundTo) }) };
}

async function readPage(
  { queue, mine, kind, locale: language, timeZone, limit }: ListQuery,
  personId: string,
  place: Place | undefined,
  cases: CaseStore,
): Promise<{ work: WorkItem[]; next: Place | undefined }> {
  const filter =
    kind || language || timeZone
      ? {
          ...(kind && { kinds: [kind] }),
          ...(language && { locales: [language] }),
          ...(timeZone && { timeZones: [timeZone] }),
        }
      : undefined;
  const { at = '', ...claim } = place ?? {};
  if (mine !== '1' && queue === 'unassigned') {
    const after = place && { since: at, ...(claim as Omit<Place, 'at'>) };
    const { work, next } = await cases.listUnassigned({ limit, filter, after });
    return { work, next: next && { at: next.since, ...idsOf(next) } };
  }
  const after = place && { dueAt: at, ...(claim as Omit<Place, 'at'>) };
  const { work, next } =
    mine === '1' || queue === 'unassigned'
      ? await cases.listAssigned({ personId, limit, filter, after })
      : await cases.listWork({ queue, limit, filter, after });
  return { work, next: next && { at: next.dueAt, ...idsOf(next) } };
}

function idsOf({ trackingNumber, claimId }: Omit<Place, 'at'>): Omit<Place, 'at'> {
  return { trackingNumber, claimId };
}

function entryOf({ flags, ...work }: WorkItem, now: Instant): Omit<WorkEntry, 'allowedActions'> {
  return {
    ...work,
    overdue: !isBefore(now, work.dueAt),
    risk: riskOf(work, now),
    isAppealed: flags.includes('appealed'),
    moneyInPost: flags.includes('money-in-post'),
  };
}

/** Only what says something: that nothing stands out is no praise of a claim. */
function signalsOf(level: SignalLevel | undefined): Pick<WorkEntry, 'signals'> {
  return level === undefined || level === 'none' ? {} : { signals: { level } };
}

/** States in which money may be on its way, or it matters who decided: there the case itself has to be asked. */
const ASKED: readonly WorkItem['status'][] = ['needs-attention', 'in-appeal', 'awaiting-approval'];
/** What only the case can tell is left to its page: a list never offers what the case does not. */
const LEFT_TO_THE_CASE: readonly ClaimAction[] = ['wait-for-reply', 'receive-reply', 'merge'];

async function actionsIn(
  work: WorkItem,
  reader: Actor,
  now: Instant,
  cases: CaseStore,
): Promise<ClaimAction[]> {
  if (ASKED.includes(work.status)) {
    const file = await cases.read(work.trackingNumber);
    const claim = file.claims.find((each) => each.claimId === work.claimId);
    return claim ? allowedActions(file, claim, reader, now) : [];
  }
  const isOthers = reader.role === 'specialist' && work.assignee !== undefined && work.assignee !== reader.id;
  return actionsOf(work.status, reader.role).filter(
    (action) => !LEFT_TO_THE_CASE.includes(action) && (!isOthers || isForAnyone(action)),
  );
}
