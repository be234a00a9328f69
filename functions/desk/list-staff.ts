import type { CaseStore } from '../claims/ports.ts';
import { workLevelsAt } from '../claims/service-levels.ts';
import type { Instant } from '../clock.ts';
import type { StaffMember } from '../contracts/console.ts';
import type { ConsoleRole } from '../contracts/primitives.ts';
import type { Colleague, Desk } from './ports.ts';
import { isAbsent } from './staff-rules.ts';

/** Who works at the desk, who is away, and how much each has. */
export async function listStaff(
  { reader, now }: { reader: { role: ConsoleRole }; now: Instant },
  ports: { desk: Pick<Desk, 'list'>; cases: Pick<CaseStore, 'countWork'> },
): Promise<{ staff: StaffMember[] }> {
  const colleagues = await ports.desk.list();
  if (reader.role !== 'specialist')
    return { staff: await Promise.all(colleagues.map((each) => staffMemberOf(each, now, ports.cases))) };
  // Whoever hands a case over has to know who could take it, not when a colleague was last at the desk.
  const specialists = await Promise.all(
    colleagues
      .filter(({ role }) => role === 'specialist')
      .map((each) => staffMemberOf(each, now, ports.cases)),
  );
  return { staff: specialists.map(({ lastSeenAt: _seen, ...each }) => each) };
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
