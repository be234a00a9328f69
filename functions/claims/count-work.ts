import type { Instant } from '../clock.ts';
import { type WorkCounts, workList } from '../contracts/console.ts';
import type { ConsoleRole } from '../contracts/primitives.ts';
import { type CaseStore, WORK_COUNT_BOUND } from './ports.ts';
import { unassignedTooLongSince, workLevelsAt } from './service-levels.ts';

/**
 * How much is open and late in each list, and with the reader. What nobody took for too long counts as overdue in
 * the list of what nobody took: that is where it reaches the supervisor.
 */
export async function countWork(
  { reader, now }: { reader: { id: string; role: ConsoleRole }; now: Instant },
  { cases }: { cases: Pick<CaseStore, 'countWork'> },
): Promise<WorkCounts> {
  const levels = workLevelsAt(now);
  const lists = workList.options.map(async (list) => ({
    list,
    ...(list === 'unassigned'
      ? await cases.countWork('unassigned', { ...levels, waitingSince: unassignedTooLongSince(now) })
      : await cases.countWork({ queue: list }, levels)),
  }));
  const hasCases = reader.role === 'specialist' || reader.role === 'supervisor';
  const mine = hasCases ? cases.countWork({ personId: reader.id }, levels) : undefined;
  // All at once: one that failed while only another is waited for would be nobody's, and end the function.
  const [own, ...counted] = await Promise.all([mine, ...lists]);
  return {
    bound: WORK_COUNT_BOUND,
    lists: counted,
    ...(own && { mine: { open: own.open, overdue: own.overdue, atRisk: own.atRisk } }),
  };
}
