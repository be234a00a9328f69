import * as operations from '../contracts/operations/customer.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore, evidenceStorage } from '../deps.ts';
import { readUpload } from '../evidence/read-upload.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.readUpload,
  withPolicy(async ({ parameters, now }, policy) => {
    const ports = { cases: caseStore(), storage: evidenceStorage() };
    const outcome = await readUpload({ policy, uploadId: parameters.uploadId ?? '', now }, ports);
    return isRefusal(outcome) ? outcome : { status: 200, body: outcome };
  }),
);
