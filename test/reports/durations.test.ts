import fc from 'fast-check';
import { toInstant, toMillis } from '../../functions/clock.ts';
import { durationCounter, durationHoursOf } from '../../functions/reports/durations.ts';
import { addUp } from '../../functions/reports/measures.ts';

const FILED = '2026-03-01T09:30:00.000Z';
const after = (millis: number) => toInstant(toMillis(FILED) + millis);
const countersOf = (durations: number[]) =>
  addUp(durations.map((millis) => ({ sums: { [durationCounter('decision', FILED, after(millis))]: 1 } })));

describe('percentiles of durations', () => {
  it('are within 1 % of the true ones, from seconds to years, however the counters are added up', () => {
    const durations = fc.array(fc.integer({ min: 1_000, max: 5 * 365 * 86_400_000 }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(durations, fc.nat(), (millis, cut) => {
        const at = cut % millis.length;
        const parts = [millis.slice(0, at), millis.slice(at)].map((part) => ({ sums: countersOf(part) }));
        const { count, p50, p90, p99 } = durationHoursOf(addUp(parts), 'decision');
        expect(count).toBe(millis.length);
        const sorted = millis.map((each) => each / 3_600_000).sort((a, b) => a - b);
        for (const [quantile, told] of [
          [0.5, p50],
          [0.9, p90],
          [0.99, p99],
        ] as const) {
          const truth = sorted[Math.floor(quantile * (sorted.length - 1))] ?? 0;
          expect(Math.abs((told ?? 0) - truth) / truth).toBeLessThanOrEqual(0.0101);
        }
      }),
    );
  });

  it('are none where nothing was counted or all was taken back', () => {
    const none = { count: 0, p50: null, p90: null, p99: null };
    expect(durationHoursOf({}, 'decision')).toEqual(none);
    expect(durationHoursOf({ 'decision:194': 0, 'payout:194': 3 }, 'decision')).toEqual(none);
  });

  it('count what took no time at all', () => {
    const { p50 } = durationHoursOf(countersOf([0]), 'decision');
    expect(p50).toBeCloseTo(1 / 3_600, 4);
  });
});
