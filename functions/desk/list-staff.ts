import type { CaseStore } from '../claims/ports.ts';
import { workLevelsAt } from '../claims/service-levels.ts';
import type { Instant } from '../clock.ts';
import type { StaffMember } from '../contracts/console.ts';
import type { Colleague, Desk } from './ports.ts';
import { isAbsent } from './staff-rules.ts';

/** Who works at the desk, who is away, and how much each has. */
export async function listStaff(
  { now }: { now: Instant },
  ports: { desk: Pick<Desk, 'list'>; cases: Pick<CaseStore, 'countWork'> },
): Promise<{ staff: StaffMember[] }> {
  const colleagues = await ports.desk.list();
  return { staff: await Promise.all(colleagues.map((each) => staffMemberOf(each, now, ports.cases))) };
}

export async function staffMemberOf(
  { absentUntil, ...colleague }: Colleague,
  now: Instant,
  cases: Pick<CaseStore, 'countWork'>,
): Promise<StaffMember> {
  const { open } = await cases.countWork({ personId: colleague.personId }, workLevelsAt(now));
  return {
    ...colleague,
    ...(absentUntil !== undefined && isAbsent({ absentUntil }, now) && { absentUntil }),
    openCases: open,
  };
}
