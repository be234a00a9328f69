import { sellerId } from '../contracts/facts.ts';
import * as operations from '../contracts/operations/reports.ts';
import { refuse } from '../contracts/refusal.ts';
import { counters, sellerRecords, sellerWatch } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { readSeller } from '../sellers/read-seller.ts';

export const handler = apiHandler(operations.readSeller, async ({ parameters, now }) => {
  const given = sellerId.safeParse(parameters.sellerId);
  if (!given.success) return refuse('not-found');
  const ports = { records: sellerRecords(), counters: counters(), watch: sellerWatch() };
  return answer(await readSeller({ sellerId: given.data, now }, ports));
});
