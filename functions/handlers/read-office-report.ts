import * as operations from '../contracts/operations/reports.ts';
import { counters, cursorSealer } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { readOfficeReport } from '../reports/read-office-report.ts';

export const handler = apiHandler(operations.readOfficeReport, async ({ query, parameters, principal }) => {
  const input = { region: parameters.region ?? '', query, readerId: principal.actor.id };
  return answer(await readOfficeReport(input, { counters: counters(), cursors: await cursorSealer() }));
});
