import { readMyPolicy } from '../claims/read-my-policy.ts';
import * as operations from '../contracts/operations/customer.ts';
import { caseStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.readMyPolicy,
  withPolicy(async ({ locale, now }, policy) =>
    answer(await readMyPolicy({ policy, locale, now }, { cases: caseStore() })),
  ),
);
