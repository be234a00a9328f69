import * as operations from '../contracts/operations/desk.ts';
import { caseStore, desk } from '../deps.ts';
import { changeStaff } from '../desk/change-staff.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';

export const handler = apiHandler(operations.changeStaff, async ({ parameters, body, principal, now }) => {
  const personId = parameters.personId ?? '';
  const ports = { desk: desk(), cases: caseStore() };
  return answer(await changeStaff({ ...body, personId, reader: principal.actor, now }, ports));
});
