import * as operations from '../contracts/operations/reports.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { counters } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { writeRelease } from '../reports/write-release.ts';

export const handler = apiHandler(operations.writeRelease, async ({ query }) => {
  const release = await writeRelease({ query }, { counters: counters() });
  return isRefusal(release) ? release : { status: 200, body: release };
});
