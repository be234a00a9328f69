import { invalidParameters } from '../contracts/list-query.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { ReportSeries } from '../contracts/reports.ts';
import { daysIn } from './day-of.ts';
import { addUpBy, measuresOf } from './measures.ts';
import type { CounterRow, Counters } from './ports.ts';
import { seriesQuery } from './read-report-series-schemas.ts';
import { readReportQuery } from './report-query.ts';

/** All regions together. */
const COUNTRY = 'RU';
/** Day by day costs a row for each region and day. */
const MOST_DAYS_BY_DAY = 366;
/** More points than this are better seen month by month. */
const DAYS_BY_DEFAULT = 62;

/** The figures over time, of regions or of the country; a month that the period cuts counts what lies within. */
export async function readReportSeries(
  { query }: { query: Readonly<Record<string, string>> },
  { counters }: { counters: Pick<Counters, 'read' | 'readDays'> },
): Promise<ReportSeries | Refusal> {
  const asked = readReportQuery(seriesQuery, query);
  if (isRefusal(asked)) return asked;
  const { regions, from, to } = asked;
  const period = { from, to };
  const step = asked.step ?? (daysIn(period) <= DAYS_BY_DEFAULT ? 'day' : 'month');
  if (step === 'day' && daysIn(period) > MOST_DAYS_BY_DAY) return invalidParameters(['step']);
  const named = regions && [...new Set(regions)];
  const rows = await (step === 'day'
    ? counters.readDays('regions', from, to, named)
    : counters.read('regions', from, to, named));
  const length = step === 'day' ? '2026-11-22'.length : '2026-11'.length;
  const names = named ?? [COUNTRY];
  return {
    period,
    step,
    series: names.map((region) => ({
      region,
      points: pointsOf(regions ? rows.filter(({ id }) => id === region) : rows, length),
    })),
  };
}

function pointsOf(rows: readonly CounterRow[], length: number) {
  return [...addUpBy(rows, ({ period }) => period.slice(0, length))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, sums]) => ({ at, measures: measuresOf(sums) }));
}
