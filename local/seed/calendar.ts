/** How busy the counters are over the year, the week and the day; the plan of a year is spread by it. */

const DAY = 86_400_000;

/** January to December, an ordinary day being 1. */
const MONTHS = [0.82, 1, 1.02, 0.97, 0.9, 0.84, 0.8, 0.86, 0.97, 1.05, 1.2, 1.3];
/** Sunday to Saturday: many offices are closed on Sundays. */
const WEEKDAYS = [0.45, 1.12, 1.1, 1.08, 1.06, 1.12, 0.9];
/** Orders of a sale are fetched a week or so later. `MM-DD` to `MM-DD`. */
const SEASONS: readonly [from: string, to: string, factor: number][] = [
  ['01-01', '01-08', 0.25],
  ['02-15', '02-22', 1.15],
  ['02-28', '03-07', 1.35],
  ['03-08', '03-08', 0.3],
  ['05-01', '05-03', 0.5],
  ['05-09', '05-09', 0.2],
  ['06-12', '06-12', 0.4],
  ['08-20', '08-31', 1.2],
  ['11-04', '11-04', 0.4],
  // The eleventh of November.
  ['11-16', '11-24', 1.3],
  // Black Friday.
  ['11-30', '12-10', 1.5],
  ['12-15', '12-29', 1.4],
  ['12-31', '12-31', 0.3],
];
/** By the hour of the day, local time. */
const HOURS: readonly [hour: number, weight: number][] = [
  [8, 3],
  [9, 6],
  [10, 9],
  [11, 11],
  [12, 12],
  [13, 9],
  [14, 7],
  [15, 7],
  [16, 8],
  [17, 10],
  [18, 11],
  [19, 6],
  [20, 1],
];

/** The first instant of the year's days, as if they were UTC. */
export function daysOf(year: number): number[] {
  const [first, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  return Array.from({ length: (end - first) / DAY }, (_, index) => first + index * DAY);
}

export function busynessOf(day: number): number {
  const date = new Date(day);
  const name = date.toISOString().slice(5, 10);
  const season = SEASONS.find(([from, to]) => from <= name && name <= to)?.[2] ?? 1;
  return (MONTHS[date.getUTCMonth()] ?? 1) * (WEEKDAYS[date.getUTCDay()] ?? 1) * season;
}

/** How many of `total` fall on each day: whole numbers that add up, whatever the total is. */
export function spreadOver(days: readonly number[], total: number): number[] {
  const weights = days.map(busynessOf);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  let reached = 0;
  return weights.map((weight) => {
    reached += weight;
    const until = Math.round((total * reached) / all);
    const count = until - before;
    before = until;
    return count;
  });
}

/** Milliseconds after midnight at which somebody stands at the counter; `share` is drawn evenly from [0, 1). */
export function timeOfDay(share: number): number {
  const all = HOURS.reduce((sum, [, weight]) => sum + weight, 0);
  let left = share * all;
  for (const [hour, weight] of HOURS) {
    if (left < weight) return Math.floor((hour + left / weight) * 3_600_000);
    left -= weight;
  }
  return 20 * 3_600_000;
}
