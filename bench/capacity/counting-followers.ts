import { additionsOf } from '../../functions/adapters/report-items.ts';
import { shardOf } from '../../functions/adapters/shard.ts';
import { toInstant } from '../../functions/clock.ts';
import type { PolicyFacts } from '../../functions/contracts/facts.ts';
import { changesOf } from '../../functions/reports/counting.ts';
import { regionOf } from '../../functions/reports/regions.ts';
import type { BusySale } from './busy-day.ts';
import type { HotKey } from './seconds.ts';
import { runWriters, type Transaction, type Written, withLimits, withoutLimits } from './writers.ts';

export interface Followers {
  /** Shards of the stream: each is counted by one writer. */
  streamShards: number;
  /** Of them, as many at once as the function may run. */
  writers: number;
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

/** What one transaction may write (functions/adapters/dynamodb-counters.ts). */
const MOST_WRITES = 100;

/** Where the counters would be hot if nothing stopped them, and how late the last of them is when something does. */
export function countChanges(
  changes: readonly Change[],
  followers: Followers,
  when: string,
): { keys: HotKey[]; latestMillis: number } {
  const shards = new Map<number, Change[]>();
  for (const change of changes) {
    const shard = shardOf(`stream ${change.sale.trackingNumber}`, followers.streamShards);
    const own = shards.get(shard) ?? [];
    shards.set(shard, own);
    own.push(change);
  }
  const items = itemsOnce();
  const run = (written: Written) =>
    runWriters([...shards.values()], followers, (batch) => transactionsOf(batch, items), written);
  const asked = run(withoutLimits());
  const { latestMillis } = run(withLimits());
  return {
    keys: [
      asked.units.hottest(`counters of all regions, ${when}`, 'regions'),
      asked.units.hottest(`counters of one region's offices, ${when}`, 'offices'),
      asked.units.hottest(`counters of an office's clerks, ${when}`, 'clerks'),
      asked.units.hottest(`counters of a seller, ${when}`, 'seller'),
    ],
    latestMillis,
  };
}

/** By transaction: the items that it writes. Things of one place stand together and share items. */
function transactionsOf(batch: readonly Change[], itemsOf: ReturnType<typeof itemsOnce>): Transaction[] {
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
  return transactions;
}

/** Both runs ask for them, and finding them is most of the work; names that many share are kept once. */
function itemsOnce(): typeof itemsOf {
  const found = new Map<Change, [item: string, partition: string][]>();
  const names = new Map<string, string>();
  const once = (name: string) => {
    const known = names.get(name);
    if (known === undefined) names.set(name, name);
    return known ?? name;
  };
  return (change) => {
    const known = found.get(change);
    if (known) return known;
    const items = itemsOf(change).map(([item, partition]): [string, string] => [once(item), once(partition)]);
    found.set(change, items);
    return items;
  };
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
