import * as operations from '../contracts/operations/reports.ts';
import { counters, judgementStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { readClaimSheet } from '../reports/read-claim-sheet.ts';

export const handler = apiHandler(operations.readClaimSheet, async ({ parameters }) => {
  const ports = { counters: counters(), judgements: judgementStore() };
  return answer(await readClaimSheet({ claimId: parameters.claimId ?? '' }, ports));
});
