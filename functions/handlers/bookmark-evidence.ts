import * as operations from '../contracts/operations/evidence.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { bookmarkEvidence } from '../evidence/bookmark-evidence.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answerWithCase } from '../http/with-case.ts';
import { withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.bookmarkEvidence,
  withParcel(async ({ parameters, body, principal: { actor }, now }, trackingNumber) => {
    const input = { ...body, trackingNumber, evidenceId: parameters.evidenceId ?? '', actor, now };
    const outcome = await bookmarkEvidence(input, { cases: caseStore() });
    return isRefusal(outcome) ? outcome : answerWithCase(outcome.file, policyStore(), actor, now);
  }),
);
