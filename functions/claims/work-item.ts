import type { Claim } from '../contracts/case.ts';
import { placeInQueue } from './claim-lifecycle.ts';
import {
  WORK_COUNT_BOUND,
  type WorkCount,
  type WorkFilter,
  type WorkItem,
  type WorkLevels,
} from './ports.ts';

/** An open claim as lists show it; undefined once it is closed. */
export function workItemOf(claim: Claim): WorkItem | undefined {
  const place = placeInQueue(claim);
  if (!place) return undefined;
  const { trackingNumber, claimId, status, kind, amount, filedAt, statusSince, timeZone } = claim;
  const { assignee, unassignedSince, appeal, urgentUntil } = claim;
  return {
    ...place,
    ...{ trackingNumber, claimId, status, kind, amount, filedAt, statusSince, timeZone },
    locale: claim.locale ?? 'ru',
    ...(assignee && { assignee: assignee.id }),
    ...(!assignee && unassignedSince !== undefined && { unassignedSince }),
    flags: [
      ...(appeal ? ['appealed' as const] : []),
      ...(urgentUntil !== undefined ? ['money-in-post' as const] : []),
    ],
  };
}

/** Whether a list that is narrowed down so shows it. */
export function isWanted(work: WorkItem, { kinds, locales, timeZones }: WorkFilter = {}): boolean {
  return (
    (!kinds?.length || kinds.includes(work.kind)) &&
    (!locales?.length || locales.includes(work.locale)) &&
    (!timeZones?.length || timeZones.includes(work.timeZone))
  );
}

/** Whether the filter leaves out anything at all. */
export function isNarrowing({ kinds, locales, timeZones }: WorkFilter = {}): boolean {
  return [kinds, locales, timeZones].some((wanted) => (wanted?.length ?? 0) > 0);
}

/** How much of these is open and late; every number stops at the bound. */
export function countOf(works: readonly WorkItem[], levels: WorkLevels): WorkCount {
  const isLate = ({ dueAt, unassignedSince }: WorkItem) =>
    dueAt <= levels.now ||
    (levels.waitingSince !== undefined &&
      unassignedSince !== undefined &&
      unassignedSince <= levels.waitingSince);
  const overdue = works.filter(isLate).length;
  const atRisk = works.filter((work) => !isLate(work) && work.dueAt <= levels.atRiskUntil).length;
  const nearestDueAt = works.map(({ dueAt }) => dueAt).sort()[0];
  const bounded = (count: number) => Math.min(count, WORK_COUNT_BOUND);
  return {
    open: bounded(works.length),
    overdue: bounded(overdue),
    atRisk: bounded(atRisk),
    ...(nearestDueAt !== undefined && { nearestDueAt }),
  };
}
