import { takeNext } from '../claims/take-next.ts';
import * as operations from '../contracts/operations/desk.ts';
import { caseStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';

export const handler = apiHandler(operations.takeNext, async ({ body, principal: { actor }, now }) =>
  answer(await takeNext({ actor, filter: body, now }, { cases: caseStore() })),
);
