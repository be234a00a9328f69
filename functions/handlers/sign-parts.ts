import * as operations from '../contracts/operations/customer.ts';
import { caseStore, evidenceStorage } from '../deps.ts';
import { signParts } from '../evidence/sign-parts.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.signParts,
  withPolicy(async ({ parameters, body, now }, policy) => {
    const ports = { cases: caseStore(), storage: evidenceStorage() };
    return answer(await signParts({ ...body, policy, uploadId: parameters.uploadId ?? '', now }, ports));
  }),
);
