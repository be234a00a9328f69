import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import type { Claim, Letter } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { countCaseChanges, countPolicies } from '../../functions/reports/count-changes.ts';
import type { Fact, ReportTables } from '../../functions/reports/ports.ts';
import { rebuildCounters } from '../../functions/reports/rebuild-counters.ts';
import { sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { someClaim } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';

const hasher = createHmacTraceHasher('a key of the tests only');
const OLD = somePolicy();
const NEW = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2', soldAt: '2026-04-05T09:30:00.000Z' });
const CLAIM = someClaim();
const LETTER = someLetter({ status: 'sent', version: 2, sentAt: '2026-03-06T10:00:00.000Z' });
const DRAFT = someLetter({ letterId: 'claim-1-2' });
const [SELLER = ''] = sellerIdsOf(OLD.personal.seller, hasher);

/** The tables in memory, counters that were counted from them by the streams, and what a recount is asked. */
async function books(policies: Policy[], claims: Claim[], letters: Letter[]) {
  const findAll = async (trackingNumber: string) =>
    policies.filter((policy) => policy.trackingNumber === trackingNumber);
  let counters = createMemoryCounters();
  await countPolicies(policies, { counters, hasher });
  await countCaseChanges({ claims, letters }, { counters, policies: { findAll }, hasher });
  const spoilt: ReturnType<typeof counters.rows> = [];
  const batches: number[] = [];
  const tables: ReportTables = {
    async *policies() {
      yield* policies;
    },
    async *cases() {
      yield* claims.map((claim) => ({ claim }));
      yield* letters.map((letter) => ({ letter }));
    },
    async *rows() {
      const keyOf = ({ scope, period, id }: (typeof spoilt)[number]) => `${scope} ${period} ${id}`;
      const wrong = new Map(spoilt.map((row) => [keyOf(row), row]));
      yield* counters.rows().map((row) => wrong.get(keyOf(row)) ?? row);
      yield* spoilt.filter((row) => !counters.rows().some((each) => keyOf(each) === keyOf(row)));
    },
    async clear() {
      spoilt.length = 0;
      counters = createMemoryCounters();
    },
  };
  return {
    ...{ policies, spoilt, batches },
    rows: () => counters.rows(),
    rebuild: (options = { write: false }) => {
      const count = (facts: readonly Fact[]) => {
        batches.push(facts.length);
        return counters.count(facts);
      };
      return rebuildCounters(options, { tables, counters: { count }, policies: { findAll }, hasher });
    },
  };
}

describe('a recount', () => {
  it('finds what the streams counted, of replaced policies too, and touches nothing', async () => {
    const { rebuild, batches, rows } = await books([OLD, NEW], [CLAIM], [LETTER, DRAFT]);
    const before = rows();
    // Four places, each with two days of March, one of April and both months; and the letter's day of its seller.
    expect(await rebuild()).toEqual({ policies: 2, claims: 1, letters: 1, rows: 21, differences: [] });
    expect([batches, rows()]).toEqual([[], before]);
  });

  it('of nothing finds nothing', async () => {
    const { rebuild, batches } = await books([], [], []);
    const nothing = { policies: 0, claims: 0, letters: 0, rows: 0, differences: [] };
    expect(await rebuild()).toEqual(nothing);
    expect(await rebuild({ write: true })).toEqual(nothing);
    expect(batches).toEqual([]);
  });

  it('lists each counter that is wrong, that nothing counts for, and that is missing', async () => {
    const { rebuild, spoilt, policies } = await books([OLD, NEW], [CLAIM], [LETTER]);
    spoilt.push({ scope: 'regions', period: '2026-03', id: 'TA', sums: { sold: 2, premium: 9_900 } });
    spoilt.push({ scope: 'offices#MOW', period: '2026-03-01', id: '101000', sums: { sold: 3, voided: 0 } });
    policies[1] = { ...NEW, version: 2, status: 'voided', voidedAt: '2026-04-06T09:30:00.000Z' };
    const { differences } = await rebuild();
    const filed = { stored: 0, recounted: 1 };
    expect(differences.filter(({ row }) => row === 'regions 2026-03 TA')).toEqual([
      { row: 'regions 2026-03 TA', measure: 'sold', stored: 2, recounted: 1 },
      { row: 'regions 2026-03 TA', measure: 'filed', ...filed },
      { row: 'regions 2026-03 TA', measure: 'filed:foreign-object', ...filed },
      { row: 'regions 2026-03 TA', measure: 'filed:web', ...filed },
    ]);
    expect(differences.filter(({ row }) => row.includes('101000'))).toEqual([
      { row: 'offices#MOW 2026-03-01 101000', measure: 'sold', stored: 3, recounted: 0 },
    ]);
    const voided = [
      'regions # TA',
      'offices#TA # 420000',
      'clerks#420000 # clerk-17',
      `seller#${SELLER} # -`,
    ];
    const rowsOf = (period: string) => voided.map((row) => row.replace(' # ', ` ${period} `));
    const missing = (row: string) => [
      { row, measure: 'voided', stored: 0, recounted: 1 },
      { row, measure: 'premium', stored: 0, recounted: -9_900 },
    ];
    const ofDay = rowsOf('2026-04-06');
    expect(differences.filter(({ row }) => ofDay.includes(row))).toEqual(ofDay.flatMap(missing));
    const ofMonth = rowsOf('2026-04').flatMap((row) => [
      { row, measure: 'premium', stored: 9_900, recounted: 0 },
      { row, measure: 'voided', stored: 0, recounted: 1 },
    ]);
    const found = differences.filter(({ row }) => rowsOf('2026-04').includes(row));
    expect(found).toHaveLength(ofMonth.length);
    expect(found).toEqual(expect.arrayContaining(ofMonth));
    expect(differences).toHaveLength(4 + 1 + 8 + 8);
  });

  it('puts itself in place, so that nothing differs and what comes again counts nothing', async () => {
    const { rebuild, rows, spoilt, batches } = await books([OLD, NEW], [CLAIM], [LETTER]);
    const right = rows();
    spoilt.push({ scope: 'regions', period: '2026-03', id: 'TA', sums: { sold: 7 } });
    spoilt.push({ scope: 'regions', period: '2020-01', id: 'TA', sums: { sold: 1 } });
    const found = { policies: 2, claims: 1, letters: 1, rows: 21, differences: [] };
    expect(await rebuild({ write: true })).toEqual(found);
    expect([batches, rows()]).toEqual([[2, 2], right]);
    expect(await rebuild()).toEqual(found);
  });

  it('holds no more than two hundred policies at a time, and leaves none out', async () => {
    const recount = async (count: number) => {
      const batches: number[] = [];
      const tables: ReportTables = {
        async *policies() {
          for (let n = 0; n < count; n += 1)
            yield somePolicy({ trackingNumber: `parcel-${n}`, policyId: `policy-${n}` });
        },
        async *cases() {},
        async *rows() {},
        clear: async () => {},
      };
      const counters = {
        count: async (facts: readonly Fact[]) => {
          batches.push(facts.length);
          return [];
        },
      };
      const policies = { findAll: async () => [] };
      const found = await rebuildCounters({ write: true }, { tables, counters, policies, hasher });
      const sold = found.differences.find(
        ({ row, measure }) => row === 'regions 2026-03 TA' && measure === 'sold',
      );
      return [found.policies, sold?.recounted, batches];
    };
    expect(await recount(401)).toEqual([401, 401, [200, 200, 1]]);
    expect(await recount(200)).toEqual([200, 200, [200]]);
  });
});
