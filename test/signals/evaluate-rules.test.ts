import { beforeAll, expect, it, jest } from '@jest/globals';
import { judgementFacts } from '../../functions/contracts/signals.ts';
import { CURRENT_RULE_SET } from '../../functions/signals/rule-sets.ts';
import { type JudgedFiling, judgeYear, ratesOf, sumOf, tradeOff } from './evaluate-rules.ts';
import { fraudKinds } from './planted-frauds.ts';

jest.setTimeout(240_000);

/** A tenth of `npm run signals:evaluate`; docs/signals.md shows the whole. */
let judged: JudgedFiling[];
beforeAll(async () => {
  judged = await judgeYear({ honest: 2_000, planted: 60, year: 2026, seed: 'evaluation' });
});

it('judges facts as the service would gather them', () => {
  for (const { facts } of judged) expect(judgementFacts.safeParse(facts).error).toBeUndefined();
  expect(judged.filter(({ nature }) => nature === 'honest')).toHaveLength(2_000);
  expect(new Set(judged.map(({ nature }) => nature)).size).toBe(Object.keys(fraudKinds).length + 1);
});

it('has honest claims with honest coincidences', () => {
  const honest = judged.filter(({ nature }) => nature === 'honest');
  for (const trace of ['phone', 'payee', 'device'] as const)
    expect(honest.some(({ facts }) => (facts.seenIn[trace] ?? []).length > 0)).toBe(true);
  expect(honest.some(({ facts }) => facts.seller.confirmed.length >= 3)).toBe(true);
});

it('finds most frauds and leaves honest buyers alone', () => {
  const rates = ratesOf(judged, CURRENT_RULE_SET);
  const honest = sumOf(rates, (nature) => nature === 'honest');
  const frauds = sumOf(rates, (nature) => nature !== 'honest');
  expect(frauds.flagged / frauds.claims).toBeGreaterThan(0.6);
  expect(honest.flagged / honest.claims).toBeLessThan(0.02);
  expect(honest.held / honest.claims).toBeLessThan(0.005);
  // What was planted to look honest does, and that is said, not hidden.
  expect(rates.get('looks honest')?.flagged).toBe(0);
  expect(rates.get('the same film')?.held).toBeGreaterThan(0);
});

it('finds fewer and flags fewer, the higher the line is drawn', () => {
  const points = tradeOff(judged, CURRENT_RULE_SET);
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (!before) continue;
    expect(point.found).toBeLessThanOrEqual(before.found);
    expect(point.flagged).toBeLessThanOrEqual(before.flagged);
  }
});
