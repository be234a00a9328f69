import fc from 'fast-check';
import * as z from 'zod';
import { isRefusal } from '../../../functions/contracts/refusal.ts';
import { readReportQuery } from '../../../functions/reports/report-query.ts';
import { periodQuery } from '../../../functions/reports/report-query-schemas.ts';
import { FIGURE_NAMES } from '../../../web/console/reports/figures.ts';
import {
  addDays,
  daysIn,
  isDay,
  PRESETS,
  periodBefore,
  periodOf,
  periodProblem,
  presetOf,
  todayOf,
} from '../../../web/console/reports/periods.ts';
import {
  elsewhere,
  FIRST_PLACE,
  hrefOfPlace,
  MOST_CHOSEN,
  placeOf,
  queryOf,
  type ReportsPlace,
  toggled,
} from '../../../web/console/reports/reports-place.ts';

const anyDay = fc
  .date({
    min: new Date('2020-01-01T00:00:00.000Z'),
    max: new Date('2035-12-31T00:00:00.000Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10));

describe('a period', () => {
  it('is told by Moscow’s calendar', () => {
    expect(todayOf(Date.parse('2026-11-21T20:59:59.999Z'))).toBe('2026-11-21');
    expect(todayOf(Date.parse('2026-11-21T21:00:00.000Z'))).toBe('2026-11-22');
  });

  it.each([
    ['today', '2026-03-05', '2026-03-05'],
    ['week', '2026-02-27', '2026-03-05'],
    ['days30', '2026-02-04', '2026-03-05'],
    ['month', '2026-03-01', '2026-03-05'],
    ['lastMonth', '2026-02-01', '2026-02-28'],
    ['quarter', '2026-01-01', '2026-03-05'],
    ['halfYear', '2025-10-01', '2026-03-05'],
    ['year', '2025-04-01', '2026-03-05'],
  ] as const)('%s on 5 March 2026 is from %s to %s', (preset, from, to) => {
    expect(periodOf(preset, '2026-03-05')).toEqual({ from, to });
  });

  it('knows last month in January', () => {
    expect(periodOf('lastMonth', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  });

  it('is found again by its name, or by one with the same days', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...PRESETS), (today, preset) => {
        const period = periodOf(preset, today);
        const found = presetOf(period, today);
        expect(found && periodOf(found, today)).toEqual(period);
      }),
    );
  });

  it('is compared with one as long that ends on the day before', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(800), (from, length) => {
        const period = { from, to: addDays(from, length) };
        const before = periodBefore(period);
        expect(daysIn(before)).toBe(daysIn(period));
        expect(addDays(before.to, 1)).toBe(period.from);
      }),
    );
  });

  it.each(['2026-02-29', '2026-13-01', '26-01-01', '', undefined])('has no day «%s»', (day) => {
    expect(isDay(day)).toBe(false);
  });
});

const anyPlace: fc.Arbitrary<ReportsPlace> = fc.record(
  {
    period: fc.tuple(anyDay, fc.nat(400)).map(([from, days]) => ({ from, to: addDays(from, days) })),
    compares: fc.boolean(),
    figure: fc.constantFrom(...FIGURE_NAMES),
    chosen: fc.subarray(['MOW', 'RYA', 'SPE', 'TA', 'KDA', 'unknown'], { maxLength: MOST_CHOSEN }),
    region: fc.constantFrom('RYA', 'unknown'),
    office: fc.constantFrom('390000', '101000'),
    claims: fc.constantFrom('filed', 'refused', 'compensated'),
    claim: fc.constantFrom('RRWC71KVQYXDWJQDS2KT', 'C-1'),
    release: fc.boolean(),
  },
  { requiredKeys: ['compares', 'figure', 'chosen', 'release'] },
);

describe('a place in the reports', () => {
  it('is the same after it was sent on', () => {
    fc.assert(fc.property(anyPlace, (place) => expect(placeOf(queryOf(place))).toEqual(place)));
  });

  it('has a plain address where nothing is chosen', () => {
    expect(hrefOfPlace(FIRST_PLACE)).toBe('#/reports');
    expect(hrefOfPlace({ ...FIRST_PLACE, chosen: ['MOW', 'RYA'] })).toBe('#/reports?chosen=MOW,RYA');
  });

  it('takes nothing from an address that means nothing', () => {
    expect(
      placeOf(
        'from=2026-02-30&to=x&figure=toString&chosen=<b>,RYA,RYA&region=rya&office=../x&claims=all&claim=a/b',
      ),
    ).toEqual({ ...FIRST_PLACE, problem: 'unfinished', chosen: ['RYA'] });
    expect(placeOf('from=2026-03-05')).toEqual(FIRST_PLACE);
  });

  it.each([
    ['from=2026-03-05&to=2026-03-01', 'reversed'],
    ['from=2020-01-01&to=2026-01-01', 'tooLong'],
    ['from=1999-12-31&to=2000-01-02', 'outside'],
    ['from=2199-12-31&to=2200-01-01', 'outside'],
    ['from=2026-02-30&to=2026-03-01', 'unfinished'],
  ])('takes no period from %s, and says why', (query, problem) => {
    expect(placeOf(query)).toEqual({ ...FIRST_PLACE, problem });
  });

  it('asks about every period that the service tells', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(2_500), (from, length) => {
        const period = { from, to: addDays(from, length) };
        expect(periodProblem(period) === undefined).toBe(
          !isRefusal(readReportQuery(z.strictObject(periodQuery), period)),
        );
      }),
    );
  });

  it('keeps period, comparison and choice elsewhere, and nothing that was open', () => {
    const place = placeOf('from=2026-03-01&to=2026-03-05&chosen=RYA&region=RYA&claims=filed&claim=C-1');
    expect(queryOf(elsewhere(place, { region: 'MOW' }))).toBe(
      'from=2026-03-01&to=2026-03-05&chosen=RYA&region=MOW',
    );
  });

  it('has at most six regions to compare', () => {
    const six = ['A', 'B', 'C', 'D', 'E', 'F'];
    expect(toggled(six.slice(1), 'A')).toEqual(['B', 'C', 'D', 'E', 'F', 'A']);
    expect(toggled(six, 'G')).toBeUndefined();
    expect(toggled(six, 'C')).toEqual(['A', 'B', 'D', 'E', 'F']);
  });
});
