import { takeNext } from '../claims/take-next.ts';
import { caseStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';

export const handler = apiHandler('take-next', async ({ body, principal: { actor }, now }) =>
  answer(await takeNext({ actor, filter: body, now }, { cases: caseStore() })),
);
