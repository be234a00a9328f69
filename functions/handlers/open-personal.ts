import { openPersonal } from '../claims/open-personal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  'open-personal',
  withParcel(async ({ body: { reason }, principal: { actor }, now }, trackingNumber) => {
    const ports = { policies: policyStore(), cases: caseStore() };
    return answer(await openPersonal({ trackingNumber, reason, actor, now }, ports));
  }),
);
