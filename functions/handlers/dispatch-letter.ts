import { caseViewOf, etagOf } from '../claims/case-view.ts';
import * as operations from '../contracts/operations/letters.ts';
import { isRefusal, refuse } from '../contracts/refusal.ts';
import { caseStore, letterNumbers, letterStorage, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withParcel } from '../http/with-parcel.ts';
import { dispatchLetter } from '../letters/dispatch-letter.ts';

export const handler = apiHandler(
  operations.dispatchLetter,
  withParcel(async ({ parameters, body, principal: { actor }, now }, trackingNumber) => {
    const { letterId = '' } = parameters;
    const ports = {
      policies: policyStore(),
      cases: caseStore(),
      numbers: letterNumbers(),
      storage: letterStorage(),
    };
    const outcome = await dispatchLetter({ ...body, trackingNumber, letterId, actor, now }, ports);
    if (isRefusal(outcome)) return outcome;
    const [policy, ...earlier] = await ports.policies.findAll(trackingNumber);
    if (!policy) return refuse('not-found');
    const headers = { etag: etagOf(outcome.file.head.version) };
    return { status: 200, headers, body: caseViewOf(outcome.file, [policy, ...earlier], actor, now) };
  }),
);
