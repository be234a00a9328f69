import { type Cursors, invalidParameters, placeOf } from '../contracts/list-query.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { OfficeReport } from '../contracts/reports.ts';
import { addUpBy, measuresOf } from './measures.ts';
import type { Counters } from './ports.ts';
import { officeReportQuery, place } from './read-office-report-schemas.ts';
import { isRegion, previousOf, readReportQuery } from './report-query.ts';

/** Each page adds up all offices of the region again, so a period is at most a year and its leap day. */
const MOST_DAYS = 366;

/** The figures of a region's offices by their index, page by page. */
export async function readOfficeReport(
  input: { region: string; query: Readonly<Record<string, string>>; readerId: string },
  ports: { counters: Pick<Counters, 'read'>; cursors: Cursors },
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
  const [now, then] = await Promise.all([
    sumsOf(ports.counters, region, period),
    before && sumsOf(ports.counters, region, before),
  ]);
  const from = after.place?.office ?? '';
  const all = [...new Set([...now.keys(), ...(then?.keys() ?? [])])].filter((office) => office > from).sort();
  const offices = all.slice(0, limit);
  const last = offices.at(-1);
  return {
    period,
    ...(before && { previousPeriod: before }),
    region,
    offices: offices.map((office) => ({
      office,
      measures: measuresOf(now.get(office) ?? {}),
      ...(then && { previous: measuresOf(then.get(office) ?? {}) }),
    })),
    ...(all.length > offices.length &&
      last !== undefined && { nextCursor: ports.cursors.seal({ office: last }, boundTo) }),
  };
}

async function sumsOf(
  counters: Pick<Counters, 'read'>,
  region: string,
  { from, to }: { from: string; to: string },
) {
  return addUpBy(await counters.read(`offices#${region}`, from, to), ({ id }) => id);
}
