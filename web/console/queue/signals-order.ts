import type { WorkEntry } from '../../../functions/contracts/console.ts';

/** Moscow has no daylight saving. */
const MOSCOW_AHEAD_MILLIS = 3 * 3_600_000;

/**
 * A list by deadline, in which what stands out comes first among what is due on the same day. It stays a list by
 * deadline: nothing is put before what is due on an earlier day, and what is equal keeps its place.
 */
export function bySignals(entries: readonly WorkEntry[]): WorkEntry[] {
  const days: { day: string; entries: WorkEntry[] }[] = [];
  for (const entry of entries) {
    const day = lastDayOf(entry.dueAt);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days.flatMap(({ entries: sameDay }) => sameDay.sort((a, b) => rankOf(a) - rankOf(b)));
}

function rankOf({ signals }: WorkEntry): number {
  switch (signals?.level) {
    case 'hold':
      return 0;
    case 'flag':
      return 1;
    default:
      return 2;
  }
}

/** A deadline at midnight is the end of the day before, which is also how it is written. */
function lastDayOf(dueAt: string): string {
  return new Date(Date.parse(dueAt) + MOSCOW_AHEAD_MILLIS - 1).toISOString().slice(0, 10);
}
