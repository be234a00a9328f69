import { searchCases } from '../claims/search-cases.ts';
import * as operations from '../contracts/operations/cases.ts';
import { caseStore, phoneHasher, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';

export const handler = apiHandler(operations.searchCases, async ({ body }) => {
  const ports = { policies: policyStore(), cases: caseStore(), phones: await phoneHasher() };
  return answer(await searchCases(body, ports));
});
