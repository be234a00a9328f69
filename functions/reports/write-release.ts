import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { Release } from '../contracts/reports.ts';
import { addUp, measuresOf } from './measures.ts';
import type { Counters } from './ports.ts';
import { regionByCode } from './regions.ts';
import { releaseOf } from './release.ts';
import { readReportQuery } from './report-query.ts';
import { releaseQuery } from './write-release-schemas.ts';

/** The paragraph on a region's figures, or on the country's where no region is asked for. */
export async function writeRelease(
  { query }: { query: Readonly<Record<string, string>> },
  { counters }: { counters: Pick<Counters, 'read'> },
): Promise<Release | Refusal> {
  const asked = readReportQuery(releaseQuery, query);
  if (isRefusal(asked)) return asked;
  const { from, to } = asked;
  const region = asked.region === undefined ? undefined : regionByCode(asked.region);
  const rows = await counters.read('regions', from, to);
  const counted = rows.filter(({ id }) => region === undefined || id === region.code);
  return releaseOf(measuresOf(addUp(counted)), { from, to }, region);
}
