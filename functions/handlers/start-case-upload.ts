import * as operations from '../contracts/operations/evidence.ts';
import { refuse } from '../contracts/refusal.ts';
import { backOff, caseStore, evidenceStorage, idSource, policyStore } from '../deps.ts';
import { startUpload } from '../evidence/start-upload.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.startCaseUpload,
  withParcel(async ({ body, principal: { actor: filedBy }, now }, trackingNumber) => {
    const policies = policyStore();
    const policy = await policies.find(trackingNumber);
    if (!policy) return refuse('not-found');
    const ports = { policies, cases: caseStore(), storage: evidenceStorage(), ids: idSource, backOff };
    const purpose = 'document' as const;
    return answer(await startUpload({ ...body, purpose, filedBy, policy, now }, ports), 201);
  }),
);
