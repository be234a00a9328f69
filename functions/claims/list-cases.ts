import * as z from 'zod';
import type { Instant } from '../clock.ts';
import type { WorkEntry, workPage } from '../contracts/console.ts';
import { type Actor, instant } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { isBefore } from '../policies/deadline.ts';
import { actionsOf, type ClaimAction } from './claim-lifecycle.ts';
import { allowedActions } from './claim-rules.ts';
import type { CaseStore, WorkItem, WorkQueue } from './ports.ts';
import { riskOf } from './service-levels.ts';

const QUEUES: readonly WorkQueue[] = ['specialist', 'supervisor', 'customer', 'outside', 'system'];
const DEFAULT_LIMIT = 50;
const MAXIMUM_LIMIT = 200;

const place = z.strictObject({ dueAt: instant, trackingNumber: z.string(), claimId: z.string() });

/** Hides and proves where a list goes on (http/cursor.ts). */
interface Cursors {
  seal(place: unknown, boundTo: string): string;
  open(cursor: string, boundTo: string): unknown;
}

/** One page of a queue, nearest deadline first; its cursor is good for this reader and this queue only. */
export async function listCases(
  input: { query: Readonly<Record<string, string>>; reader: Actor & { id: string }; now: Instant },
  ports: { cases: CaseStore; cursors: Cursors },
): Promise<z.infer<typeof workPage> | Refusal> {
  const { query, reader, now } = input;
  const queue = QUEUES.find((each) => each === (query.queue ?? 'specialist'));
  if (!queue) return invalid('queue');
  const limit = query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAXIMUM_LIMIT) return invalid('limit');
  const boundTo = `cases:${queue}:${reader.id}`;
  const after = query.cursor === undefined ? undefined : ports.cursors.open(query.cursor, boundTo);
  const parsed = place.optional().safeParse(after);
  if ((query.cursor !== undefined && after === undefined) || !parsed.success) return refuse('cursor-invalid');

  const page = await ports.cases.listWork({ queue, limit, after: parsed.data });
  const cases = await Promise.all(
    page.work.map(async (work) => ({
      ...entryOf(work, now),
      allowedActions: await actionsIn(work, reader, now, ports.cases),
    })),
  );
  return {
    cases,
    ...(page.next && { nextCursor: ports.cursors.seal(page.next, boundTo) }),
  };
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

/**
 * Only where money may be on its way, or where it matters who refused, the case itself has to be asked; everywhere
 * else the state says it all.
 */
async function actionsIn(
  work: WorkItem,
  reader: Actor,
  now: Instant,
  cases: CaseStore,
): Promise<ClaimAction[]> {
  if (work.status !== 'needs-attention' && work.status !== 'in-appeal')
    return actionsOf(work.status, reader.role);
  const file = await cases.read(work.trackingNumber);
  const claim = file.claims.find((each) => each.claimId === work.claimId);
  return claim ? allowedActions(file, claim, reader, now) : [];
}

function invalid(parameter: string): Refusal {
  return refuse('invalid-request', { errors: [{ pointer: `?${parameter}`, rule: 'invalid-value' }] });
}
