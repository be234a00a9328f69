import { describe, expect, it } from '@jest/globals';
import { arithmeticOf, partitionsOf, tight } from '../../bench/capacity/arithmetic.ts';
import { type BusySale, planBusiestDay } from '../../bench/capacity/busy-day.ts';
import { type Change, countChanges, type Followers } from '../../bench/capacity/counting-followers.ts';
import { simulateDay } from '../../bench/capacity/hot-keys.ts';
import { inputsOf } from '../../bench/capacity/inputs.ts';
import { Seconds } from '../../bench/capacity/seconds.ts';
import { sweepOf } from '../../bench/capacity/sweep-order.ts';
import { estimatedCounts } from '../../bench/cost/estimated-counts.ts';
import { readStack } from '../../bench/cost/read-stack.ts';
import { shardOf } from '../../functions/adapters/shard.ts';
import { DUE_SHARDS } from '../../functions/policies/ports.ts';
import { tinyTemplate } from './cost-case.ts';

const MIDNIGHT = Date.parse('2026-12-04T21:00:00.000Z');
const followers: Followers = { streamShards: 2, batchSeconds: 20, batchSize: 200, transactionMillis: 20 };

function saleAt(at: number, place: number, some: Partial<BusySale> = {}): BusySale {
  return {
    at,
    trackingNumber: `8000000000${String(place).padStart(4, '0')}`,
    region: 'Москва',
    office: '101000',
    clerkId: 'clerk-101000-1',
    seller: '7700000009',
    ...some,
  };
}

describe('the busiest day', () => {
  it('comes the same for the same seed, in the order of its hours', async () => {
    const asked = { policies: 20_000, year: 2026, seed: 'a' };
    const [one, other] = [await planBusiestDay(asked), await planBusiestDay(asked)];
    expect(one).toEqual(other);
    expect(one.sales.length).toBeGreaterThan(20_000 / 365);
    const times = one.sales.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(one.sales.map(({ trackingNumber }) => trackingNumber)).size).toBe(one.sales.length);
  });
});

describe('seconds', () => {
  it('know the busiest one of any key that begins so', () => {
    const seconds = new Seconds();
    seconds.add('regions#a', 1_000, 2);
    seconds.add('regions#a', 1_999, 3);
    seconds.add('regions#b', 2_000, 4);
    seconds.add('offices#a', 0, 100);
    expect(seconds.hottest('x', 'regions')).toEqual({ what: 'x', key: 'regions#a', peak: 5, minute: 5 / 60 });
    expect(seconds.hottest('x', 'nothing')).toEqual({ what: 'x', key: '', peak: 0, minute: 0 });
  });
});

describe('the sweep', () => {
  it('is the real one: it ends each policy once, as the index has them in a shard', async () => {
    const numbers = Array.from({ length: 1_000 }, (_, place) => saleAt(0, 999 - place).trackingNumber);
    const { order, atOnce } = await sweepOf(numbers, MIDNIGHT);
    expect([...order].sort()).toEqual([...numbers].sort());
    expect(atOnce).toBeGreaterThanOrEqual(1);
    for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
      const own = order.filter((number) => shardOf(number, DUE_SHARDS) === shard);
      expect(own).toEqual([...own].sort());
    }
  });
});

describe('who counts', () => {
  const count = (changes: Change[], some: Partial<Followers> = {}) =>
    countChanges(changes, { ...followers, streamShards: 1, ...some }, 'x');
  const sold = (sales: BusySale[]) => sales.map((sale): Change => ({ at: sale.at, sale, isEnd: false }));

  it('writes the row of a region once for a transaction, whatever counts for it', () => {
    const sales = Array.from({ length: 20 }, (_, place) => saleAt(place, place));
    const { keys, latestMillis } = count(sold(sales));
    // One transaction: the region by day in one partition, two units.
    expect(keys[0]).toMatchObject({ key: expect.stringMatching(/^regions#/), peak: 2 });
    expect(latestMillis).toBe(20_000 + 20);
  });

  it('waits for a full batch or for its window, then for itself', () => {
    const sales = Array.from({ length: 400 }, (_, place) => saleAt(0, place));
    const { latestMillis } = count(sold(sales), { batchSize: 200 });
    // Both batches are full at once; the second waits for the transactions of the first.
    expect(latestMillis).toBeGreaterThanOrEqual(2 * followers.transactionMillis);
    expect(latestMillis).toBeLessThan(20_000);
  });

  it('is hotter where sales of many regions come together', () => {
    const regions = ['Москва', 'Рязанская область', 'Приморский край'];
    const spread = Array.from({ length: 30 }, (_, place) =>
      saleAt(0, place, { region: regions[place % 3] ?? '' }),
    );
    expect(count(sold(spread)).keys[0]?.peak).toBeGreaterThan(2);
  });
});

describe('a day', () => {
  it('has as many sales in its second as were sold in it, and its shards share them', async () => {
    const sales = Array.from({ length: 320 }, (_, place) => saleAt(MIDNIGHT + (place % 2), place));
    const { peak, keys, sweepMillis, sweepAtOnce } = await simulateDay(sales, followers, 6);
    expect(peak).toBe(320);
    const [due] = keys;
    expect(due?.peak).toBeGreaterThanOrEqual(320 / DUE_SHARDS);
    expect(due?.peak).toBeLessThan(320);
    expect(sweepMillis).toBe(Math.ceil(320 / sweepAtOnce) * 6);
  });
});

describe('the arithmetic', () => {
  const stack = readStack(tinyTemplate());
  const inputs = (policies: number) => inputsOf(estimatedCounts, stack, false, policies);
  const simulated = { peak: 40, sweepAtOnce: 16, sweepMillis: 240_000, countedMillis: 300_000 };
  const rows = (policies: number) =>
    arithmeticOf(inputs(policies), { sales: 600_000, simulated, reservedConcurrency: 292 });
  const figureOf = (what: string, policies = 100_000_000) =>
    rows(policies).find((row) => row.what.startsWith(what))?.value ?? Number.NaN;

  it('of a hundred million can be done by hand', () => {
    expect(figureOf('Sales, average')).toBeCloseTo(3.17, 2);
    // 100 million × 1 KB × 3 years, and ten gigabytes a partition.
    expect(figureOf('Policies stored')).toBe(300);
    expect(partitionsOf(inputs(100_000_000))).toBe(30);
    expect(figureOf('Sweep of that day')).toBe(4);
    expect(figureOf('Sales at work')).toBeCloseTo(0.4, 8);
    expect(figureOf('Policies that end on the day')).toBe(600_000 / DUE_SHARDS);
  });

  it('has four partitions where there is little', () => {
    expect(partitionsOf(inputs(1_000_000))).toBe(4);
  });

  it('names what is over half of what is allowed', () => {
    const all = rows(100_000_000);
    expect(tight(all, [{ what: 'hot', key: 'k', peak: 0, minute: 501 }])).toContain('hot');
    expect(tight(all, [{ what: 'cool', key: 'k', peak: 9_000, minute: 500 }])).not.toContain('cool');
    for (const { value, limit, what } of all)
      expect(tight(all, []).includes(what)).toBe(limit !== undefined && value > limit.value / 2);
  });
});
