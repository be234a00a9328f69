import type { ClaimFacts, PolicyFacts } from '../../functions/contracts/facts.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { reportClaimSheet } from '../../functions/contracts/reports.ts';
import { createCursorSealer } from '../../functions/http/cursor.ts';
import { listReportClaims } from '../../functions/reports/list-report-claims.ts';
import type { Counters } from '../../functions/reports/ports.ts';
import { readClaimSheet } from '../../functions/reports/read-claim-sheet.ts';
import { readOfficeReport } from '../../functions/reports/read-office-report.ts';
import { readRegionReport } from '../../functions/reports/read-region-report.ts';
import { readReportSeries } from '../../functions/reports/read-report-series.ts';
import { someClaimFacts, someLetterFacts, somePolicyFacts } from '../builders/facts.ts';
import { someJudgement } from '../builders/judgement.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemoryJudgementStore } from '../twins/memory-judgement-store.ts';

const march = { from: '2026-03-01', to: '2026-03-31' };
const cursors = createCursorSealer('a master key of the tests only, long enough');
const given = <T extends object>(outcome: T) => {
  if (isRefusal(outcome)) throw new Error(`Refused: ${JSON.stringify(outcome)}`);
  return outcome as Exclude<T, { refused: unknown }>;
};
const refusalOf = (outcome: object) => (isRefusal(outcome) ? outcome.refused : 'answered');

describe('reports', () => {
  let counters: Counters;
  beforeEach(() => {
    counters = createMemoryCounters();
  });
  let made = 0;
  const sell = (facts: Partial<PolicyFacts> = {}) => {
    made += 1;
    return counters.count([
      { of: 'policy', facts: somePolicyFacts({ policyId: `policy-${made}`, ...facts }) },
    ]);
  };
  const claim = (facts: Partial<ClaimFacts> = {}) => {
    made += 1;
    return counters.count([{ of: 'claim', facts: someClaimFacts({ claimId: `claim-${made}`, ...facts }) }]);
  };
  const close = (status: ClaimFacts['status'], facts: Partial<ClaimFacts> = {}) =>
    claim({ status, closedAt: '2026-03-20T10:00:00.000Z', ...facts });
  const regionsOf = async (query: Record<string, string> = march) =>
    given(await readRegionReport({ query }, { counters }));

  it('tell the figures of every region and of the country', async () => {
    await sell();
    await sell({ region: 'MOW', office: '101000' });
    await sell({ region: 'MOW', office: '101000', status: 'voided', voidedAt: '2026-03-03T10:00:00.000Z' });
    const report = await regionsOf();
    expect(report.regions).toHaveLength(85);
    const of = (code: string) => report.regions.find(({ region }) => region === code)?.measures;
    expect(of('TA')).toMatchObject({ sold: 1, premium: 9_900, voided: 0, filed: 0, compensatedShare: null });
    expect(of('MOW')).toMatchObject({ sold: 2, premium: 9_900, voided: 1 });
    expect(of('RYA')).toMatchObject({ sold: 0, premium: 0, paidToPremium: null });
    expect(report.total.measures).toMatchObject({ sold: 3, premium: 19_800, voided: 1 });
    await sell({ region: 'unknown' });
    expect((await regionsOf()).regions.map(({ region }) => region)).toContain('unknown');
  });

  it('tell outcomes, shares and times', async () => {
    await sell();
    const decided = { decision: 'approved', decidedAt: '2026-03-07T10:00:00.000Z' } as const;
    await close('compensated', { ...decided, paid: 4_950, closedAt: '2026-03-09T10:00:00.000Z' });
    await close('refunded-by-seller', { recovered: 450_000, channel: 'phone' });
    await close('recovered-through-bank');
    await close('refused', { kind: 'damaged' });
    await close('lapsed');
    await close('withdrawn');
    await close('merged');
    await claim();
    const { measures } = (await regionsOf()).total;
    expect(measures).toMatchObject({
      filed: 8,
      filedByKind: { 'foreign-object': 7, damaged: 1 },
      filedByChannel: { web: 7, phone: 1 },
      ...{ compensated: 1, refundedBySeller: 1, recoveredThroughBank: 1, refused: 1 },
      ...{ withdrawn: 1, lapsed: 1, merged: 1, paid: 4_950, recovered: 450_000 },
      compensatedShare: 0.6,
      paidToPremium: 0.5,
    });
    expect(measures.timeToDecision.count).toBe(1);
    expect(measures.timeToDecision.p50).toBeCloseTo(48, 0);
    expect(measures.timeToPayout.p99).toBeCloseTo(96, -1);
  });

  it('compare with the period before, as long, up to the day before', async () => {
    await sell({ soldAt: '2026-02-10T10:00:00.000Z' });
    await sell({ soldAt: '2026-02-15T10:00:00.000Z' });
    await sell({ soldAt: '2026-02-20T10:00:00.000Z' });
    const { previousPeriod, total, regions } = await regionsOf({
      from: '2026-02-15',
      to: '2026-02-24',
      compare: 'previous',
    });
    expect(previousPeriod).toEqual({ from: '2026-02-05', to: '2026-02-14' });
    expect([total.measures.sold, total.previous?.sold]).toEqual([2, 1]);
    expect(regions.every(({ previous }) => previous !== undefined)).toBe(true);
  });

  it('list offices page by page, each once', async () => {
    for (const office of ['420003', '420001', '420002']) await sell({ office });
    await sell({ region: 'MOW', office: '101000' });
    const page = (query: Record<string, string>, readerId = 'kira') =>
      readOfficeReport(
        { region: 'TA', query: { ...march, limit: '2', ...query }, readerId },
        { counters, cursors },
      );
    const first = given(await page({}));
    expect(first.offices.map(({ office }) => office)).toEqual(['420001', '420002']);
    const cursor = first.nextCursor ?? '';
    const second = given(await page({ cursor }));
    expect(second.offices.map(({ office, measures }) => [office, measures.sold])).toEqual([['420003', 1]]);
    expect(second.nextCursor).toBeUndefined();
    expect(refusalOf(await page({ cursor }, 'vera'))).toBe('cursor-invalid');
    expect(refusalOf(await page({ cursor, compare: 'previous' }))).toBe('cursor-invalid');
    expect(refusalOf(await page({ cursor: 'made-up' }))).toBe('cursor-invalid');
  });

  it('list offices of a year at most', async () => {
    const of = (from: string, to: string) =>
      readOfficeReport({ region: 'TA', query: { from, to }, readerId: 'kira' }, { counters, cursors });
    expect(refusalOf(await of('2024-01-01', '2024-12-31'))).toBe('answered');
    expect(await of('2024-01-01', '2025-01-01')).toMatchObject({
      refused: 'invalid-request',
      facts: { errors: [{ pointer: '?to' }] },
    });
  });

  it('draw a line for each region, or one for the country', async () => {
    await sell();
    await sell({ soldAt: '2026-03-31T22:00:00.000Z' });
    await sell({ region: 'MOW', soldAt: '2026-04-02T10:00:00.000Z' });
    const series = async (query: Record<string, string>) =>
      given(await readReportSeries({ query }, { counters })).series.map(({ region, points }) => [
        region,
        ...points.map(({ at, measures }) => `${at} ${measures.sold}`),
      ]);
    const period = { from: '2026-03-01', to: '2026-04-30' };
    expect(await series({ ...period, regions: 'TA,RYA' })).toEqual([
      ['TA', '2026-03-01 1', '2026-04-01 1'],
      ['RYA'],
    ]);
    expect(await series({ ...period, step: 'month' })).toEqual([['RU', '2026-03 1', '2026-04 2']]);
    expect(await series({ from: '2026-03-01', to: '2026-04-01', step: 'month' })).toEqual([
      ['RU', '2026-03 1', '2026-04 1'],
    ]);
  });

  it('list as many claims as the number says', async () => {
    for (let index = 0; index < 5; index += 1) await close('compensated');
    await close('refused');
    await claim({ region: 'MOW' });
    const { regions } = await regionsOf();
    const measures = regions.find(({ region }) => region === 'TA')?.measures;
    for (const measure of ['filed', 'compensated', 'refused', 'lapsed'] as const) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { ...march, region: 'TA', measure, limit: '2', ...(cursor && { cursor }) };
        const page = given(await listReportClaims({ query, readerId: 'kira' }, { counters, cursors }));
        found.push(...page.claims.map(({ claimId }) => claimId));
        cursor = page.nextCursor;
      } while (cursor);
      expect([measure, new Set(found).size]).toEqual([measure, measures?.[measure]]);
    }
  });

  it('show what was counted of a case', async () => {
    await counters.count([
      { of: 'claim', facts: someClaimFacts() },
      { of: 'letter', facts: someLetterFacts() },
    ]);
    const judgements = createMemoryJudgementStore();
    const counted = { claim: someClaimFacts(), letters: [someLetterFacts()] };
    const sheet = (claimId: string) => readClaimSheet({ claimId }, { counters, judgements });
    expect(await sheet('claim-1')).toEqual(counted);
    const judgement = someJudgement();
    await judgements.save(judgement, someClaimFacts().filedAt);
    const { ruleSet, judgedAt, weight, level } = judgement;
    const shown = given(await sheet('claim-1'));
    expect(reportClaimSheet.parse(shown)).toMatchObject({
      ...counted,
      judgement: { ruleSet, judgedAt, weight, level },
    });
    expect(refusalOf(await sheet('nobody'))).toBe('not-found');
  });

  it.each([
    ['no period', {}],
    ['no day', { from: '2026-02-30', to: '2026-03-01' }],
    ['backwards', { from: '2026-03-02', to: '2026-03-01' }],
    ['more than five years', { from: '2020-01-01', to: '2026-03-01' }],
    ['an unknown parameter', { ...march, regoin: 'TA' }],
    ['a comparison with something else', { ...march, compare: 'year' }],
  ])('refuse %s', async (_, query: Record<string, string>) => {
    expect(refusalOf(await readRegionReport({ query }, { counters }))).toBe('invalid-request');
    const input = { query, region: 'TA', readerId: 'kira' };
    expect(refusalOf(await readOfficeReport(input, { counters, cursors }))).toBe('invalid-request');
  });

  it('refuse what a region, a step or a page cannot be', async () => {
    const series = (query: object) => readReportSeries({ query: { ...march, ...query } }, { counters });
    const claims = (query: object) =>
      listReportClaims(
        { query: { ...march, region: 'TA', ...query }, readerId: 'kira' },
        { counters, cursors },
      );
    const outcomes = await Promise.all([
      series({ regions: 'XX' }),
      series({ regions: '' }),
      series({ regions: Array(11).fill('TA').join(',') }),
      series({ step: 'week' }),
      series({ from: '2024-01-01', step: 'day' }),
      claims({ region: 'XX' }),
      claims({ measure: 'sold' }),
      claims({ kind: 'theft' }),
      claims({ office: '42' }),
      claims({ limit: '0' }),
      claims({ limit: '201' }),
      listReportClaims({ query: march, readerId: 'kira' }, { counters, cursors }),
      readOfficeReport({ region: 'ZZ', query: march, readerId: 'kira' }, { counters, cursors }),
    ]);
    expect(outcomes.map(refusalOf)).toEqual(Array(outcomes.length).fill('invalid-request'));
    expect(refusalOf(await claims({ cursor: 'made-up' }))).toBe('cursor-invalid');
  });
});
