import { isRefusal } from '../../functions/contracts/refusal.ts';
import { createCursorSealer } from '../../functions/http/cursor.ts';
import { listReportClaims } from '../../functions/reports/list-report-claims.ts';
import { addUp, addUpBy, measuresOf } from '../../functions/reports/measures.ts';
import { readOfficeReport } from '../../functions/reports/read-office-report.ts';
import { readRegionReport } from '../../functions/reports/read-region-report.ts';
import { readReportSeries } from '../../functions/reports/read-report-series.ts';
import { isRegion, previousOf } from '../../functions/reports/report-query.ts';
import { someClaimFacts, somePolicyFacts } from '../builders/facts.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';

const march = { from: '2026-03-01', to: '2026-03-31' };
const cursors = createCursorSealer('a master key of the tests only, long enough');
const given = <T extends object>(outcome: T) => {
  if (isRefusal(outcome)) throw new Error(`Refused: ${JSON.stringify(outcome)}`);
  return outcome as Exclude<T, { refused: unknown }>;
};

let counters: ReturnType<typeof createMemoryCounters>;
let made = 0;
beforeEach(() => {
  counters = createMemoryCounters();
});
const sell = (office: string, soldAt = '2026-03-05T10:00:00.000Z', more: object = {}) => {
  made += 1;
  const facts = somePolicyFacts({ policyId: `policy-${made}`, office, soldAt, ...more });
  return counters.count([{ of: 'policy', facts }]);
};
const FEBRUARY = '2026-02-10T10:00:00.000Z';

describe('the figures of a place', () => {
  const none = { count: 0, p50: null, p90: null, p99: null };
  const nothing = {
    ...{ sold: 0, voided: 0, ended: 0, premium: 0, filed: 0, filedByKind: {}, filedByChannel: {} },
    ...{ compensated: 0, refundedBySeller: 0, recoveredThroughBank: 0, refused: 0, withdrawn: 0 },
    ...{ lapsed: 0, merged: 0, paid: 0, recovered: 0, compensatedShare: null, paidToPremium: null },
    ...{ timeToDecision: none, timeToPayout: none },
  };

  it('are nothing where nothing was counted, and no share of it', () => {
    expect(measuresOf({})).toEqual(nothing);
  });

  it('are all that was counted, each under its name', () => {
    const sums = {
      ...{ sold: 1, voided: 2, ended: 3, premium: 40_000, filed: 5, 'filed:damaged': 6, 'filed:phone': 7 },
      ...{ compensated: 1, refundedBySeller: 2, recoveredThroughBank: 3, refused: 4, withdrawn: 5 },
      ...{ lapsed: 5, merged: 7, paid: 10_000, recovered: 9, 'filed:web': 0, 'filed:empty': -1 },
    };
    expect(measuresOf(sums)).toEqual({
      ...nothing,
      ...{ sold: 1, voided: 2, ended: 3, premium: 40_000, filed: 5 },
      ...{ filedByKind: { damaged: 6 }, filedByChannel: { phone: 7 } },
      ...{ compensated: 1, refundedBySeller: 2, recoveredThroughBank: 3, refused: 4, withdrawn: 5 },
      ...{ lapsed: 5, merged: 7, paid: 10_000, recovered: 9 },
      // Of those that were decided; what was withdrawn or merged was not.
      ...{ compensatedShare: 6 / 15, paidToPremium: 0.25 },
    });
  });

  it('have no share of a premium that was all given back, and a share of nothing where all were refused', () => {
    expect(measuresOf({ premium: -9_900, paid: 100 }).paidToPremium).toBeNull();
    expect(measuresOf({ refused: 2 }).compensatedShare).toBe(0);
    expect(measuresOf({ lapsed: 1, compensated: 1 }).compensatedShare).toBe(0.5);
  });

  it('add up over rows, and by what they are asked for', () => {
    const rows = [
      { period: '2026-03-02', id: 'b', sums: { sold: 1, paid: 5 } },
      { period: '2026-03-01', id: 'a', sums: { sold: 2 } },
      { period: '2026-03-01', id: 'b', sums: { sold: 4, filed: 1 } },
    ];
    expect(addUp(rows)).toEqual({ sold: 7, paid: 5, filed: 1 });
    expect([...addUpBy(rows, ({ id }) => id)]).toEqual([
      ['b', { sold: 5, paid: 5, filed: 1 }],
      ['a', { sold: 2 }],
    ]);
    expect([addUp([]), [...addUpBy([], () => '')]]).toEqual([{}, []]);
  });
});

describe('the period before', () => {
  it('is as long and ends the day before', () => {
    expect(previousOf(march)).toEqual({ from: '2026-01-29', to: '2026-02-28' });
    expect(previousOf({ from: '2026-03-01', to: '2026-03-01' })).toEqual({
      ...{ from: '2026-02-28', to: '2026-02-28' },
    });
  });
});

describe('a period that is none', () => {
  it('is refused with the parameters that are wrong, and one day is a period', async () => {
    const refused = async (query: Record<string, string>) => {
      const report = await readRegionReport({ query }, { counters });
      const { errors } = isRefusal(report)
        ? (report.facts as { errors: { pointer: string }[] })
        : { errors: [] };
      return errors.map(({ pointer }) => pointer);
    };
    expect(await refused({ from: '2026-03-02', to: '2026-03-01' })).toEqual(['?from', '?to']);
    expect(await refused({ from: '2020-01-01', to: '2025-01-05' })).toEqual(['?to']);
    expect(await refused({ from: '2020-01-01', to: '2025-01-03' })).toEqual([]);
    expect(await refused({ from: '2026-03-01', to: '2026-03-01' })).toEqual([]);
  });
});

describe('offices', () => {
  const read = async (query: Record<string, string>) =>
    given(
      await readOfficeReport(
        { region: 'TA', query: { ...march, ...query }, readerId: 'kira' },
        { counters, cursors },
      ),
    );

  it('of a region alone are told with their period, and without what was not asked for', async () => {
    await sell('420001');
    await sell('420001', FEBRUARY);
    await sell('101000', undefined, { region: 'MOW' });
    expect(await read({})).toEqual({
      ...{ period: march, region: 'TA' },
      offices: [{ office: '420001', measures: measuresOf({ sold: 1, premium: 9_900 }) }],
    });
  });

  it('are compared with the period before, also where an office sold in only one of them', async () => {
    for (const office of ['420001', '420003', '420004']) await sell(office);
    for (const office of ['420002', '420004']) await sell(office, FEBRUARY);
    const { previousPeriod, offices } = await read({ compare: 'previous' });
    expect(previousPeriod).toEqual({ from: '2026-01-29', to: '2026-02-28' });
    expect(offices.map(({ office, measures, previous }) => [office, measures.sold, previous?.sold])).toEqual([
      ['420001', 1, 0],
      ['420002', 0, 1],
      ['420003', 1, 0],
      ['420004', 1, 1],
    ]);
  });

  it.each(['1', '2', '3', '5', '6', '7'])('are each on one page, %s a page', async (limit) => {
    for (const office of ['420001', '420007', '420008', '420009']) await sell(office);
    for (const office of ['420003', '420002', '420008']) await sell(office, FEBRUARY);
    const found: unknown[] = [];
    let pages = 0;
    let cursor: string | undefined;
    do {
      const page = await read({ compare: 'previous', limit, ...(cursor && { cursor }) });
      found.push(...page.offices.map((each) => [each.office, each.measures.sold, each.previous?.sold]));
      pages += 1;
      cursor = page.nextCursor;
    } while (cursor);
    expect(found).toEqual([
      ['420001', 1, 0],
      ['420002', 0, 1],
      ['420003', 0, 1],
      ['420007', 1, 0],
      ['420008', 1, 1],
      ['420009', 1, 0],
    ]);
    expect(pages).toBe(Math.ceil(6 / Number(limit)));
  });

  it('of a region that is none are refused by name', async () => {
    const asked = { region: 'ZZ', query: march, readerId: 'kira' };
    expect(await readOfficeReport(asked, { counters, cursors })).toMatchObject({
      refused: 'invalid-request',
      facts: { errors: [{ pointer: '?region' }] },
    });
    expect([isRegion('unknown'), isRegion('TA'), isRegion('ZZ')]).toEqual([true, true, false]);
  });

  it('have cursors that are good for their region and period alone', async () => {
    for (const office of ['420001', '420002']) await sell(office);
    const { nextCursor = '' } = await read({ limit: '1' });
    const refused = async (region: string, query: Record<string, string>) => {
      const asked = {
        region,
        query: { ...march, limit: '1', cursor: nextCursor, ...query },
        readerId: 'kira',
      };
      const outcome = await readOfficeReport(asked, { counters, cursors });
      return isRefusal(outcome) && outcome.refused;
    };
    expect(await refused('TA', {})).toBe(false);
    expect(await refused('TA', { limit: '2' })).toBe(false);
    expect([await refused('MOW', {}), await refused('TA', { to: '2026-03-30' })]).toEqual([
      'cursor-invalid',
      'cursor-invalid',
    ]);
  });
});

describe('regions', () => {
  it('are told without a comparison that nobody asked for', async () => {
    await sell('420001');
    const report = given(await readRegionReport({ query: march }, { counters }));
    expect(report).not.toHaveProperty('previousPeriod');
    expect(report.total).toEqual({ measures: measuresOf({ sold: 1, premium: 9_900 }) });
    expect(report.regions.find(({ region }) => region === 'TA')).toEqual({ region: 'TA', ...report.total });
    expect(report.regions.map(({ region }) => region)).not.toContain('unknown');
  });

  it('have a place for what was in none, also where it was so only before', async () => {
    await sell('420001', FEBRUARY, { region: 'unknown' });
    const compared = { ...march, compare: 'previous' };
    const { regions, total } = given(await readRegionReport({ query: compared }, { counters }));
    expect(regions.at(-1)).toEqual({
      ...{ region: 'unknown', measures: measuresOf({}) },
      previous: measuresOf({ sold: 1, premium: 9_900 }),
    });
    expect(total.previous?.sold).toBe(1);
    expect(regions[0]?.previous).toEqual(measuresOf({}));
  });
});

describe('a line over time', () => {
  const series = async (query: Record<string, string>) =>
    given(await readReportSeries({ query }, { counters }));

  it('goes by days up to sixty-two of them, and by months from there on', async () => {
    const to = { by: async (day: string) => (await series({ from: '2026-03-01', to: day })).step };
    expect([await to.by('2026-05-01'), await to.by('2026-05-02')]).toEqual(['day', 'month']);
  });

  it('goes day by day over a year and its leap day at most', async () => {
    const daily = (to: string) =>
      readReportSeries({ query: { from: '2024-01-01', to, step: 'day' } }, { counters });
    expect(given(await daily('2024-12-31')).step).toBe('day');
    expect(await daily('2025-01-01')).toMatchObject({
      refused: 'invalid-request',
      facts: { errors: [{ pointer: '?step' }] },
    });
  });

  it('goes month by month over more than that', async () => {
    const asked = { from: '2023-01-01', to: '2026-12-31', step: 'month' };
    expect((await series(asked)).step).toBe('month');
  });

  it('has its points in order, each once, of what was asked for', async () => {
    await sell('101000', '2026-03-20T10:00:00.000Z', { region: 'MOW' });
    await sell('420001', '2026-03-04T10:00:00.000Z');
    await sell('420001', '2026-03-20T10:00:00.000Z');
    const points = (regions: string, line = 0) =>
      series({ ...march, ...(regions && { regions }) }).then(({ series: lines }) =>
        lines[line]?.points.map(({ at, measures }) => [at, measures.sold]),
      );
    expect(await points('')).toEqual([
      ['2026-03-04', 1],
      ['2026-03-20', 2],
    ]);
    expect(await points('MOW,TA,MOW')).toEqual([['2026-03-20', 1]]);
    expect(await points('MOW,TA', 1)).toEqual([
      ['2026-03-04', 1],
      ['2026-03-20', 1],
    ]);
    expect((await series({ ...march, regions: 'TA,TA' })).series).toHaveLength(1);
  });

  it('counts in a month that is cut what lies within', async () => {
    await sell('420001', '2026-03-20T10:00:00.000Z');
    await sell('420001', '2026-04-01T10:00:00.000Z');
    await sell('420001', '2026-04-02T10:00:00.000Z', { price: 100 });
    await sell('420001', '2026-04-03T10:00:00.000Z');
    const asked = { from: '2026-03-01', to: '2026-04-02', step: 'month' };
    expect(await series(asked)).toEqual({
      period: { from: '2026-03-01', to: '2026-04-02' },
      step: 'month',
      series: [
        {
          region: 'RU',
          points: [
            { at: '2026-03', measures: measuresOf({ sold: 1, premium: 9_900 }) },
            { at: '2026-04', measures: measuresOf({ sold: 2, premium: 10_000 }) },
          ],
        },
      ],
    });
  });

  it('begins with the month that is cut at its beginning, and reads no days of whole months', async () => {
    for (const month of ['02', '03', '04']) await sell('420001', `2026-${month}-20T10:00:00.000Z`);
    const readDays = () => Promise.reject(new Error('Days were read.'));
    const query = { from: '2026-02-15', to: '2026-04-30', step: 'month' };
    const line = given(await readReportSeries({ query }, { counters: { ...counters, readDays } }));
    expect(line.series[0]?.points.map(({ at }) => at)).toEqual(['2026-02', '2026-03', '2026-04']);
  });
});

describe('the claims behind a number', () => {
  it.each(['4200000', '42000', 'a420000', '420000a', 'office'])(
    'are none of an office %s',
    async (office) => {
      const query = { ...march, region: 'TA', office };
      expect(await listReportClaims({ query, readerId: 'kira' }, { counters, cursors })).toMatchObject({
        refused: 'invalid-request',
      });
    },
  );

  it('are those of the office that was asked for', async () => {
    await counters.count([
      { of: 'claim', facts: someClaimFacts() },
      { of: 'claim', facts: someClaimFacts({ claimId: 'claim-2', office: '420001' }) },
    ]);
    const query = { ...march, region: 'TA', office: '420001' };
    const page = given(await listReportClaims({ query, readerId: 'kira' }, { counters, cursors }));
    expect(page.claims.map(({ claimId }) => claimId)).toEqual(['claim-2']);
  });

  it('have cursors that are good for this reader and this number alone', async () => {
    for (const claimId of ['claim-1', 'claim-2', 'claim-3'])
      await counters.count([{ of: 'claim', facts: someClaimFacts({ claimId }) }]);
    const asked = { ...march, region: 'TA', limit: '2' };
    const list = (query: object, readerId = 'kira') =>
      listReportClaims({ query: { ...asked, ...query }, readerId }, { counters, cursors });
    const first = given(await list({}));
    const { nextCursor: cursor = '' } = first;
    expect(first.claims.map(({ claimId }) => claimId)).toEqual(['claim-3', 'claim-2']);
    expect(given(await list({ cursor }))).toEqual({ claims: [someClaimFacts()] });
    const refused = async (outcome: ReturnType<typeof list>) => {
      const answer = await outcome;
      return isRefusal(answer) && answer.refused;
    };
    expect(await refused(list({ cursor }, 'vera'))).toBe('cursor-invalid');
    expect(await refused(list({ cursor, measure: 'refused' }))).toBe('cursor-invalid');
    expect(await refused(list({ cursor, region: 'MOW' }))).toBe('cursor-invalid');
  });
});
