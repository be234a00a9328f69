import * as operations from '../contracts/operations/reports.ts';
import { counters } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { readReportSeries } from '../reports/read-report-series.ts';

export const handler = apiHandler(operations.readReportSeries, async ({ query }) =>
  answer(await readReportSeries({ query }, { counters: counters() })),
);
