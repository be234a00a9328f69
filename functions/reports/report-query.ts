import type * as z from 'zod';
import type { RegionCode } from '../contracts/facts.ts';
import { invalidParameters, invalidQuery } from '../contracts/list-query.ts';
import type { Refusal } from '../contracts/refusal.ts';
import { addDays, daysIn } from './day-of.ts';
import { regionByCode } from './regions.ts';

/** Five years, with their leap days. */
const MOST_DAYS = 5 * 366;

export interface Period {
  from: string;
  to: string;
}

export function isRegion(code: RegionCode): boolean {
  return code === 'unknown' || regionByCode(code) !== undefined;
}

/** What was asked, or a refusal that names the parameters; one that nobody knows is refused too. */
export function readReportQuery<Query extends Period>(
  schema: z.ZodType<Query>,
  given: Readonly<Record<string, string>>,
  { mostDays = MOST_DAYS }: { mostDays?: number } = {},
): Query | Refusal {
  const parsed = schema.safeParse(given);
  if (!parsed.success) return invalidQuery(parsed.error);
  if (parsed.data.from > parsed.data.to) return invalidParameters(['from', 'to']);
  return daysIn(parsed.data) > mostDays ? invalidParameters(['to']) : parsed.data;
}

/** As long, and over on the day before. */
export function previousOf(period: Period): Period {
  const to = addDays(period.from, -1);
  return { from: addDays(to, 1 - daysIn(period)), to };
}
