import { describe, expect, it } from '@jest/globals';
import { arithmeticOf, partitionsOf, tight } from '../../bench/capacity/arithmetic.ts';
import { type BusySale, planBusiestDay, plannedOf } from '../../bench/capacity/busy-day.ts';
import { type Change, countChanges, type Followers } from '../../bench/capacity/counting-followers.ts';
import { simulateDay } from '../../bench/capacity/hot-keys.ts';
import { inputsOf } from '../../bench/capacity/inputs.ts';
import { Seconds } from '../../bench/capacity/seconds.ts';
import { sweepOf } from '../../bench/capacity/sweep-order.ts';
import { millisOfPolicy, processorShareOf, reachedAfter } from '../../bench/capacity/sweep-pace.ts';
import {
  runWriters,
  type Transaction,
  type Written,
  withLimits,
  withoutLimits,
} from '../../bench/capacity/writers.ts';
import { estimatedCounts } from '../../bench/cost/estimated-counts.ts';
import { readStack } from '../../bench/cost/read-stack.ts';
import { readMeasuredSweep } from '../../bench/measured-sweep.ts';
import { shardOf } from '../../functions/adapters/shard.ts';
import { DUE_SHARDS } from '../../functions/policies/ports.ts';
import { tinyTemplate } from './cost-case.ts';

const MIDNIGHT = Date.parse('2026-12-04T21:00:00.000Z');
const followers: Followers = {
  streamShards: 2,
  writers: 20,
  batchSeconds: 20,
  batchSize: 200,
  transactionMillis: 20,
};

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

  it.each([1_000, 9_999_999, 10_000_000, 14_999_999, 25_000_000, 100_000_000, 999_999_999])(
    'is of as many policies as were asked for, whatever a seeded year has numbers for: %d',
    (policies) => {
      const { planned, copies } = plannedOf(policies);
      expect(planned).toBeLessThanOrEqual(9_999_999);
      expect(Math.abs(planned * copies - policies) / policies).toBeLessThan(1e-6);
    },
  );
});

describe('seconds', () => {
  it('know the busiest one of any key that begins so', () => {
    const seconds = new Seconds();
    seconds.add('regions#a', 1_000, 2);
    seconds.add('regions#a', 1_999, 3);
    seconds.add('regions#b', 2_000, 4);
    seconds.add('offices#a', 0, 100);
    expect(seconds.hottest('x', 'regions')).toEqual({ what: 'x', key: 'regions#a', peak: 5, minute: 5 / 60 });
    expect(seconds.unitsOf('regions#a', 1_500)).toBe(5);
    expect(seconds.hottest('x', 'nothing')).toEqual({ what: 'x', key: '', peak: 0, minute: 0 });
  });
});

describe('the busiest minute', () => {
  it('begins wherever it begins, and may be of another key than the busiest second', () => {
    const seconds = new Seconds();
    seconds.add('regions#burst', 0, 50);
    for (let second = 30; second < 90; second += 1) seconds.add('regions#steady', second * 1_000, 10);
    const { key, peak, minute } = seconds.hottest('x', 'regions');
    expect({ key, peak, minute }).toEqual({ key: 'regions#burst', peak: 50, minute: 10 });
  });

  it('is sixty seconds long', () => {
    const seconds = new Seconds();
    seconds.add('a', 0, 30);
    seconds.add('a', 60_000, 30);
    expect(seconds.hottest('x').minute).toBe(0.5);
    seconds.add('a', 59_000, 30);
    expect(seconds.hottest('x').minute).toBe(1);
  });
});

describe('the pace of a sweep', () => {
  it('is of its waits or of its processor, whichever is more', () => {
    expect(millisOfPolicy({ updateMillis: 8, processorMillis: 0.1 }, 16)).toBe(0.5);
    expect(millisOfPolicy({ updateMillis: 8, processorMillis: 2 }, 16)).toBe(2);
  });

  it('goes on with the next hour when a run is over', () => {
    const minute = 60_000;
    expect(reachedAfter(14 * minute)).toBe(14 * minute);
    expect(reachedAfter(16 * minute)).toBe(61 * minute);
    expect(reachedAfter(31 * minute)).toBe(121 * minute);
  });

  it('is given so much of a processor as its memory brings, and never more than one', () => {
    expect(processorShareOf(1_769 / 1_024)).toBe(1);
    expect(processorShareOf(1)).toBeCloseTo(0.579, 3);
    expect(processorShareOf(4)).toBe(1);
  });

  it('is taken from what was measured here, else from an assumption that says so', () => {
    const stack = readStack(tinyTemplate());
    const swept = { microsecondsPerPolicy: 321, at: '2026-11-23T04:00:00.000Z', policies: 200_000 };
    const measured = inputsOf(estimatedCounts, stack, false, 1_000, swept).policyMicros;
    expect(measured).toMatchObject({ value: 321, source: expect.stringContaining('200,000 policies') });
    expect(inputsOf(estimatedCounts, stack, false).policyMicros.source).toMatch(/^assumed/);
    expect(readMeasuredSweep('/nowhere/sweep.json')).toBeUndefined();
  });
});

describe('writers', () => {
  const change = (at: number) => ({ at, sale: saleAt(at, at), isEnd: false });
  /** Each change is a transaction of as many items of one partition. */
  const write =
    (items: number, isShared = false) =>
    (batch: readonly Change[]): Transaction[] =>
      batch.map(
        ({ at }) =>
          new Map(
            Array.from({ length: items }, (_, item) => [isShared ? `${item}` : `${at} ${item}`, 'regions']),
          ),
      );
  const pace = { ...followers, batchSeconds: 0, batchSize: 1, transactionMillis: 1 };

  it('of one partition wait for its next second when it took its thousand', () => {
    // Twelve transactions of 200 units at once: five a second.
    const shards = Array.from({ length: 12 }, (_, place) => [change(place)]);
    const free = runWriters(shards, pace, write(100), withoutLimits());
    const { units, latestMillis } = runWriters(shards, pace, write(100), withLimits());
    expect(free.units.hottest('x').peak).toBe(2_400);
    expect(units.hottest('x').peak).toBe(1_000);
    expect(latestMillis).toBeGreaterThan(1_980);
    expect(latestMillis).toBeLessThan(2_020);
  });

  it('of one item come after each other', () => {
    const shards = Array.from({ length: 10 }, (_, place) => [change(place)]);
    const own = { ...pace, transactionMillis: 20 };
    expect(runWriters(shards, own, write(1), withLimits()).latestMillis).toBe(20);
    expect(runWriters(shards, own, write(1, true), withLimits()).latestMillis).toBe(200 - 9);
  });

  it('are no more at once than the function may run', () => {
    const shards = Array.from({ length: 10 }, () => [change(0)]);
    const own = { ...pace, transactionMillis: 20, writers: 2 };
    expect(runWriters(shards, own, write(1), withoutLimits()).latestMillis).toBe(100);
  });

  it('write all of it, whatever stands in their way', () => {
    const shards = Array.from({ length: 7 }, () => Array.from({ length: 30 }, (_, at) => change(at)));
    const own = { ...pace, batchSize: 4, writers: 3 };
    const sum = (written: Written) => {
      let all = 0;
      const take = (transaction: Transaction, now: number, end: number) => {
        all += transaction.size;
        written.take(transaction, now, end);
      };
      runWriters(shards, own, write(50), { ...written, take });
      return all;
    };
    expect(sum(withLimits())).toBe(7 * 30 * 50);
    expect(sum(withoutLimits())).toBe(7 * 30 * 50);
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
    const { peak, keys, sweepMillis, sweepAtOnce } = await simulateDay(sales, followers, {
      updateMillis: 6,
      processorMillis: 0,
    });
    expect(peak).toBe(320);
    const [due] = keys;
    expect(due?.peak).toBeGreaterThanOrEqual(320 / DUE_SHARDS);
    expect(due?.peak).toBeLessThan(320);
    expect(sweepMillis).toBeCloseTo((320 / sweepAtOnce) * 6, 8);
  });
});

describe('the arithmetic', () => {
  const stack = readStack(tinyTemplate());
  const inputs = (policies: number) => inputsOf(estimatedCounts, stack, false, policies);
  const simulated = {
    peak: 40,
    sweepAtOnce: 16,
    sweepMillis: 240_000,
    endedMillis: 240_000,
    countedMillis: 300_000,
  };
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

  it('has a year of write units with notices and claims in it', () => {
    const { saleUnits, expiryUnits, behindUnits, noticeUnits, notices, claimUnits } = inputs(1e9);
    const each =
      saleUnits.value +
      expiryUnits.value +
      behindUnits.value +
      notices.value * noticeUnits.value +
      0.026 * claimUnits.value;
    expect(figureOf('Write units in a year', 1e9)).toBeCloseTo(each, 8);
  });

  it('has the writers that the stack reserves', () => {
    const template = tinyTemplate();
    const counting = template.Resources.CountPolicyChangesFunction0123ABCD;
    Object.assign(counting?.Properties ?? {}, { ReservedConcurrentExecutions: 7 });
    expect(inputsOf(estimatedCounts, readStack(template), false).writers.value).toBe(7);
  });

  it('has four partitions where there is little', () => {
    expect(partitionsOf(inputs(1_000_000))).toBe(4);
  });

  it('names what is over half of what is allowed', () => {
    const all = rows(100_000_000);
    expect(tight(all, [{ what: 'hot', key: 'k', peak: 501, minute: 0 }])).toContain('hot');
    expect(tight(all, [{ what: 'cool', key: 'k', peak: 500, minute: 500 }])).not.toContain('cool');
    for (const { value, limit, what } of all)
      expect(tight(all, []).includes(what)).toBe(limit !== undefined && value > limit.value / 2);
  });
});
