import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { RegionReport } from '../contracts/reports.ts';
import { addUp, addUpBy, measuresOf } from './measures.ts';
import type { CounterRow, Counters } from './ports.ts';
import { regionReportQuery } from './read-region-report-schemas.ts';
import { regions } from './regions.ts';
import { previousOf, readReportQuery } from './report-query.ts';

/** The figures of every region, also of one that has none, and of what is in no region where there is something. */
export async function readRegionReport(
  { query }: { query: Readonly<Record<string, string>> },
  { counters }: { counters: Pick<Counters, 'read'> },
): Promise<RegionReport | Refusal> {
  const asked = readReportQuery(regionReportQuery, query);
  if (isRefusal(asked)) return asked;
  const { compare, ...period } = asked;
  const before = compare && previousOf(period);
  const [rows, previousRows] = await Promise.all([
    counters.read('regions', period.from, period.to),
    before && counters.read('regions', before.from, before.to),
  ]);
  const now = addUpBy(rows, idOf);
  const then = previousRows && addUpBy(previousRows, idOf);
  const isElsewhere = now.has('unknown') || then?.has('unknown');
  return {
    period,
    ...(before && { previousPeriod: before }),
    regions: [...regions.map(({ code }) => code), ...(isElsewhere ? ['unknown'] : [])].map((region) => ({
      region,
      measures: measuresOf(now.get(region) ?? {}),
      ...(then && { previous: measuresOf(then.get(region) ?? {}) }),
    })),
    total: {
      measures: measuresOf(addUp(rows)),
      ...(previousRows && { previous: measuresOf(addUp(previousRows)) }),
    },
  };
}

function idOf({ id }: CounterRow): string {
  return id;
}
