import { type Instant, toInstant, toMillis } from '../clock.ts';
import { isBefore } from '../policies/deadline.ts';
import type { Colleague, Presence } from './ports.ts';

/** Someone who polls every few seconds is written down so often: colleagues see whether they are there. */
const SEEN_EVERY_MINUTES = 5;

export function isAbsent({ absentUntil }: Pick<Colleague, 'absentUntil'>, now: Instant): boolean {
  return absentUntil !== undefined && isBefore(now, absentUntil);
}

/** Whether a specialist is there to take a case. */
export function takesCases(colleague: Colleague | undefined, now: Instant): boolean {
  return colleague?.role === 'specialist' && !isAbsent(colleague, now);
}

/** Whether the directory has to hear of this call. */
export function isNews(
  known: Colleague | undefined,
  seen: Pick<Colleague, 'role'> & { now: Instant },
): boolean {
  if (known?.role !== seen.role) return true;
  const until = toInstant(toMillis(known.lastSeenAt) + SEEN_EVERY_MINUTES * 60_000);
  return !isBefore(seen.now, until);
}

/** Whether somebody still has the case open, by the clock: the table removes what is over when it comes to it. */
export function isPresent({ seenAt }: Pick<Presence, 'seenAt'>, seconds: number, now: Instant): boolean {
  return isBefore(now, toInstant(toMillis(seenAt) + seconds * 1000));
}
