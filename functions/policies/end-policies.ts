import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';
import { isOver } from './policy.ts';
import { DUE_SHARDS, type DueCursor, type DuePolicy, type PolicyStore } from './ports.ts';
import { TERMS_ON_SALE } from './terms.ts';

/** Removes the films of a policy that is over; `dueAt` when it is too early for that. */
export type FilmRemoval = (policy: Policy, now: Instant) => Promise<{ dueAt?: Instant }>;

export interface ExpiryPorts {
  policies: PolicyStore;
  removeFilms: FilmRemoval;
  /** Asks that these customers be reminded; twice does no harm. */
  remind: (policies: Pick<Policy, 'trackingNumber' | 'policyId'>[]) => Promise<void>;
  /** How far the reminders have come; kept between runs. */
  remindedUntil: { read(): Promise<Instant | undefined>; write(until: Instant): Promise<void> };
  /** Hears of a policy that could not be handled; it stays due, and the others go on. */
  reportFailure: (due: DuePolicy, error: unknown) => void;
  /** False when the run has to stop and leave the rest to the next one. */
  hasTime: () => boolean;
}

export interface ExpiryCounts {
  ended: number;
  filmsRemoved: number;
  reminded: number;
  /** Due entries that needed nothing: claimed, voided or ended meanwhile. */
  skipped: number;
  /** Stay due for the next run. */
  failed: number;
  /** Whether all shards were gone through. */
  finished: boolean;
}

const PAGE = 200;

/**
 * Ends what is over, in each shard the oldest first; reminds who is near the end; removes films whose time has come.
 *
 * Each policy is one conditional write, so the job may run never, twice or beside itself, while claims arrive:
 * what is true of a policy is what the clock says (policy.ts), the job only writes it down.
 */
export async function endPolicies(input: { now: Instant }, ports: ExpiryPorts): Promise<ExpiryCounts> {
  const counts: ExpiryCounts = {
    ended: 0,
    filmsRemoved: 0,
    reminded: 0,
    skipped: 0,
    failed: 0,
    finished: true,
  };
  await inEachShard(async (shard) => {
    for await (const page of duePages({ shard, until: input.now }, ports)) {
      for (const due of page) {
        counts[await endOrReport(due, input.now, ports)] += 1;
        if (!ports.hasTime()) {
          counts.finished = false;
          return;
        }
      }
    }
  });
  if (counts.finished) counts.reminded = await remindEnding(input.now, ports);
  return counts;
}

/**
 * The shards side by side, each in its order. A partition of the index takes a thousand changes a second and not more:
 * at the midnight of a large zone one shard after another would be held up by it. One that fails stops no other.
 */
async function inEachShard(work: (shard: number) => Promise<void>): Promise<void> {
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => work(shard));
  for (const outcome of await Promise.allSettled(shards))
    if (outcome.status === 'rejected') throw outcome.reason;
}

/** One policy that cannot be handled must not keep those behind it from ending, run after run. */
async function endOrReport(due: DuePolicy, now: Instant, ports: ExpiryPorts) {
  try {
    return await endPolicy(due, now, ports);
  } catch (error) {
    ports.reportFailure(due, error);
    return 'failed';
  }
}

async function endPolicy(
  due: DuePolicy,
  now: Instant,
  ports: ExpiryPorts,
): Promise<'ended' | 'filmsRemoved' | 'skipped'> {
  if ((await ports.policies.endIfDue(due, now)) === 'ended') return 'ended';
  // Rare: a policy that is over and has films to be removed, the current one or one that was sold over.
  let outcome: 'filmsRemoved' | 'skipped' = 'skipped';
  for (const policy of await ports.policies.findAll(due.trackingNumber)) {
    if (policy.dueAt === undefined || policy.dueAt > now || !isOver(policy, now)) continue;
    const { dueAt: _done, ...rest } = policy;
    const hasFilms = policy.uploads > 0;
    const later = hasFilms ? await ports.removeFilms(policy, now) : {};
    const next: Policy = { ...rest, ...later, version: policy.version + 1 };
    if ((await ports.policies.save(policy, next)) === 'saved' && hasFilms && later.dueAt === undefined)
      outcome = 'filmsRemoved';
  }
  return outcome;
}

/**
 * Reminders go by the same index, read ahead by the terms' days. Each stretch of time is gone through once, and
 * once more after a crash; whoever sends them sends each only once.
 */
async function remindEnding(now: Instant, ports: ExpiryPorts): Promise<number> {
  const ahead = TERMS_ON_SALE.reminderBeforeEnd.days * 86_400_000;
  const until = toInstant(toMillis(now) + ahead);
  const remindedUntil = (await ports.remindedUntil.read()) ?? now;
  const from = remindedUntil > now ? remindedUntil : now;
  if (from >= until) return 0;
  let reminded = 0;
  let isWhole = true;
  await inEachShard(async (shard) => {
    // `~` comes after every tracking number: what was due at `from` itself was in the stretch before.
    const after = { dueAt: from, trackingNumber: '~' };
    for await (const page of duePages({ shard, until, after }, ports)) {
      const due = new Set(page.map(({ trackingNumber, dueAt }) => `${trackingNumber} ${dueAt}`));
      const policies = await ports.policies.findEach([...new Set(page.map((each) => each.trackingNumber))]);
      // What is due may be the films of an older policy of the number, beside the present one or far from its end.
      const ending = policies.filter(
        ({ status, trackingNumber, dueAt }) => status === 'active' && due.has(`${trackingNumber} ${dueAt}`),
      );
      await ports.remind(ending.map(({ trackingNumber, policyId }) => ({ trackingNumber, policyId })));
      reminded += ending.length;
      if (!ports.hasTime()) {
        isWhole = false;
        return;
      }
    }
  });
  // Without the mark the next run begins this stretch again.
  if (isWhole) await ports.remindedUntil.write(until);
  return reminded;
}

async function* duePages(
  query: { shard: number; until: Instant; after?: DueCursor },
  ports: ExpiryPorts,
): AsyncGenerator<DuePolicy[]> {
  let after = query.after;
  do {
    const page = await ports.policies.listDue({ ...query, after, limit: PAGE });
    if (page.policies.length > 0) yield page.policies;
    after = page.next;
  } while (after);
}
