import * as operations from '../contracts/operations/cases.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answerWithCase } from '../http/with-case.ts';
import { withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.readCase,
  withParcel(async ({ header, principal: { actor }, now }, trackingNumber) => {
    const file = await caseStore().read(trackingNumber);
    return answerWithCase(file, policyStore(), actor, now, header('If-None-Match'));
  }),
);
