import { caseViewOf, etagOf } from '../claims/case-view.ts';
import { refuse } from '../contracts/refusal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  'read-case',
  withParcel(async ({ principal, now }, trackingNumber) => {
    const [[policy, ...earlier], file] = await Promise.all([
      policyStore().findAll(trackingNumber),
      caseStore().read(trackingNumber),
    ]);
    if (!policy) return refuse('not-found');
    return {
      status: 200,
      headers: { etag: etagOf(file.head.version) },
      body: caseViewOf(file, [policy, ...earlier], principal.actor, now),
    };
  }),
);
