import { caseStore, desk } from '../deps.ts';
import { listStaff } from '../desk/list-staff.ts';
import { apiHandler } from '../http/api-handler.ts';

export const handler = apiHandler('list-staff', async ({ now }) => ({
  status: 200,
  body: await listStaff({ now }, { desk: desk(), cases: caseStore() }),
}));
