import * as operations from '../contracts/operations/reports.ts';
import { counters, cursorSealer } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { listReportClaims } from '../reports/list-report-claims.ts';

export const handler = apiHandler(operations.listReportClaims, async ({ query, principal }) => {
  const ports = { counters: counters(), cursors: await cursorSealer() };
  return answer(await listReportClaims({ query, readerId: principal.actor.id }, ports));
});
