import * as operations from '../contracts/operations/evidence.ts';
import { refuse } from '../contracts/refusal.ts';
import { caseStore, evidenceStorage, policyStore } from '../deps.ts';
import { signParts } from '../evidence/sign-parts.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.signCaseParts,
  withParcel(async ({ parameters, body, now }, trackingNumber) => {
    const policy = await policyStore().find(trackingNumber);
    if (!policy) return refuse('not-found');
    const input = { ...body, policy, uploadId: parameters.uploadId ?? '', side: 'desk' as const, now };
    return answer(await signParts(input, { cases: caseStore(), storage: evidenceStorage() }));
  }),
);
