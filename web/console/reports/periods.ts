import type { Day } from '../../../functions/contracts/facts.ts';

/** Both days are part of it. */
export interface Period {
  from: Day;
  to: Day;
}

/** In the order in which they are offered. */
export const PRESETS = [
  'today',
  'week',
  'days30',
  'month',
  'lastMonth',
  'quarter',
  'halfYear',
  'year',
] as const;
export type Preset = (typeof PRESETS)[number];

const DAY_MILLIS = 86_400_000;
/** The post's books are kept by Moscow's calendar, which has no daylight saving. */
const MOSCOW_AHEAD_MILLIS = 3 * 3_600_000;

export function todayOf(now: number): Day {
  return new Date(now + MOSCOW_AHEAD_MILLIS).toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return dayAt(Date.parse(day) + days * DAY_MILLIS);
}

export function daysIn({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLIS) + 1;
}

export function isDay(text: string | undefined): text is Day {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && dayAt(at) === text;
}

/** The service tells no longer period: five years, with their leap days. */
const MOST_DAYS = 5 * 366;
/** The service knows no other days. */
const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2199-12-31';

export type PeriodProblem = 'unfinished' | 'reversed' | 'outside' | 'tooLong';

/** Why there is no use in asking about it. */
export function periodProblem({ from, to }: Period): PeriodProblem | undefined {
  if (!isDay(from) || !isDay(to)) return 'unfinished';
  if (from < FIRST_DAY || from > LAST_DAY || to < FIRST_DAY || to > LAST_DAY) return 'outside';
  if (from > to) return 'reversed';
  return daysIn({ from, to }) > MOST_DAYS ? 'tooLong' : undefined;
}

export function periodOf(preset: Preset, today: Day): Period {
  const [year = 0, month = 0] = today.split('-').map(Number);
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'week':
      return { from: addDays(today, -6), to: today };
    case 'days30':
      return { from: addDays(today, -29), to: today };
    case 'month':
      return { from: firstOf(year, month), to: today };
    case 'lastMonth':
      return { from: firstOf(year, month - 1), to: addDays(firstOf(year, month), -1) };
    case 'quarter':
      return { from: firstOf(year, month - ((month - 1) % 3)), to: today };
    case 'halfYear':
      return { from: firstOf(year, month - 5), to: today };
    case 'year':
      return { from: firstOf(year, month - 11), to: today };
  }
}

/** As long, and ends on the day before; the same as the service compares with. */
export function periodBefore(period: Period): Period {
  const to = addDays(period.from, -1);
  return { from: addDays(to, 1 - daysIn(period)), to };
}

export function presetOf(period: Period, today: Day): Preset | undefined {
  return PRESETS.find((preset) => {
    const { from, to } = periodOf(preset, today);
    return from === period.from && to === period.to;
  });
}

/** Of any month by count: month 0 is December of the year before. */
function firstOf(year: number, month: number): Day {
  return dayAt(Date.UTC(year, month - 1, 1));
}

function dayAt(millis: number): Day {
  return new Date(millis).toISOString().slice(0, 10);
}
