import fc from 'fast-check';
import { regionByCode, regions } from '../../../functions/reports/regions.ts';
import { releaseOf } from '../../../functions/reports/release.ts';
import { changeText, figureText, hoursText, periodText } from '../../../web/console/reports/figure-text.ts';
import { changeOf, FIGURES, toneOf } from '../../../web/console/reports/figures.ts';
import { SHADES, shadingOf, tileBeside } from '../../../web/console/reports/map-shades.ts';
import { betweenRegions, fittingStep, overTime, placesOf } from '../../../web/console/reports/plot-data.ts';
import { marked } from '../../../web/console/reports/release-marks.ts';
import { filteredRows, sortedBy, sortedRows } from '../../../web/console/reports/sort-rows.ts';
import { tileLabel } from '../../../web/console/reports/tile-labels.ts';
import { someMeasures } from '../../browser/report-answers.ts';

const plain = (text: string) => text.replace(/\s/g, ' ');

describe('a figure', () => {
  it('is written as its reader writes it', () => {
    expect(plain(figureText('count', 1_234_567, 'ru'))).toBe('1 234 567');
    expect(plain(figureText('share', 0.9876, 'ru'))).toBe('98,8 %');
    expect(plain(figureText('money', 123_456_789, 'ru'))).toBe('1 234 568 ₽');
    expect(figureText('money', null, 'ru')).toBe('—');
    expect(figureText('share', 0.9876, 'en')).toBe('98.8%');
  });

  it.each([
    [51, '2 дн 3 ч'],
    [48, '2 дн'],
    [23.99, '23 ч 59 мин'],
    [23.999, '24 ч'],
    [3.34, '3 ч 20 мин'],
    [0.2, '12 мин'],
    [0, '0 мин'],
    [47.6, '2 дн'],
  ])('%d hours are %s', (hours, said) => {
    expect(plain(hoursText(hours, 'ru'))).toBe(said);
  });

  it('names no day twice in a period', () => {
    expect(plain(periodText({ from: '2026-02-04', to: '2026-03-05' }, 'ru'))).toBe(
      '4 февраля – 5 марта 2026 г.',
    );
    expect(plain(periodText({ from: '2026-03-05', to: '2026-03-05' }, 'ru'))).toBe('5 марта 2026 г.');
  });

  it('changes by its share, and a share by points', () => {
    const now = { ...someMeasures(1, 1_000), filed: 12, compensatedShare: 0.98, premium: 100 };
    const before = { ...now, filed: 10, compensatedShare: 0.992, premium: -5 };
    const filed = changeOf(FIGURES.filed, now, before);
    const share = changeOf(FIGURES.compensatedShare, now, before);
    expect(filed && plain(changeText(filed, 'ru', 'п. п.'))).toBe('+20 %');
    expect(share && plain(changeText(share, 'ru', 'п. п.'))).toBe('−1,2 п. п.');
    expect(filed && toneOf(FIGURES.filed, filed)).toBe('bad');
    expect(share && toneOf(FIGURES.compensatedShare, share)).toBe('bad');
    // A share of what was refunds more than sales means nothing.
    expect(changeOf(FIGURES.premium, now, before)).toBeUndefined();
    expect(changeOf(FIGURES.filed, now, undefined)).toBeUndefined();
  });
});

describe('a table of figures', () => {
  const row = (key: string, name: string, sold: number, share: number | null) => ({
    key,
    name,
    measures: { ...someMeasures(1, sold), compensatedShare: share },
  });
  const rows = [
    row('ORE', 'Орловская область', 5, null),
    row('MOW', 'Москва', 9, 0.9),
    row('TVE', 'Тверская область', 9, 0.99),
  ];
  const keys = (by: Parameters<typeof sortedRows>[1]) => sortedRows(rows, by, 'ru').map(({ key }) => key);

  it('sorts by any column, unknown ones last in both directions', () => {
    expect(keys({ by: 'sold', isRising: false })).toEqual(['MOW', 'TVE', 'ORE']);
    expect(keys({ by: 'compensatedShare', isRising: true })).toEqual(['MOW', 'TVE', 'ORE']);
    expect(keys({ by: 'compensatedShare', isRising: false })).toEqual(['TVE', 'MOW', 'ORE']);
    expect(keys({ by: 'name', isRising: true })).toEqual(['MOW', 'ORE', 'TVE']);
  });

  it('begins with the most, and names with the first', () => {
    const first = sortedBy({ by: 'sold', isRising: false }, 'filed');
    expect(first).toEqual({ by: 'filed', isRising: false });
    expect(sortedBy(first, 'filed')).toEqual({ by: 'filed', isRising: true });
    expect(sortedBy(first, 'name')).toEqual({ by: 'name', isRising: true });
  });

  it('finds names by a part of them, and codes from their beginning', () => {
    expect(filteredRows(rows, ' ОРЛОВ').map(({ key }) => key)).toEqual(['ORE']);
    expect(filteredRows(rows, 'mow').map(({ key }) => key)).toEqual(['MOW']);
    expect(filteredRows(rows, '')).toHaveLength(3);
  });
});

describe('the map', () => {
  it('shades by rank: larger is never lighter, equal is always alike', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), (values) => {
        const { shadeOf, legend } = shadingOf(values);
        const sorted = [...values].sort((one, two) => one - two);
        const shades = sorted.map(shadeOf);
        expect(shades).toEqual([...shades].sort((one, two) => one - two));
        expect(Math.max(...shades)).toBeLessThan(SHADES);
        expect(legend.every(({ from, to, shade }) => shadeOf(from) === shade && shadeOf(to) === shade)).toBe(
          true,
        );
      }),
    );
  });

  const shadesOf = (values: number[]) => values.map(shadingOf(values).shadeOf);

  it('tells nought from little, where most regions have nothing', () => {
    const values = [...Array<number>(70).fill(0), 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 7, 14];
    const { shadeOf, legend } = shadingOf(values);
    expect(legend[0]).toEqual({ shade: 0, from: 0, to: 0 });
    expect(legend).toHaveLength(SHADES);
    expect([0, 1, 14].map(shadeOf)).toEqual([0, 1, SHADES - 1]);
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1 }), (some) => {
        const shading = shadingOf([0, ...some]);
        expect(some.filter((value) => shading.shadeOf(value) === 0).every((value) => value === 0)).toBe(true);
      }),
    );
  });

  it('tells two values apart however rare one of them is', () => {
    expect(new Set(shadesOf([...Array<number>(80).fill(1), 5, 6])).size).toBe(3);
    expect(shadesOf([0, 0, 0, 7])).toEqual([0, 0, 0, SHADES - 1]);
    expect(shadesOf([-3, 0, 0, 0, 5])).toEqual([0, 2, 2, 2, 4]);
  });

  it('has one shade for what is the same everywhere, and the lightest for nought', () => {
    expect(shadesOf([7, 7, 7])).toEqual([2, 2, 2]);
    expect(shadesOf([7])).toEqual([2]);
    expect(shadesOf([0, 0])).toEqual([0, 0]);
    expect(shadingOf([]).legend).toEqual([]);
  });

  it('has about as many regions in each shade where all are different', () => {
    expect(shadesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('has a label of its own for each region, short enough for a tile', () => {
    for (const locale of ['ru', 'en'] as const) {
      const labels = regions.map((region) => tileLabel(region, locale));
      expect(new Set(labels).size).toBe(regions.length);
      expect(labels.filter((label) => label.length > 4)).toEqual([]);
    }
  });

  it('can be walked to every region with the arrow keys', () => {
    const reached = new Set([regions[0]]);
    for (const from of reached)
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        const next = from && tileBeside(regions, from, key);
        if (next) reached.add(next);
      }
    expect(regions.filter((region) => !reached.has(region)).map(({ code }) => code)).toEqual([]);
    expect(tileBeside(regions, regions[0] as (typeof regions)[number], 'Enter')).toBeUndefined();
  });
});

describe('a plot', () => {
  it('is by day while days can be told apart', () => {
    expect(fittingStep({ from: '2026-01-01', to: '2026-03-31' })).toBe('day');
    expect(fittingStep({ from: '2026-01-01', to: '2026-06-30' })).toBe('month');
  });

  it('has every day or month, and nought or a gap where nothing happened', () => {
    const period = { from: '2026-02-27', to: '2026-03-02' };
    expect(placesOf(period, 'month')).toEqual(['2026-02', '2026-03']);
    const measures = { ...someMeasures(1, 100), filed: 3, compensatedShare: 0.5 };
    const series = {
      period,
      step: 'day' as const,
      series: [{ region: 'RYA', points: [{ at: '2026-02-28', measures }] }],
    };
    expect(overTime(series, FIGURES.filed, (code) => code).lines[0]?.values).toEqual([0, 3, 0, 0]);
    expect(overTime(series, FIGURES.compensatedShare, (code) => code).lines[0]?.values).toEqual([
      null,
      0.5,
      null,
      null,
    ]);
  });

  it('shows the fifteen regions with the most, beside the period before where it is known', () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({
      name: `R${index}`,
      measures: { ...someMeasures(1, 1), sold: index },
      ...(index === 19 && { previous: { ...someMeasures(1, 1), sold: 7 } }),
    }));
    const { places, lines } = betweenRegions(rows, FIGURES.sold, { now: 'now', before: 'before' });
    expect(places).toHaveLength(15);
    expect(places[0]).toBe('R19');
    expect(lines.map(({ values }) => values[0])).toEqual([19, 7]);
    const said = { now: 'n', before: 'b' };
    expect(betweenRegions(rows.slice(0, 3), FIGURES.sold, said).lines).toHaveLength(1);
    // Nought is drawn where it was chosen to be compared.
    expect(betweenRegions(rows.slice(0, 3), FIGURES.sold, said).places).toEqual(['R2', 'R1']);
    expect(betweenRegions(rows.slice(0, 3), FIGURES.sold, said, true).places).toEqual(['R2', 'R1', 'R0']);
  });
});

describe('the numbers of a release', () => {
  const found = (text: string, numbers: string[]) =>
    marked(text, numbers).flatMap((part) => (part.source === undefined ? [] : [[part.text, part.source]]));

  it('are found in their order, and never inside another number', () => {
    expect(
      found('Из 15 000 полисов и 15 случаев 5 обращений, помогли 98,5 %, 5 раз.', ['5', '98,5 %', '5 раз']),
    ).toEqual([
      ['5', 0],
      ['98,5 %', 1],
      ['5 раз', 2],
    ]);
    expect(found('1.5 million, 5,000, 25', ['5'])).toEqual([]);
  });

  it('are marked once where two sources show the same', () => {
    expect(found('All 7 were helped.', ['7', '7'])).toEqual([['7', 0]]);
  });

  it('are all found in what is really written', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(400_000), (seed, sold) => {
        const period = { from: '2026-10-02', to: '2026-10-15' };
        const { text, sources } = releaseOf(someMeasures(seed, sold), period, regionByCode('RYA'));
        const count = (each: string, shown: string[]) =>
          new Set(marked(each, shown).map(({ source }) => source)).size - 1;
        expect(
          count(
            text.ru,
            sources.map(({ shown }) => shown),
          ),
        ).toBe(sources.length);
        expect(
          count(
            text.en,
            sources.map(({ shownEn }) => shownEn),
          ),
        ).toBe(sources.length);
      }),
    );
  });

  it('lose nothing of the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (text, numbers) => {
        expect(
          marked(text, numbers)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
