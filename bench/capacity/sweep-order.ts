import { shardOf } from '../../functions/adapters/shard.ts';
import { toInstant } from '../../functions/clock.ts';
import { endPolicies } from '../../functions/policies/end-policies.ts';
import { DUE_SHARDS, type DuePolicy, type PolicyStore } from '../../functions/policies/ports.ts';

export interface Sweep {
  /** In the order in which the sweep ends them. */
  order: string[];
  /** Most that it had under way at one time. */
  atOnce: number;
}

/**
 * Lets the real sweep go over policies that end at one instant, in a store that only notes in which order and how
 * many at once: so a change of the sweep changes what is simulated.
 */
export async function sweepOf(trackingNumbers: readonly string[], end: number): Promise<Sweep> {
  const now = toInstant(end);
  const shards: DuePolicy[][] = Array.from({ length: DUE_SHARDS }, () => []);
  for (const trackingNumber of trackingNumbers)
    shards[shardOf(trackingNumber, DUE_SHARDS)]?.push({ trackingNumber, dueAt: now });
  // As the index has what is due at one instant.
  for (const shard of shards)
    shard.sort((one, other) => (one.trackingNumber < other.trackingNumber ? -1 : 1));
  const sweep: Sweep = { order: [], atOnce: 0 };
  let underWay = 0;
  const read: number[] = shards.map(() => 0);
  const policies: Pick<PolicyStore, 'listDue' | 'endIfDue'> = {
    async listDue({ shard, until, limit }) {
      const from = read[shard] ?? 0;
      // What is read ahead, to remind, is not of this day.
      if (until > now) return { policies: [], next: undefined };
      const page = shards[shard]?.slice(from, from + limit) ?? [];
      read[shard] = from + page.length;
      const last = page.at(-1);
      return { policies: page, next: last && read[shard] < (shards[shard]?.length ?? 0) ? last : undefined };
    },
    async endIfDue({ trackingNumber }) {
      sweep.order.push(trackingNumber);
      underWay += 1;
      sweep.atOnce = Math.max(sweep.atOnce, underWay);
      await Promise.resolve();
      underWay -= 1;
      return 'ended';
    },
  };
  await endPolicies(
    { now },
    {
      policies: policies as PolicyStore,
      removeFilms: async () => ({}),
      remind: async () => {},
      remindedUntil: { read: async () => undefined, write: async () => {} },
      reportFailure: (_due, error) => {
        throw error;
      },
      hasTime: () => true,
    },
  );
  return sweep;
}
