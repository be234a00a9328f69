import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { Term } from './terms.ts';

/** The postal process runs on Moscow time. */
export const POSTAL_TIME_ZONE = 'Europe/Moscow';

/** The eleven time zones in which post offices stand, UTC+2 to UTC+12. */
export const OFFICE_TIME_ZONES = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Kamchatka',
] as const;

export function isOfficeTimeZone(timeZone: string): boolean {
  return (OFFICE_TIME_ZONES as readonly string[]).includes(timeZone);
}

/**
 * The one instant at which a term is over: the later of the two day-ends, in the office's zone and in Moscow.
 *
 * In each zone the term is counted from the local calendar day of `from`, and ends when the day that it leads to
 * has ended there (the Civil Code, articles 191 and 194: the count starts on the next day, the last day counts
 * whole). The instant itself is outside the term: in time means strictly before it.
 */
export function deadlineAfter(from: Instant, term: Term, officeTimeZone: string): Instant {
  const inOfficeZone = dayEnd(from, term, officeTimeZone);
  const inPostalZone = dayEnd(from, term, POSTAL_TIME_ZONE);
  return inOfficeZone > inPostalZone ? inOfficeZone : inPostalZone;
}

/** The end of the day that lies one term after the local day of `from`: midnight, the start of the next day. */
function dayEnd(from: Instant, term: Term, timeZone: string): Instant {
  const local = new Date(toMillis(from) + aheadOfUtc(timeZone, toMillis(from)));
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const midnight =
    'days' in term
      ? Date.UTC(year, month, day + term.days + 1)
      : Date.UTC(year, month + term.months, dayInMonth(year, month + term.months, day) + 1);
  // The zone may be another distance from UTC by then, so it is asked about the midnight itself.
  const guess = midnight - aheadOfUtc(timeZone, midnight);
  return toInstant(midnight - aheadOfUtc(timeZone, guess));
}

/** The day of this number, or the last one where the month is shorter. */
function dayInMonth(year: number, month: number, day: number): number {
  return Math.min(day, new Date(Date.UTC(year, month + 1, 0)).getUTCDate());
}

const zones = /* @__PURE__ */ new Map<string, Intl.DateTimeFormat>();

/** By how many milliseconds the clocks of a zone are ahead at a moment; a zone is asked for as «GMT+03:00». */
function aheadOfUtc(timeZone: string, millis: number): number {
  const zone = zones.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  zones.set(timeZone, zone);
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(zone.format(millis)) ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -ahead : ahead;
}

export function isBefore(instant: Instant, deadline: Instant): boolean {
  return instant < deadline;
}
