import { additionsOf } from '../../functions/adapters/report-items.ts';
import { shardOf } from '../../functions/adapters/shard.ts';
import { toInstant } from '../../functions/clock.ts';
import type { PolicyFacts } from '../../functions/contracts/facts.ts';
import { changesOf } from '../../functions/reports/counting.ts';
import { regionOf } from '../../functions/reports/regions.ts';
import type { BusySale } from './busy-day.ts';
import { type HotKey, Seconds } from './seconds.ts';

export interface Followers {
  /** Shards of the stream: each is counted by one writer. */
  streamShards: number;
  /** How long a batch may fill, seconds, and what it may hold. */
  batchSeconds: number;
  batchSize: number;
  transactionMillis: number;
}

export interface Change {
  at: number;
  sale: BusySale;
  /** Its protection is over, or it was just sold. */
  isEnd: boolean;
}

/** What one transaction may write, and what a write in one costs (functions/adapters/dynamodb-counters.ts). */
const MOST_WRITES = 100;
const TRANSACTED = 2;

/** Where the counters are hot, and how late the last of them is, when these changes come. */
export function countChanges(
  changes: readonly Change[],
  followers: Followers,
  when: string,
): { keys: HotKey[]; latestMillis: number } {
  const units = new Seconds();
  const shards = new Map<number, Change[]>();
  for (const change of changes) {
    const shard = shardOf(`stream ${change.sale.trackingNumber}`, followers.streamShards);
    const own = shards.get(shard) ?? [];
    shards.set(shard, own);
    own.push(change);
  }
  const latest = [...shards.values()].map((own) => countShard(own, followers, units));
  return {
    keys: [
      units.hottest(`counters of all regions, ${when}`, 'regions'),
      units.hottest(`counters of one region's offices, ${when}`, 'offices'),
      units.hottest(`counters of an office's clerks, ${when}`, 'clerks'),
      units.hottest(`counters of a seller, ${when}`, 'seller'),
    ],
    latestMillis: Math.max(0, ...latest),
  };
}

/** One writer: it waits for a full batch or for its time, and for itself. */
function countShard(changes: readonly Change[], followers: Followers, units: Seconds): number {
  const { batchSeconds, batchSize, transactionMillis } = followers;
  let free = Number.NEGATIVE_INFINITY;
  let latest = 0;
  for (let from = 0; from < changes.length; ) {
    const first = changes[from]?.at ?? 0;
    const waits = Math.max(first + batchSeconds * 1_000, free);
    let to = from + 1;
    while (to < changes.length && to - from < batchSize && (changes[to]?.at ?? 0) <= waits) to += 1;
    const isFull = to - from === batchSize;
    let now = Math.max(isFull ? (changes[to - 1]?.at ?? first) : first + batchSeconds * 1_000, free);
    for (const partitions of transactionsOf(changes.slice(from, to))) {
      for (const [partition, items] of partitions) units.add(partition, now, items * TRANSACTED);
      now += transactionMillis;
    }
    free = now;
    latest = Math.max(latest, now - first);
    from = to;
  }
  return latest;
}

/** By transaction: how many items of each partition it writes. Things of one place stand together and share items. */
function transactionsOf(batch: readonly Change[]): Map<string, number>[] {
  const transactions: Map<string, string>[] = [];
  let things = 0;
  const sorted = batch
    .map((change) => ({ change, place: placeOf(change) }))
    .sort((one, other) => (one.place < other.place ? -1 : one.place > other.place ? 1 : 0));
  for (const { change } of sorted) {
    const own = itemsOf(change);
    const last = transactions.at(-1);
    const more = last ? own.filter(([item]) => !last.has(item)).length : own.length;
    if (last && things + 1 + last.size + more <= MOST_WRITES) {
      for (const [item, partition] of own) last.set(item, partition);
      things += 1;
    } else {
      transactions.push(new Map(own));
      things = 1;
    }
  }
  return transactions.map((items) => {
    const partitions = new Map<string, number>();
    for (const partition of items.values()) partitions.set(partition, (partitions.get(partition) ?? 0) + 1);
    return partitions;
  });
}

/** The items of counters that a change adds to, each with its partition: by the service's own rules. */
function itemsOf({ sale, at, isEnd }: Change): [item: string, partition: string][] {
  const sold = factsOf(sale, isEnd ? at - 30 * 86_400_000 : at);
  const before = isEnd ? ({ of: 'policy', facts: sold } as const) : undefined;
  const after = {
    of: 'policy',
    facts: isEnd ? { ...sold, version: 2, status: 'ended' as const, endedAt: toInstant(at) } : sold,
  } as const;
  return additionsOf(changesOf([{ before, after }])).map(({ key }) => [
    `${key.reportKey} ${key.recordKey}`,
    key.reportKey,
  ]);
}

function factsOf(sale: BusySale, soldAt: number): PolicyFacts {
  const at = toInstant(Math.floor(soldAt));
  return {
    trackingNumber: sale.trackingNumber,
    policyId: sale.trackingNumber,
    region: regionOf(sale.region),
    office: sale.office,
    clerkId: sale.clerkId,
    sellerIds: [sale.seller],
    soldAt: at,
    version: 1,
    termsVersion: '2026-01',
    timeZone: 'Europe/Moscow',
    status: 'active',
    amount: 1,
    price: 1,
    endsAt: at,
  };
}

function placeOf({ sale }: Change): string {
  return `${sale.region} ${sale.office} ${sale.clerkId}`;
}
