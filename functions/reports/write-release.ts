import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { Release } from '../contracts/reports.ts';
import { daysIn, isDay } from './day-of.ts';
import { addUp, measuresOf } from './measures.ts';
import type { Counters } from './ports.ts';
import { type Region, regionByCode } from './regions.ts';
import { releaseOf } from './release.ts';

/** Five years, one of them longer by a day or two. */
const MOST_DAYS = 5 * 366;

/** The paragraph on a region's figures, or on the country's where no region is asked for. */
export async function writeRelease(
  { query }: { query: Readonly<Record<string, string>> },
  { counters }: { counters: Pick<Counters, 'read'> },
): Promise<Release | Refusal> {
  const asked = readQuery(query);
  if (isRefusal(asked)) return asked;
  const { from, to, region } = asked;
  const rows = await counters.read('regions', from, to);
  const counted = rows.filter(({ id }) => region === undefined || id === region.code);
  return releaseOf(measuresOf(addUp(counted)), { from, to }, region);
}

function readQuery({
  from = '',
  to = '',
  region: code,
  ...others
}: Readonly<Record<string, string>>): { from: string; to: string; region: Region | undefined } | Refusal {
  const region = code === undefined ? undefined : regionByCode(code);
  const isPeriod = isDay(from) && isDay(to) && from <= to && daysIn({ from, to }) <= MOST_DAYS;
  const isUnderstood = (code === undefined || region !== undefined) && Object.keys(others).length === 0;
  return isPeriod && isUnderstood ? { from, to, region } : refuse('invalid-request');
}
