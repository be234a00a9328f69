import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../clock.ts';
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
  const day = Temporal.Instant.from(from).toZonedDateTimeISO(timeZone).toPlainDate();
  const nextDay = day.add(term).add({ days: 1 });
  return new Date(nextDay.toZonedDateTime(timeZone).epochMilliseconds).toISOString();
}

export function isBefore(instant: Instant, deadline: Instant): boolean {
  return instant < deadline;
}
