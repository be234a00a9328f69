import fc from 'fast-check';
import { addDays, dayOf, daysIn, eachPeriodOf, partsOf, startOfDay } from '../../functions/reports/day-of.ts';
import { periodQuery } from '../../functions/reports/report-query-schemas.ts';

describe('days of the reports', () => {
  it('are those of Moscow, whatever the office’s zone', () => {
    // 07:30 on 1 March in Kamchatka, 22:30 on 28 February in Moscow.
    expect(dayOf('2026-02-28T19:30:00.000Z')).toBe('2026-02-28');
    expect(dayOf('2026-02-28T20:59:59.999Z')).toBe('2026-02-28');
    expect(dayOf('2026-02-28T21:00:00.000Z')).toBe('2026-03-01');
    expect(startOfDay('2026-03-01')).toBe('2026-02-28T21:00:00.000Z');
  });

  it('stand in the calendar', () => {
    const isDay = (text: string) => periodQuery.from.safeParse(text).success;
    expect(['2026-02-28', '2028-02-29', '2000-01-01', '2199-12-31'].map(isDay)).toEqual(Array(4).fill(true));
    const none = ['2026-02-29', '2026-13-01', '2026-1-01', '2026-01-00', '', '1999-12-31', '2200-01-01'];
    expect(none.map(isDay)).toEqual(Array(none.length).fill(false));
  });

  it('of a period are read as whole months, and as days at its edges', () => {
    expect(partsOf({ from: '2026-01-01', to: '2026-12-31' })).toEqual({
      months: [{ from: '2026-01', to: '2026-12' }],
      days: [],
    });
    expect(partsOf({ from: '2025-11-15', to: '2026-02-03' })).toEqual({
      months: [
        { from: '2025-12', to: '2025-12' },
        { from: '2026-01', to: '2026-01' },
      ],
      days: [
        { from: '2025-11-15', to: '2025-11-30' },
        { from: '2026-02-01', to: '2026-02-03' },
      ],
    });
  });

  it('stand one by one where counters are kept one by one', () => {
    expect(eachPeriodOf(partsOf({ from: '2025-11-29', to: '2026-02-02' }))).toEqual([
      ...['2025-12', '2026-01'],
      ...['2025-11-29', '2025-11-30', '2026-02-01', '2026-02-02'],
    ]);
    expect(eachPeriodOf(partsOf({ from: '2024-02-28', to: '2024-02-28' }))).toEqual(['2024-02-28']);
    expect(eachPeriodOf(partsOf({ from: '2026-02-01', to: '2026-04-30' }))).toEqual([
      ...['2026-02', '2026-03', '2026-04'],
    ]);
  });

  it('are each read exactly once, in a few stretches', () => {
    const start = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 1_826 }), (first, length) => {
        const from = addDays('2024-01-01', first);
        const to = addDays(from, length);
        const { months, days } = partsOf({ from, to });
        const read: string[] = [];
        for (const part of days)
          for (let day = part.from; day <= part.to; day = addDays(day, 1)) read.push(day);
        for (const part of months)
          for (let day = `${part.from}-01`; day.slice(0, 7) <= part.to; day = addDays(day, 1)) read.push(day);
        expect(read.length).toBe(daysIn({ from, to }));
        expect(new Set(read).size).toBe(read.length);
        expect([...read].sort().at(0)).toBe(from);
        expect([...read].sort().at(-1)).toBe(to);
        expect(months.length + days.length).toBeLessThanOrEqual(9);
      }),
    );
  });
});
