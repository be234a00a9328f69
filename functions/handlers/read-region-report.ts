import * as operations from '../contracts/operations/reports.ts';
import { counters } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { readRegionReport } from '../reports/read-region-report.ts';

export const handler = apiHandler(operations.readRegionReport, async ({ query }) =>
  answer(await readRegionReport({ query }, { counters: counters() })),
);
