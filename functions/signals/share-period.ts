import type { Instant } from '../clock.ts';
import type { Day } from '../contracts/facts.ts';
import { addDays, dayOf, firstDayOf, lastDayOf, monthOf, startOfDay } from '../reports/day-of.ts';

const DAYS = 90;

/**
 * Over which days offices are compared when a claim is judged: whole months, because those are one item of counters for
 * an office, about a kilobyte where it sells every day.
 */
export function sharePeriod(filedAt: Instant): { from: Day; to: Day } {
  const day = dayOf(filedAt);
  return { from: firstDayOf(monthOf(addDays(day, -DAYS))), to: lastDayOf(monthOf(day)) };
}

export function sharesSince(filedAt: Instant): Instant {
  return startOfDay(sharePeriod(filedAt).from);
}
