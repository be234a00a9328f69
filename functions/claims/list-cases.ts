import * as z from 'zod';
import type { Instant } from '../clock.ts';
import type { workPage } from '../contracts/console.ts';
import { type Actor, instant } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { isBefore } from '../policies/deadline.ts';
import { actionsOf } from './claim-lifecycle.ts';
import type { CaseStore, WorkQueue } from './ports.ts';

const QUEUES: readonly WorkQueue[] = ['specialist', 'supervisor', 'customer', 'system'];
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
  return {
    cases: page.work.map((work) => ({
      ...work,
      overdue: !isBefore(now, work.dueAt),
      allowedActions: actionsOf(work.status, reader.role),
    })),
    ...(page.next && { nextCursor: ports.cursors.seal(page.next, boundTo) }),
  };
}

function invalid(parameter: string): Refusal {
  return refuse('invalid-request', { errors: [{ pointer: `?${parameter}`, rule: 'invalid-value' }] });
}
