import { openPersonal } from '../claims/open-personal.ts';
import * as operations from '../contracts/operations/cases.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.openPersonal,
  withParcel(async ({ body: { reason }, principal: { actor }, now }, trackingNumber) => {
    const ports = { policies: policyStore(), cases: caseStore() };
    return answer(await openPersonal({ trackingNumber, reason, actor, now }, ports));
  }),
);
