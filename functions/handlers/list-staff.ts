import * as operations from '../contracts/operations/desk.ts';
import { caseStore, desk } from '../deps.ts';
import { listStaff } from '../desk/list-staff.ts';
import { apiHandler } from '../http/api-handler.ts';

export const handler = apiHandler(operations.listStaff, async ({ principal, now }) => ({
  status: 200,
  body: await listStaff({ reader: principal.actor, now }, { desk: desk(), cases: caseStore() }),
}));
