import type { SellerPage } from '../../../functions/contracts/reports.ts';

export type SellerMonth = SellerPage['months'][number];

const MONTH_LENGTH = '2026-11'.length;

/** The post's books begin a month at Moscow's midnight, which is UTC+3 all year. */
const MOSCOW_AHEAD_MILLIS = 3 * 3_600_000;

/** `2026-03`, `2026-02` …: this month and those before it. */
export function latestMonths(now: number, count: number): string[] {
  const here = new Date(now + MOSCOW_AHEAD_MILLIS);
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(here.getUTCFullYear(), here.getUTCMonth() - back, 1))
      .toISOString()
      .slice(0, MONTH_LENGTH),
  );
}

/** Oldest first, and without gaps: a month in which nothing happened is a month too, or a plot would leave it out. */
export function withoutGaps(months: readonly SellerMonth[]): SellerMonth[] {
  const sorted = [...months].sort((one, other) => (one.month < other.month ? -1 : 1));
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) return [];
  const known = new Map(sorted.map((each) => [each.month, each]));
  const whole: SellerMonth[] = [];
  for (let month = first.month; month <= last.month; month = monthAfter(month))
    whole.push(known.get(month) ?? { month, parcels: 0, filed: 0, confirmed: 0, paid: 0 });
  return whole;
}

function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, MONTH_LENGTH);
}
