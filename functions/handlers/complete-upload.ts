import * as operations from '../contracts/operations/customer.ts';
import { backOff, caseStore, checkQueue, evidenceStorage } from '../deps.ts';
import { completeUpload } from '../evidence/complete-upload.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.completeUpload,
  withPolicy(async ({ parameters, body, now }, policy) => {
    const ports = { cases: caseStore(), storage: evidenceStorage(), checks: checkQueue(), backOff };
    return answer(await completeUpload({ ...body, policy, uploadId: parameters.uploadId ?? '', now }, ports));
  }),
);
