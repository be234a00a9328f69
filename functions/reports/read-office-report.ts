import { type Cursors, invalidParameters, placeOf } from '../contracts/list-query.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { OfficeReport } from '../contracts/reports.ts';
import { addUpBy, measuresOf } from './measures.ts';
import type { CounterRow, Counters } from './ports.ts';
import { officeReportQuery, place } from './read-office-report-schemas.ts';
import { isRegion, previousOf, readReportQuery } from './report-query.ts';

/** Each page reads its offices in every month, and every day where a month is cut: a year and its leap day. */
const MOST_DAYS = 366;

/** The figures of a region's offices by their index, page by page. */
export async function readOfficeReport(
  input: { region: string; query: Readonly<Record<string, string>>; readerId: string },
  ports: { counters: Pick<Counters, 'readIds'>; cursors: Cursors },
): Promise<OfficeReport | Refusal> {
  const { region } = input;
  if (!isRegion(region)) return invalidParameters(['region']);
  const asked = readReportQuery(officeReportQuery, input.query, { mostDays: MOST_DAYS });
  if (isRefusal(asked)) return asked;
  const { compare, limit, cursor, ...period } = asked;
  const boundTo = `offices:${JSON.stringify({ region, compare, ...period })}:${input.readerId}`;
  const after = placeOf(cursor, place, boundTo, ports.cursors);
  if (isRefusal(after)) return after;

  const before = compare && previousOf(period);
  // One more than is shown: only then is there a next page.
  const ids = { after: after.place?.office, limit: limit + 1 };
  const [now, then] = await Promise.all([
    ports.counters.readIds(`offices#${region}`, period, ids),
    before && ports.counters.readIds(`offices#${region}`, before, ids),
  ]);
  const [sums, previous] = [addUpBy(now.rows, idOf), then && addUpBy(then.rows, idOf)];
  // Where one of them was cut short, it has more than a page up to there: of what lies beyond nothing is shown.
  const all = [...new Set([...sums.keys(), ...(previous?.keys() ?? [])])].sort();
  const offices = all.slice(0, limit);
  const last = offices.at(-1);
  return {
    period,
    ...(before && { previousPeriod: before }),
    region,
    offices: offices.map((office) => ({
      office,
      measures: measuresOf(sums.get(office) ?? {}),
      ...(previous && { previous: measuresOf(previous.get(office) ?? {}) }),
    })),
    ...(all.length > offices.length &&
      last !== undefined && { nextCursor: ports.cursors.seal({ office: last }, boundTo) }),
  };
}

function idOf({ id }: CounterRow): string {
  return id;
}
