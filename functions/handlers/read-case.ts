import { etagOf } from '../claims/case-view.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { isUnchanged } from '../http/conditional.ts';
import { answerWithCase } from '../http/with-case.ts';
import { withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  'read-case',
  withParcel(async ({ header, principal: { actor }, now }, trackingNumber) => {
    const file = await caseStore().read(trackingNumber);
    const etag = etagOf(file.head.version);
    // A case of version 0 is a policy without one: whether there is a policy has to be looked up.
    if (file.head.version > 0 && isUnchanged(header('If-None-Match'), etag))
      return { status: 304, headers: { etag } };
    return answerWithCase(file, policyStore(), actor, now);
  }),
);
