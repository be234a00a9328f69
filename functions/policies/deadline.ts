import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { Term } from './terms.ts';

/** The postal process runs on Moscow time. */
export const POSTAL_TIME_ZONE = 'Europe/Moscow';

/**
 * The time zones in which post offices stand, and by how many hours their clocks are ahead of UTC. They have not been
 * changed since 2016; a test compares them with the database of time zones, and fails when a law moves one. Asking the
 * database itself (`Intl`) takes longer than all the rest of a first sale.
 */
const HOURS_AHEAD = {
  'Europe/Kaliningrad': 2,
  'Europe/Moscow': 3,
  'Europe/Samara': 4,
  'Asia/Yekaterinburg': 5,
  'Asia/Omsk': 6,
  'Asia/Krasnoyarsk': 7,
  'Asia/Irkutsk': 8,
  'Asia/Yakutsk': 9,
  'Asia/Vladivostok': 10,
  'Asia/Magadan': 11,
  'Asia/Kamchatka': 12,
} as const;

type OfficeTimeZone = keyof typeof HOURS_AHEAD;

export const OFFICE_TIME_ZONES = /* @__PURE__ */ Object.keys(HOURS_AHEAD) as readonly OfficeTimeZone[];

export function isOfficeTimeZone(timeZone: string): timeZone is OfficeTimeZone {
  return Object.hasOwn(HOURS_AHEAD, timeZone);
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
  if (!isOfficeTimeZone(timeZone)) throw new RangeError('No office stands in this time zone.');
  const ahead = HOURS_AHEAD[timeZone] * 3_600_000;
  const local = new Date(toMillis(from) + ahead);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const midnight =
    'days' in term
      ? Date.UTC(year, month, day + term.days + 1)
      : Date.UTC(year, month + term.months, dayInMonth(year, month + term.months, day) + 1);
  return toInstant(midnight - ahead);
}

/** The day of this number, or the last one where the month is shorter. */
function dayInMonth(year: number, month: number, day: number): number {
  return Math.min(day, new Date(Date.UTC(year, month + 1, 0)).getUTCDate());
}

export function isBefore(instant: Instant, deadline: Instant): boolean {
  return instant < deadline;
}
