import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AssumptionName, assumptions, parseAssumptions } from '../../bench/cost/assumptions.ts';
import { usageAtBatch } from '../../bench/cost/batches.ts';
import { Bill } from '../../bench/cost/bill.ts';
import { billsOf, sameParts } from '../../bench/cost/compare.ts';
import { estimatedCounts } from '../../bench/cost/estimated-counts.ts';
import { payForFilms, whyNotKept } from '../../bench/cost/film-bill.ts';
import { type PriceBook, prices } from '../../bench/cost/prices-2026-11.ts';
import { readStack } from '../../bench/cost/read-stack.ts';
import { handlerOf } from '../../bench/cost/stack-names.ts';
import { monthsPaid } from '../../bench/cost/storage-time.ts';
import { noUsage, totalOf } from '../../bench/counts.ts';
import { assume, tinyTemplate } from './cost-case.ts';

const service = { stack: readStack(tinyTemplate()), counts: estimatedCounts, isCounted: false };
const DAYS_OF_MONTH = 365.25 / 12;
/** Of a thousand films of a thousand megabytes: AWS bills 2^30 bytes as one. */
const GIGABYTES = (1_000 * 1e9) / 2 ** 30;

describe('a bill', () => {
  it('is quantities times prices, and its parts and services add up to it', () => {
    const bill = new Bill(prices);
    bill.add('DynamoDB', 'sale', 'write units', 2_000_000, 'writeUnit');
    bill.add('S3', 'films', 'GB-months', 100, 'glacierStorage');
    bill.add('S3', 'claims', 'puts', 3_000, 'objectPut');
    expect(bill.total).toBeCloseTo(1.25 + 0.4 + 0.015, 10);
    expect(bill.ofPart('films')).toBeCloseTo(0.4, 10);
    expect(bill.byService()).toEqual([
      ['DynamoDB', 1.25],
      ['S3', expect.closeTo(0.415, 10)],
    ]);
  });

  it('takes no quantity below nothing and none that is no number', () => {
    const bill = new Bill(prices);
    expect(() => bill.add('S3', 'films', 'GB', -1, 'egress')).toThrow('GB');
    expect(() => bill.add('S3', 'films', 'GB', Number.NaN, 'egress')).toThrow('GB');
  });

  it('has a request and a call for each sale, quote and look at the page', () => {
    for (const usage of [estimatedCounts.sale, estimatedCounts.quote, estimatedCounts.visit]) {
      expect(usage.apiRequests).toBe(1);
      expect(totalOf(usage.invocations)).toBe(1);
    }
    const few = { claims: 0, quotes: 0, visits: 0 };
    const { ours } = billsOf(service, assume({ policies: 1_000, ...few }), 'steady');
    const requests = ours.lines.filter(({ part, price }) => part === 'sale' && price === 'httpApiRequest');
    expect(requests.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(1_000);
  });

  it('of this service has each part once: they add up to the whole', () => {
    const { ours } = billsOf(service, assume({}), 'steady');
    const sum = ours.lines.reduce((all, { usd }) => all + usd, 0);
    expect(ours.total).toBeCloseTo(sum, 8);
    expect(ours.byService().reduce((all, [, usd]) => all + usd, 0)).toBeCloseTo(sum, 8);
  });
});

describe('time in storage', () => {
  it('is all of it in a year when as much leaves as comes', () => {
    expect(monthsPaid('steady', 0, 36)).toBe(36);
    expect(monthsPaid('steady', 2, 2)).toBe(0);
  });

  it('is half a year on average in the first, of what stays longer than that year', () => {
    expect(monthsPaid('first', 0, 36)).toBe(6);
    expect(monthsPaid('first', 0, 1)).toBeCloseTo(1 - 1 / 24, 10);
    expect(monthsPaid('first', 12, 36)).toBe(0);
    expect(monthsPaid('first', 0, 3) + monthsPaid('first', 3, 36)).toBeCloseTo(6, 10);
  });

  it('of a film that goes soon is ninety days of the cheap class all the same', () => {
    const bill = new Bill(prices);
    payForFilms(bill, 'steady', 1_000, assume({ 'film-mb': 1_000 }), { cheapAfterDays: 10, keptDays: 60 });
    const months = Object.fromEntries(bill.lines.map(({ price, quantity }) => [price, quantity]));
    expect(months.standardStorage).toBeCloseTo((GIGABYTES * 10) / DAYS_OF_MONTH, 6);
    expect(months.glacierStorage).toBeCloseTo((GIGABYTES * 90) / DAYS_OF_MONTH, 6);
    expect(months.glacierPut).toBe(1_000);
  });

  it('of a film that nothing moves is in the dear class', () => {
    const bill = new Bill(prices);
    payForFilms(bill, 'steady', 1_000, assume({ 'film-mb': 1_000 }), {
      cheapAfterDays: undefined,
      keptDays: DAYS_OF_MONTH,
    });
    expect(bill.total).toBeCloseTo(GIGABYTES * 0.023, 6);
  });
});

describe('what changes come in one batch', () => {
  const counted = { 1: 10, 10: 1.9, 100: 1.09 };
  const of = (writeUnits: number) => ({
    ...noUsage(),
    writeUnits,
    invocations: { 'count-work': writeUnits },
  });
  const byBatch = { 1: of(counted[1]), 10: of(counted[10]), 100: of(counted[100]) };

  it('share what they share as one over the size: exact at the sizes that were counted', () => {
    for (const size of [1, 10, 100] as const)
      expect(usageAtBatch(byBatch, size).writeUnits).toBeCloseTo(counted[size], 8);
    // 1 of each and 9 for a batch: what made those counts.
    for (const size of [2, 4, 20, 50])
      expect(usageAtBatch(byBatch, size).writeUnits).toBeCloseTo(1 + 9 / size, 8);
    expect(usageAtBatch(byBatch, 4).invocations['count-work']).toBeCloseTo(1 + 9 / 4, 8);
  });

  it('are no more than were counted and no fewer than one', () => {
    expect(usageAtBatch(byBatch, 1_000).writeUnits).toBeCloseTo(1.09, 8);
    expect(usageAtBatch(byBatch, 0.2).writeUnits).toBeCloseTo(10, 8);
  });
});

describe('the stack', () => {
  it('is read from the template', () => {
    expect(service.stack).toMatchObject({
      apiKind: 'http',
      routes: 1,
      hasRouteMetrics: false,
      tables: { isRestorable: true, isRareAccess: false },
      films: { cheapClassAfterDays: 10, expireAfterDays: 1_101 },
      logDays: 90,
      alarms: 1,
      scheduledRuns: 8_766,
      secrets: 0,
    });
    expect(service.stack.functions.get('sell-protection')).toEqual({
      memoryGigabytes: 0.5,
      isArm: true,
      isTraced: false,
      reserved: undefined,
    });
  });

  it('has batches of each follower by itself', () => {
    expect(Object.fromEntries(service.stack.followers)).toEqual({
      'count-policy-changes': { batchSeconds: 300, batchSize: 1_000 },
      'follow-policy-changes': { batchSeconds: 0, batchSize: 100 },
    });
  });

  it('calls a follower that waits for nothing once for each sale of a small service', () => {
    const callsOf = (policies: number) => {
      const { ours } = billsOf(service, assume({ policies }), 'steady');
      const secondsOf = (handler: string) =>
        ours.lines
          .filter(({ what, part }) => part === 'reports' && what === `GB-s of ${handler}`)
          .reduce((sum, { quantity }) => sum + quantity, 0) / policies;
      return { follow: secondsOf('follow-policy-changes'), count: secondsOf('count-policy-changes') };
    };
    const [small, large] = [callsOf(1_000_000), callsOf(20_000_000)];
    expect(large.count).toBeLessThan(small.count);
    expect(large.follow).toBeCloseTo(small.follow, 12);
  });

  it('that keeps films in a class without a price is refused, not reckoned wrong', () => {
    const template = tinyTemplate();
    const [rule] = template.Resources.EvidenceFilms1?.Properties?.LifecycleConfiguration.Rules ?? [];
    rule.Transitions[0].StorageClass = 'DEEP_ARCHIVE';
    expect(() => readStack(template)).toThrow('no price');
  });

  it.each([
    ['LookAtFilmFunctionAD225A92', 'look-at-film'],
    ['ReadLetterPdfFunction00112233', 'read-letter-pdf'],
    ['ReadOpenapiFunctionFFFFFFFF', 'read-openapi'],
  ])('names its functions by their handlers: %s', (id, handler) => {
    expect(handlerOf(id)).toBe(handler);
  });
});

describe('the floor', () => {
  it('of one million sales, and nothing else, can be reckoned by hand', () => {
    const nothing = { claims: 0, quotes: 0, visits: 0, 'record-months': 0 };
    const { floor } = billsOf(service, assume({ policies: 1_000_000, ...nothing }), 'steady');
    const calls = 0.2 + 0.125 * 0.005 * 13.33;
    expect(floor.total).toBeCloseTo(1 + calls + 2 * 0.625, 8);
  });

  it('of one film is its put, its bytes in the cheap class for the terms’ time, and one viewing', () => {
    const one = { policies: 1, claims: 1, above: 1, 'film-mb': 1_000 };
    const nothing = { quotes: 0, visits: 0, 'record-months': 0, 'policy-kb': 0, 'claim-kb': 0 };
    const { floor } = billsOf(service, assume({ ...one, ...nothing }), 'steady');
    expect(floor.ofPart('films')).toBeCloseTo(0.00002 + (36 * 0.004 * GIGABYTES) / 1_000, 6);
    expect(floor.ofPart('watching')).toBeCloseTo((0.085 * GIGABYTES) / 1_000, 8);
  });

  it('is below every design, whatever is assumed', () => {
    fc.assert(
      fc.property(anyAssumptions(), fc.constantFrom('first' as const, 'steady' as const), (given, year) => {
        const { floor, ours, workflowPerPolicy, schedulePerPolicy } = billsOf(service, given, year);
        for (const { total } of [ours, workflowPerPolicy, schedulePerPolicy])
          expect(total).toBeGreaterThanOrEqual(floor.total * (1 - 1e-9));
      }),
      { numRuns: 200 },
    );
  });
});

/** Within what a film's own class of storage is good for: whoever deletes after days has another floor. */
function anyAssumptions() {
  const within = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true });
  return fc
    .record({
      policies: within(1_000, 1e9),
      claims: within(0, 0.3),
      above: within(0, 1),
      'film-mb': within(1, 2_000),
      'film-months': within(4, 36),
      views: within(0, 5),
      quotes: within(0, 3),
      visits: within(0, 3),
      'record-months': within(2, 60),
    })
    .map(assume);
}

describe('every bill', () => {
  /** What makes nothing cheaper when there is more of it. */
  const growing = (Object.keys(assumptions) as AssumptionName[]).filter((name) => name !== 'check-mb-s');

  it.each(growing)('does not fall when there is more of: %s', (name) => {
    const { value, least, most } = assumptions[name];
    const clamp = (wanted: number) => Math.min(most, Math.max(least, wanted));
    const steps = [clamp(value * 0.5), value, clamp(value * 1.5), clamp(value * 4 + 0.1)].sort(
      (a, b) => a - b,
    );
    for (const year of ['first', 'steady'] as const) {
      const bills = steps.map((step) => Object.values(billsOf(service, assume({ [name]: step }), year)));
      for (const [place, later] of bills.slice(1).entries())
        for (const [which, bill] of later.entries())
          expect(bill.total).toBeGreaterThanOrEqual((bills[place]?.[which]?.total ?? 0) * (1 - 1e-12));
    }
  });

  it('is of the same price list: all prices doubled double all four', () => {
    const dear = Object.fromEntries(
      Object.entries(prices).map(([name, price]) => [name, { ...price, usd: 2 * price.usd }]),
    ) as PriceBook;
    const [once, twice] = [prices, dear].map((book) => billsOf(service, assume({}), 'steady', book));
    for (const name of ['ours', 'workflowPerPolicy', 'schedulePerPolicy', 'floor'] as const)
      expect(twice?.[name].total).toBeCloseTo(2 * (once?.[name].total ?? 0), 6);
  });

  it('can be compared by the parts that all designs have, and the floor is below them there too', () => {
    const { floor, ...others } = billsOf(service, assume({}), 'steady');
    for (const bill of Object.values(others)) {
      expect(sameParts(bill)).toBeLessThan(bill.total);
      expect(sameParts(bill)).toBeGreaterThan(sameParts(floor));
    }
    for (const { lines } of [others.workflowPerPolicy, others.schedulePerPolicy])
      expect(lines.some(({ part, what }) => part === 'claims' && what === 'calls')).toBe(true);
  });

  it('has a source for every price', () => {
    for (const { usd, per, unit, source } of Object.values(prices)) {
      expect(usd).toBeGreaterThan(0);
      expect(per).toBeGreaterThan(0);
      expect(unit).not.toBe('');
      expect(source).not.toBe('');
    }
  });
});

describe('what is typed', () => {
  it('changes the assumptions that it names and no other', () => {
    const { given, json } = parseAssumptions(['--policies', '2_000_000', '--claims', '0.05', '--json']);
    expect(given).toEqual(assume({ policies: 2_000_000, claims: 0.05 }));
    expect(json).toBe(true);
  });

  it.each([
    '--policies=many',
    '--policies=0',
    '--claims=1.5',
    '--claims=',
    '--film-mb=Infinity',
    '--views=-1',
    '--film-mb=0x10',
  ])('and is no good is said in a line: %s', (typed) => {
    expect(() => parseAssumptions([typed])).toThrow(/^--[\w-]+ is a number from .* to .*, not ".*"\.$/);
  });

  it('of months that the lifecycle does not keep is refused: the floor alone would follow it', () => {
    expect(whyNotKept(36, 1_137)).toBeUndefined();
    expect(whyNotKept(24, 1_137)).toContain('1137 days');
    expect(whyNotKept(60, 1_137)).toMatch(/^--film-months is about 37/);
    expect(whyNotKept(60, undefined)).toBeUndefined();
  });

  it('under a name that there is not is refused', () => {
    expect(() => parseAssumptions(['--polices', '3'])).toThrow('--polices');
  });
});
