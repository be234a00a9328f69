import * as operations from '../contracts/operations/customer.ts';
import { backOff, caseStore, evidenceStorage, idSource, policyStore } from '../deps.ts';
import { startUpload } from '../evidence/start-upload.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.startUpload,
  withPolicy(async ({ body, now }, policy) => {
    const ports = {
      policies: policyStore(),
      cases: caseStore(),
      storage: evidenceStorage(),
      ids: idSource,
      backOff,
    };
    return answer(await startUpload({ ...body, policy, now }, ports), 201);
  }),
);
