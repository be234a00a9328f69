import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { Day } from '../contracts/facts.ts';

/** Moscow's distance from UTC, without daylight saving since 2014; no policy is older. */
const MOSCOW_OFFSET = 3 * 3_600_000;
const DAY = 86_400_000;

/** A month of Moscow's calendar: `2026-11`. */
export type Month = string;

/** The day in Moscow, wherever the office is: the post's books are kept there. */
export function dayOf(instant: Instant): Day {
  return toInstant(toMillis(instant) + MOSCOW_OFFSET).slice(0, 10);
}

/** When the day begins in Moscow. */
export function startOfDay(day: Day): Instant {
  return toInstant(toMillis(`${day}T00:00:00.000Z`) - MOSCOW_OFFSET);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** @param days Negative: before. */
export function addDays(day: Day, days: number): Day {
  return toInstant(toMillis(`${day}T00:00:00.000Z`) + days * DAY).slice(0, 10);
}

export function firstDayOf(month: Month): Day {
  return `${month}-01`;
}

export function lastDayOf(month: Month): Day {
  return addDays(firstDayOf(nextMonth(month)), -1);
}

export function nextMonth(month: Month): Month {
  return monthOf(addDays(firstDayOf(month), 31));
}

/** How many days, both included. */
export function daysIn({ from, to }: { from: Day; to: Day }): number {
  return (toMillis(`${to}T00:00:00.000Z`) - toMillis(`${from}T00:00:00.000Z`)) / DAY + 1;
}

/** What has to be read for a period: stretches of whole months, and stretches of days at its edges. */
export interface PeriodParts {
  months: { from: Month; to: Month }[];
  days: { from: Day; to: Day }[];
}

/** Cut where the counters are: months at the turn of the year, days at the turn of the month. */
export function partsOf({ from, to }: { from: Day; to: Day }): PeriodParts {
  const parts: PeriodParts = { months: [], days: [] };
  for (let month = monthOf(from); month <= monthOf(to); month = nextMonth(month)) {
    const first = from > firstDayOf(month) ? from : firstDayOf(month);
    const last = to < lastDayOf(month) ? to : lastDayOf(month);
    if (first !== firstDayOf(month) || last !== lastDayOf(month)) parts.days.push({ from: first, to: last });
    else {
      const previous = parts.months.at(-1);
      // Only the first and the last month can be cut, so those in between follow each other.
      if (previous?.to.slice(0, 4) === month.slice(0, 4)) previous.to = month;
      else parts.months.push({ from: month, to: month });
    }
  }
  return parts;
}

/** Each month and day of the parts by itself, as counters are kept. */
export function eachPeriodOf({ months, days }: PeriodParts): string[] {
  const stretch = (from: string, to: string, next: (period: string) => string) => {
    const periods: string[] = [];
    for (let period = from; period <= to; period = next(period)) periods.push(period);
    return periods;
  };
  return [
    ...months.flatMap(({ from, to }) => stretch(from, to, nextMonth)),
    ...days.flatMap(({ from, to }) => stretch(from, to, (day) => addDays(day, 1))),
  ];
}
