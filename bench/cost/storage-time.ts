/** Which year is paid for: the first one, or any once as much leaves the storage as comes. */
export type Year = 'first' | 'steady';

const MONTHS = 12;
export const DAYS_OF_MONTH = 365.25 / 12;

/**
 * Months that one thing which came in the year is paid for, of the time of its life between `from` and `to` months,
 * when such things come evenly all year. In a steady year all of that time; in the first only what falls into it.
 */
export function monthsPaid(year: Year, from: number, to: number): number {
  if (to <= from) return 0;
  if (year === 'steady') return to - from;
  return (livedUntil(to) - livedUntil(from)) / MONTHS;
}

/** The integral of min(age, most) over the ages of what came in the last year. */
function livedUntil(most: number): number {
  return most >= MONTHS ? (MONTHS * MONTHS) / 2 : most * MONTHS - (most * most) / 2;
}
