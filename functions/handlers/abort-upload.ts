import * as operations from '../contracts/operations/customer.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { backOff, caseStore, checkQueue, evidenceStorage, policyStore } from '../deps.ts';
import { abortUpload } from '../evidence/abort-upload.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.abortUpload,
  withPolicy(async ({ parameters, now }, policy) => {
    const ports = {
      policies: policyStore(),
      cases: caseStore(),
      storage: evidenceStorage(),
      checks: checkQueue(),
      backOff,
    };
    const outcome = await abortUpload({ policy, uploadId: parameters.uploadId ?? '', now }, ports);
    return isRefusal(outcome) ? outcome : { status: 204 };
  }),
);
