import type { StaffMember } from '../../../functions/contracts/console.ts';
import type { DeskApi, StaffChange } from '../api.ts';

/** The index that counts lags behind the cases by moments, so that one call may seem to have done nothing. */
const MOST_IN_VAIN = 3;

/**
 * Says that somebody is away, and says it again for as long as cases are left: one call hands back a bounded number.
 * What the answer still counts then has to be tried again by hand.
 */
export async function sendAway(
  api: Pick<DeskApi, 'changeStaff'>,
  personId: string,
  change: StaffChange,
  onLeft: (count: number) => void,
): Promise<StaffMember> {
  let member = await api.changeStaff(personId, change);
  for (let vain = 0; member.openCases > 0 && vain < MOST_IN_VAIN; ) {
    onLeft(member.openCases);
    const next = await api.changeStaff(personId, change);
    vain = next.openCases < member.openCases ? 0 : vain + 1;
    member = next;
  }
  return member;
}
