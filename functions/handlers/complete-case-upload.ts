import * as operations from '../contracts/operations/evidence.ts';
import { refuse } from '../contracts/refusal.ts';
import { backOff, caseStore, checkQueue, evidenceStorage, policyStore } from '../deps.ts';
import { completeUpload } from '../evidence/complete-upload.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.completeCaseUpload,
  withParcel(async ({ parameters, body, now }, trackingNumber) => {
    const policy = await policyStore().find(trackingNumber);
    if (!policy) return refuse('not-found');
    const ports = { cases: caseStore(), storage: evidenceStorage(), checks: checkQueue(), backOff };
    const input = { ...body, policy, uploadId: parameters.uploadId ?? '', side: 'desk' as const, now };
    return answer(await completeUpload(input, ports));
  }),
);
