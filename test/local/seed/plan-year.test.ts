import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimKind } from '../../../functions/contracts/primitives.ts';
import { saleRequest } from '../../../functions/contracts/sale.ts';
import { deadlineAfter, OFFICE_TIME_ZONES } from '../../../functions/policies/deadline.ts';
import { judgeSale, judgeSaleTime } from '../../../functions/policies/sale-rules.ts';
import { TERMS_ON_SALE } from '../../../functions/policies/terms.ts';
import { spreadOver, timeOfDay } from '../../../local/seed/calendar.ts';
import { chanceOf } from '../../../local/seed/chance.ts';
import { minutesAhead, seededRegions } from '../../../local/seed/places.ts';
import type { PlannedClaim } from '../../../local/seed/plan-claim.ts';
import { type PlannedParcel, planYear, type YearOptions } from '../../../local/seed/plan-year.ts';
import { tradersOf } from '../../../local/seed/traders.ts';

const YEAR: YearOptions = { policies: 6_000, year: 2026, seed: 'a seed' };

describe('a planned year', () => {
  let parcels: PlannedParcel[];
  let claims: { claim: PlannedClaim; parcel: PlannedParcel }[];
  beforeAll(async () => {
    parcels = await all(planYear(YEAR));
    claims = parcels.flatMap((parcel) => parcel.claims.map((claim) => ({ claim, parcel })));
  });

  it('has as many policies as were asked for, numbered in the order of their days', () => {
    expect(parcels.map(({ index }) => index)).toEqual(Array.from({ length: 6_000 }, (_, index) => index));
    const numbers = new Set(parcels.map(({ sale }) => sale.trackingNumber));
    const keys = new Set(parcels.map(({ idempotencyKey }) => idempotencyKey));
    expect([numbers.size, keys.size]).toEqual([6_000, 6_000]);
  });

  it('sells nothing that a till could not sell', () => {
    for (const { sale, receivedAt } of parcels) {
      expect(saleRequest.safeParse(sale).error).toBeUndefined();
      expect(judgeSale(sale)).toMatchObject({ trackingNumber: sale.trackingNumber, changes: [] });
      expect(judgeSaleTime(sale, receivedAt)).toBeUndefined();
    }
  });

  it('sells in all regions and zones, most where most people live', () => {
    const sold = countBy(parcels, ({ sale }) => sale.office.region);
    expect(Object.keys(sold).length).toBeGreaterThan(75);
    expect(sold.Москва).toBeGreaterThan((sold['Магаданская область'] ?? 0) * 20);
    const zones = countBy(parcels, ({ sale }) => sale.office.timeZone);
    expect(Object.keys(zones).sort()).toEqual([...OFFICE_TIME_ZONES].sort());
  });

  it('sells by day, local time, and most before the New Year', () => {
    const hours = parcels.map(({ sale }) => {
      const local = Date.parse(sale.soldAt) + (minutesAhead[sale.office.timeZone] ?? 0) * 60_000;
      return new Date(local).getUTCHours();
    });
    expect([Math.min(...hours), Math.max(...hours)]).toEqual([8, 20]);
    const months = countBy(parcels, ({ sale }) => sale.soldAt.slice(5, 7));
    expect(months['12']).toBeGreaterThan((months['07'] ?? 0) * 1.4);
  });

  it('has sums on both sides of the threshold of the film, rounded as prices are', () => {
    const filmed = parcels.filter(({ sale }) => sale.amount > TERMS_ON_SALE.videoThreshold).length;
    expect(filmed / parcels.length).toBeGreaterThan(0.35);
    expect(filmed / parcels.length).toBeLessThan(0.5);
    const rounded = parcels.filter(({ sale }) => sale.amount % 1_000 === 0).length;
    expect(rounded / parcels.length).toBeGreaterThan(0.65);
  });

  it('is claimed as often as the real service is, in every kind and through both channels', async () => {
    const year = planYear({ ...YEAR, policies: 60_000 });
    let filed = 0;
    for await (const parcel of year) filed += parcel.claims.length;
    expect(filed / 60_000).toBeGreaterThan(0.024);
    expect(filed / 60_000).toBeLessThan(0.028);
  });

  it('files claims in time and ends them after they were looked at', () => {
    expect(claims.length).toBeGreaterThan(100);
    for (const { claim, parcel } of claims) {
      const { soldAt, office } = parcel.sale;
      expect(claim.filedAt < deadlineAfter(soldAt, TERMS_ON_SALE.duration, office.timeZone)).toBe(true);
      const times = [soldAt, claim.filedAt, claim.reviewedAt, claim.approvedAt, claim.closedAt];
      expect([...times].sort()).toEqual(times);
      expect(claim.amount).toBeGreaterThan(0);
      expect(claim.amount).toBeLessThanOrEqual(parcel.sale.amount);
      expect(claimKind.options).toContain(claim.kind);
      expect(parcel.voidedAt).toBeUndefined();
    }
  });

  it('is the same for the same seed, from any place on, and another for another seed', async () => {
    expect(await all(planYear(YEAR))).toEqual(parcels);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 6_000 }), async (from) => {
        expect(await all(planYear(YEAR, from))).toEqual(parcels.slice(from));
      }),
      { numRuns: 5 },
    );
    const [other] = await all(planYear({ ...YEAR, seed: 'another' }));
    expect(other).not.toEqual(parcels[0]);
  });

  it('sells nothing after the present', async () => {
    const until = '2026-05-10T09:00:00.000Z';
    const young = await all(planYear({ ...YEAR, until }));
    expect(young).toHaveLength(6_000);
    for (const { receivedAt } of young) expect(receivedAt < until).toBe(true);
  });
});

it('helps 99 of 100 applicants whose claims were decided', async () => {
  const courses: Record<string, number> = {};
  for await (const { claims } of planYear({ ...YEAR, claimRate: 0.5, policies: 20_000 })) {
    for (const { course } of claims) courses[course] = (courses[course] ?? 0) + 1;
  }
  const of = (...names: string[]) => names.reduce((sum, name) => sum + (courses[name] ?? 0), 0);
  const helped = of('compensated', 'refunded-by-seller', 'recovered-through-bank');
  expect(helped / (helped + of('refused', 'lapsed'))).toBeCloseTo(0.99, 2);
});

it('knows most sellers as honest and a few as cheats, and gives them numbers that are right', () => {
  const traders = tradersOf('a seed', 2_000, 0.026);
  const everybody = Array.from({ length: traders.count }, (_, rank) => traders.traderOf(rank));
  const cheats = everybody.filter(({ isCheat }) => isCheat);
  expect(cheats.length).toBeGreaterThan(20);
  expect(cheats.length).toBeLessThan(80);
  expect(everybody.slice(0, 20).some(({ isCheat }) => isCheat)).toBe(false);
  for (const { taxNumber, isCheat, rank } of everybody) {
    expect(traders.isCheat(rank)).toBe(isCheat);
    if (taxNumber) expect(taxNumber).toMatch(/^(?:77\d{8}|50\d{10})$/);
  }
});

it('spreads any number over the days without losing one', () => {
  const days = Array.from({ length: 40 }, (_, index) => Date.UTC(2026, 0, 1 + index));
  fc.assert(
    fc.property(fc.nat(1_000_000), (total) => {
      const counts = spreadOver(days, total);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
    }),
  );
  expect(timeOfDay(0)).toBe(8 * 3_600_000);
  expect(timeOfDay(0.999_999)).toBeLessThan(21 * 3_600_000);
});

it('draws neighbours that have nothing in common', () => {
  const first = Array.from({ length: 2_000 }, (_, index) => chanceOf(7, index).share());
  const mean = first.reduce((sum, share) => sum + share, 0) / first.length;
  expect(mean).toBeCloseTo(0.5, 1);
  const steps = first.slice(1).map((share, index) => Math.abs(share - (first[index] ?? 0)));
  // Of two independent throws, a third on average.
  expect(steps.reduce((sum, step) => sum + step, 0) / steps.length).toBeCloseTo(1 / 3, 1);
});

it('names every region once, with a zone that offices stand in', () => {
  expect(new Set(seededRegions.map(({ name }) => name)).size).toBe(seededRegions.length);
  for (const { timeZone } of seededRegions) expect(OFFICE_TIME_ZONES).toContain(timeZone);
});

async function all(planned: AsyncIterable<PlannedParcel>): Promise<PlannedParcel[]> {
  const parcels: PlannedParcel[] = [];
  for await (const parcel of planned) parcels.push(parcel);
  return parcels;
}

function countBy<Item>(items: Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
