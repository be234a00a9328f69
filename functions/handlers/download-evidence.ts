import * as operations from '../contracts/operations/evidence.ts';
import { caseStore, evidenceStorage } from '../deps.ts';
import { takeDownload } from '../evidence/take-download.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.downloadEvidence,
  withParcel(async ({ parameters, body, principal: { actor }, now }, trackingNumber) => {
    const ports = { cases: caseStore(), storage: evidenceStorage() };
    const evidenceId = parameters.evidenceId ?? '';
    return answer(await takeDownload({ ...body, trackingNumber, evidenceId, actor, now }, ports));
  }),
);
