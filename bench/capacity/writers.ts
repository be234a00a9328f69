import type { Change, Followers } from './counting-followers.ts';
import { PARTITION_WRITE_UNITS, Seconds } from './seconds.ts';

/** Items of counters, each with its partition. */
export type Transaction = ReadonlyMap<string, string>;

/** What a write in a transaction costs. */
const TRANSACTED = 2;
const SECOND = 1_000;

/** What the table has taken so far. */
export interface Written {
  units: Seconds;
  /** When this transaction may begin: now, or as soon as what stands in its way is over. */
  mayBegin(transaction: Transaction, now: number): number;
  /** It begins now and ends then. */
  take(transaction: Transaction, now: number, end: number): void;
}

/** As if the table took everything: what is asked of it. */
export function withoutLimits(): Written {
  const units = new Seconds();
  return {
    units,
    mayBegin: (_transaction, now) => now,
    take(transaction, now) {
      for (const partition of transaction.values()) units.add(partition, now, TRANSACTED);
    },
  };
}

/**
 * A partition takes its thousand a second, and of two transactions that write the same item the second comes after
 * the first. In truth both are refused at once and come again with jitter, which is somewhat later still.
 */
export function withLimits(): Written {
  const open = withoutLimits();
  const busyUntil = new Map<string, number>();
  return {
    ...open,
    mayBegin(transaction, now) {
      const own = new Map<string, number>();
      let begin = now;
      for (const [item, partition] of transaction) {
        own.set(partition, (own.get(partition) ?? 0) + TRANSACTED);
        begin = Math.max(begin, busyUntil.get(item) ?? now);
      }
      for (const [partition, units] of own)
        if (open.units.unitsOf(partition, begin) + units > PARTITION_WRITE_UNITS)
          return (Math.floor(begin / SECOND) + 1) * SECOND;
      return begin;
    },
    take(transaction, now, end) {
      open.take(transaction, now, end);
      for (const item of transaction.keys()) busyUntil.set(item, end);
    },
  };
}

interface Writer {
  changes: readonly Change[];
  isRunning: boolean;
  /** Its batch, and what is left to write of it. */
  from: number;
  to: number;
  left: Transaction[];
  /** When it wants to do the next thing. */
  at: number;
}

/**
 * One writer for each shard, as many at once as the function may run: it waits for a full batch or for its time, for
 * its turn to run, and for the table.
 */
export function runWriters(
  shards: readonly (readonly Change[])[],
  followers: Followers,
  transactionsOf: (batch: readonly Change[]) => Transaction[],
  written: Written,
): { units: Seconds; latestMillis: number } {
  const writers = shards.map(
    (changes): Writer => ({ changes, isRunning: false, from: 0, to: 0, left: [], at: 0 }),
  );
  for (const writer of writers) gather(writer, followers, Number.NEGATIVE_INFINITY);
  const waiting: Writer[] = [];
  let running = 0;
  let latestMillis = 0;
  for (;;) {
    const writer = writers.reduce((soonest, other) => (other.at < soonest.at ? other : soonest));
    const now = writer.at;
    if (now === NEVER) return { units: written.units, latestMillis };
    if (!writer.isRunning) {
      if (running < followers.writers) {
        running += 1;
        writer.isRunning = true;
        writer.left = transactionsOf(writer.changes.slice(writer.from, writer.to));
      } else {
        waiting.push(writer);
        writer.at = NEVER;
      }
      continue;
    }
    const [transaction] = writer.left;
    if (!transaction) {
      running -= 1;
      writer.isRunning = false;
      latestMillis = Math.max(latestMillis, now - (writer.changes[writer.from]?.at ?? now));
      gather(writer, followers, now);
      const turn = waiting.shift();
      if (turn) turn.at = now;
      continue;
    }
    const mayBegin = written.mayBegin(transaction, now);
    if (mayBegin > now) {
      writer.at = mayBegin;
      continue;
    }
    const end = now + followers.transactionMillis;
    written.take(transaction, now, end);
    writer.left.shift();
    writer.at = end;
  }
}

const NEVER = Number.POSITIVE_INFINITY;

/** The next batch, which is ready when it is full or its time is over, and not before the last one was done. */
function gather(writer: Writer, { batchSeconds, batchSize }: Followers, free: number): void {
  const { changes, to: from } = writer;
  const first = changes[from];
  if (!first) {
    writer.at = NEVER;
    return;
  }
  const until = Math.max(first.at + batchSeconds * SECOND, free);
  let to = from + 1;
  while (to < changes.length && to - from < batchSize && (changes[to]?.at ?? 0) <= until) to += 1;
  const isFull = to - from === batchSize;
  Object.assign(writer, { from, to, at: isFull ? Math.max(changes[to - 1]?.at ?? 0, free) : until });
}
