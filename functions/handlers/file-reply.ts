import { caseViewOf, etagOf } from '../claims/case-view.ts';
import * as operations from '../contracts/operations/letters.ts';
import { isRefusal, refuse } from '../contracts/refusal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withParcel } from '../http/with-parcel.ts';
import { fileReply } from '../letters/file-reply.ts';

export const handler = apiHandler(
  operations.fileReply,
  withParcel(async ({ parameters, body: reply, principal: { actor }, now }, trackingNumber) => {
    const { letterId = '' } = parameters;
    const ports = { policies: policyStore(), cases: caseStore() };
    const outcome = await fileReply({ trackingNumber, letterId, reply, actor, now }, ports);
    if (isRefusal(outcome)) return outcome;
    const [policy, ...earlier] = await ports.policies.findAll(trackingNumber);
    if (!policy) return refuse('not-found');
    const headers = { etag: etagOf(outcome.file.head.version) };
    return { status: 200, headers, body: caseViewOf(outcome.file, [policy, ...earlier], actor, now) };
  }),
);
