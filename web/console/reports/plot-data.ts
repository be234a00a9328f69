import type { Measures, ReportSeries } from '../../../functions/contracts/reports.ts';
import type { Figure } from './figures.ts';
import { addDays, daysIn, type Period } from './periods.ts';
import type { SeriesStep } from './reports-api.ts';

export interface PlotLine {
  key: string;
  name: string;
  /** One for each place; null breaks the line. */
  values: (number | null)[];
}

export interface PlotData {
  /** Days, months, or names of regions. */
  places: string[];
  lines: PlotLine[];
}

/** More bars than these are not compared at a glance; all of them stand in the table. */
const MOST_BARS = 15;
const LONGEST_BY_DAY = 92;
/** The service tells no longer period day by day. */
export const MOST_DAYS_BY_DAY = 366;

/** Days while they can be told apart, months after that. */
export function fittingStep(period: Period): SeriesStep {
  return daysIn(period) <= LONGEST_BY_DAY ? 'day' : 'month';
}

/** Every day or month of the period, whether something happened in it or not. */
export function placesOf(period: Period, step: SeriesStep): string[] {
  const days = Array.from({ length: daysIn(period) }, (_, index) => addDays(period.from, index));
  return step === 'day' ? days : [...new Set(days.map((day) => day.slice(0, 7)))];
}

/** Where nothing happened a count is nought, and a share or a time is not known. */
export function overTime(
  { period, step, series }: ReportSeries,
  { kind, of }: Figure,
  nameOf: (region: string) => string,
): PlotData {
  const places = placesOf(period, step);
  const nothing = kind === 'count' || kind === 'money' ? 0 : null;
  return {
    places,
    lines: series.map(({ region, points }) => {
      const known = new Map(points.map(({ at, measures }) => [at, of(measures)]));
      return {
        key: region,
        name: nameOf(region),
        values: places.map((place) => known.get(place) ?? nothing),
      };
    }),
  };
}

interface Compared {
  name: string;
  measures: Measures;
  previous?: Measures;
}

/** The chosen regions, or those with the most of it; the period before beside it where it is known. */
export function betweenRegions(
  rows: readonly Compared[],
  { of }: Figure,
  said: { now: string; before: string },
  areChosen = false,
): PlotData {
  // Of what was nought and is nought there is nothing to draw, and it may be most regions.
  const isSomething = (measures: Measures) => (of(measures) ?? 0) !== 0;
  const shown = [...rows]
    .filter(
      ({ measures, previous }) => areChosen || isSomething(measures) || (previous && isSomething(previous)),
    )
    .sort((one, two) => (of(two.measures) ?? 0) - (of(one.measures) ?? 0))
    .slice(0, MOST_BARS);
  const before = shown.map(({ previous }) => (previous ? of(previous) : null));
  return {
    places: shown.map(({ name }) => name),
    lines: [
      { key: 'now', name: said.now, values: shown.map(({ measures }) => of(measures)) },
      ...(before.some((value) => value !== null)
        ? [{ key: 'before', name: said.before, values: before }]
        : []),
    ],
  };
}
