import { shardOf } from '../../functions/adapters/shard.ts';
import { DUE_SHARDS } from '../../functions/policies/ports.ts';
import type { BusySale } from './busy-day.ts';
import { type Change, countChanges, type Followers } from './counting-followers.ts';
import { type HotKey, Seconds } from './seconds.ts';
import { sweepOf } from './sweep-order.ts';
import { millisOfPolicy, reachedAfter, type SweepPace } from './sweep-pace.ts';

export interface SimulatedDay {
  /** Sales in the busiest second. */
  peak: number;
  keys: HotKey[];
  /** Of the sweep that ends the day's policies. */
  sweepAtOnce: number;
  /** Work of the sweep, and when the last policy is ended: the work of later runs waits for their hours. */
  sweepMillis: number;
  endedMillis: number;
  /** How late a figure is at most behind a policy that the sweep ended. */
  countedMillis: number;
}

/** The day's sales hour by hour, and their ends thirty days later: all at one instant, as fast as the sweep goes. */
export async function simulateDay(
  sales: readonly BusySale[],
  followers: Followers,
  pace: SweepPace,
): Promise<SimulatedDay> {
  const [all, due] = [new Seconds(), new Seconds()];
  for (const { at, trackingNumber } of sales) {
    all.add('all', at, 1);
    due.add(shardName(trackingNumber), at, 1);
  }
  const selling = countChanges(
    sales.map((sale) => ({ at: sale.at, sale, isEnd: false })),
    followers,
    'while selling',
  );

  const midnight = Math.ceil((sales.at(-1)?.at ?? 0) / 86_400_000) * 86_400_000 + 30 * 86_400_000;
  const sweep = await sweepOf(
    sales.map(({ trackingNumber }) => trackingNumber),
    midnight,
  );
  const each = millisOfPolicy(pace, sweep.atOnce);
  const byNumber = new Map(sales.map((sale) => [sale.trackingNumber, sale]));
  const swept = new Seconds();
  const ends = sweep.order.flatMap((trackingNumber, place): Change[] => {
    const at = midnight + reachedAfter(place * each);
    swept.add(shardName(trackingNumber), at, 1);
    const sale = byNumber.get(trackingNumber);
    return sale ? [{ at, sale, isEnd: true }] : [];
  });
  const ending = countChanges(ends, followers, 'behind the sweep');
  return {
    peak: all.hottest('').peak,
    keys: [
      due.hottest('index of due policies, a shard, while selling'),
      ...selling.keys,
      swept.hottest('index of due policies, a shard, at the sweep'),
      ...ending.keys,
    ],
    sweepAtOnce: sweep.atOnce,
    sweepMillis: sales.length * each,
    endedMillis: reachedAfter(sales.length * each),
    countedMillis: ending.latestMillis,
  };
}

function shardName(trackingNumber: string): string {
  return `shard ${shardOf(trackingNumber, DUE_SHARDS)}`;
}
