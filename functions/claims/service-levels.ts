import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { WorkEntry } from '../contracts/console.ts';
import { isBefore } from '../policies/deadline.ts';
import type { WorkLevels } from './ports.ts';

/** How the desk works; not a term of the product, because no customer is promised it. */
export const serviceLevels = {
  /** A deadline nearer than this is shown as at risk. */
  atRiskHours: 24,
  /** A case that nobody took for longer reaches the supervisor. */
  unassignedHours: 24,
  /** Sign-out of the console without any input. */
  idleMinutes: 15,
  /** Others are shown on a case this long after they were last heard of. */
  presenceSeconds: 30,
} as const;

const HOUR = 3_600_000;

/** Whether the deadline has passed or will soon. */
export function riskOf({ dueAt }: { dueAt: Instant }, now: Instant): WorkEntry['risk'] {
  if (!isBefore(now, dueAt)) return 'overdue';
  const warnedFrom = toInstant(toMillis(dueAt) - serviceLevels.atRiskHours * HOUR);
  return isBefore(now, warnedFrom) ? 'none' : 'at-risk';
}

/** Cases that nobody has taken since before this are the supervisor's to see to. */
export function unassignedTooLongSince(now: Instant): Instant {
  return toInstant(toMillis(now) - serviceLevels.unassignedHours * HOUR);
}

/** What a count of open work calls late. */
export function workLevelsAt(now: Instant): WorkLevels {
  return { now, atRiskUntil: toInstant(toMillis(now) + serviceLevels.atRiskHours * HOUR) };
}
