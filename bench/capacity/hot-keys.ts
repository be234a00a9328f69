import { shardOf } from '../../functions/adapters/shard.ts';
import { DUE_SHARDS } from '../../functions/policies/ports.ts';
import type { BusySale } from './busy-day.ts';

/** What one partition of DynamoDB takes in a second: docs.aws.amazon.com, Quotas in Amazon DynamoDB. */
export const PARTITION_WRITE_UNITS = 1_000;

export interface HotKey {
  what: string;
  key: string;
  /** Write units in its busiest second. */
  peak: number;
}

/** Writes to keys by the second. */
class Seconds {
  readonly #units = new Map<string, Map<number, number>>();

  add(key: string, second: number, units: number): void {
    const seconds = this.#units.get(key) ?? new Map<number, number>();
    this.#units.set(key, seconds);
    seconds.set(second, (seconds.get(second) ?? 0) + units);
  }

  hottest(what: string): HotKey {
    let found: HotKey = { what, key: '', peak: 0 };
    for (const [key, seconds] of this.#units)
      for (const units of seconds.values()) if (units > found.peak) found = { what, key, peak: units };
    return found;
  }
}

export interface Followers {
  /** Shards of the stream: each is counted by one writer. */
  streamShards: number;
  /** How long a batch fills, seconds. */
  batchSeconds: number;
  batchSize: number;
}

export interface Sweep {
  /** Conditional updates under way at once. */
  atOnce: number;
  updateMillis: number;
  /** Whether one shard is gone through after the other, or all of them side by side. */
  order: 'shard-by-shard' | 'side-by-side';
}

/** A transaction of counters takes so many things: a marker and its rows of a hundred writes. */
const THINGS_OF_A_TRANSACTION = 12;
/** A write in a transaction is paid for, and weighs, twice. */
const TRANSACTED = 2;

const secondOf = (millis: number) => Math.floor(millis / 1_000);

/** The hottest keys while the day is sold, hour by hour and zone by zone. */
export function hotKeysOfSelling(sales: readonly BusySale[], followers: Followers): HotKey[] {
  const [all, due] = [new Seconds(), new Seconds()];
  for (const { at, trackingNumber } of sales) {
    all.add('all', secondOf(at), 1);
    due.add(`shard ${shardOf(trackingNumber, DUE_SHARDS)}`, secondOf(at), 1);
  }
  return [
    all.hottest('sales in a second, whole country'),
    due.hottest('index of due policies, a shard, while selling'),
    ...hotCounters(sales, followers, ({ at }) => secondOf(at), 'while selling'),
  ];
}

/** The hottest keys when the day's policies end: all at one instant, as fast as the sweep goes. */
export function hotKeysOfSweep(sales: readonly BusySale[], followers: Followers, sweep: Sweep): HotKey[] {
  const perSecond = (sweep.atOnce * 1_000) / sweep.updateMillis;
  const shards = new Map<number, BusySale[]>();
  for (const sale of sales) {
    const shard = shardOf(sale.trackingNumber, DUE_SHARDS);
    const own = shards.get(shard) ?? [];
    shards.set(shard, own);
    own.push(sale);
  }
  const due = new Seconds();
  const ended = new Map<BusySale, number>();
  let place = 0;
  for (const sale of inOrder(shards, sweep.order)) {
    const second = Math.floor(place / perSecond);
    place += 1;
    ended.set(sale, second);
    due.add(`shard ${shardOf(sale.trackingNumber, DUE_SHARDS)}`, second, 1);
  }
  return [
    due.hottest(`index of due policies, a shard, at the sweep (${sweep.order})`),
    ...hotCounters([...ended.keys()], followers, (sale) => ended.get(sale) ?? 0, 'behind the sweep'),
  ];
}

function* inOrder(shards: ReadonlyMap<number, readonly BusySale[]>, order: Sweep['order']): Generator<BusySale> {
  if (order === 'shard-by-shard') {
    for (const sales of shards.values()) yield* sales;
    return;
  }
  const most = Math.max(...[...shards.values()].map(({ length }) => length));
  for (let place = 0; place < most; place += 1)
    for (const sales of shards.values()) {
      const sale = sales[place];
      if (sale) yield sale;
    }
}

/** Rows of counters that a batch writes: once for each transaction, however many of its things count for them. */
function hotCounters(
  sales: readonly BusySale[],
  { streamShards, batchSeconds, batchSize }: Followers,
  secondOfChange: (sale: BusySale) => number,
  when: string,
): HotKey[] {
  const batches = new Map<string, BusySale[]>();
  for (const sale of sales) {
    const window = Math.floor(secondOfChange(sale) / batchSeconds);
    const key = `${shardOf(`stream ${sale.trackingNumber}`, streamShards)} ${window}`;
    const batch = batches.get(key) ?? [];
    batches.set(key, batch);
    batch.push(sale);
  }
  const [regions, offices, sellers] = [new Seconds(), new Seconds(), new Seconds()];
  for (const [key, batch] of batches) {
    const [shard = '0', window = '0'] = key.split(' ');
    // Shards began their windows at some time or other.
    const begin = Number(window) * batchSeconds + (Number(shard) % batchSeconds);
    for (const [place, things] of transactionsOf(batch, batchSize).entries()) {
      const second = begin + Math.floor((place * THINGS_OF_A_TRANSACTION) / batchSize);
      const distinct = (keyOf: (sale: BusySale) => string) => new Set(things.map(keyOf));
      for (const _region of distinct(({ region }) => region)) regions.add('regions#day', second, TRANSACTED);
      for (const office of distinct((sale) => `${sale.region} ${sale.office}`))
        offices.add(`offices#${office.slice(0, office.lastIndexOf(' '))}#day`, second, TRANSACTED);
      for (const seller of distinct((sale) => sale.seller)) sellers.add(`seller#${seller}#day`, second, TRANSACTED);
    }
  }
  return [
    regions.hottest(`counters of all regions by day, ${when}`),
    offices.hottest(`counters of a region's offices by day, ${when}`),
    sellers.hottest(`counters of a seller by day, ${when}`),
  ];
}

/** As the counters cut a batch: things of one place beside each other. */
function transactionsOf(batch: readonly BusySale[], batchSize: number): BusySale[][] {
  const transactions: BusySale[][] = [];
  for (let start = 0; start < batch.length; start += batchSize) {
    const sorted = batch
      .slice(start, start + batchSize)
      .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    for (let from = 0; from < sorted.length; from += THINGS_OF_A_TRANSACTION)
      transactions.push(sorted.slice(from, from + THINGS_OF_A_TRANSACTION));
  }
  return transactions;
}

function placeOf({ region, office, clerkId }: BusySale): string {
  return `${region} ${office} ${clerkId}`;
}
