import { assignClaim } from '../claims/assign-claim.ts';
import * as operations from '../contracts/operations/cases.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore, desk, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answerWithCase } from '../http/with-case.ts';
import { withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.assignClaim,
  withParcel(async ({ parameters, body, principal: { actor }, now }, trackingNumber) => {
    const { claimId = '' } = parameters;
    const input = { trackingNumber, claimId, ...body, actor, now };
    const outcome = await assignClaim(input, { cases: caseStore(), desk: desk() });
    return isRefusal(outcome) ? outcome : answerWithCase(outcome.file, policyStore(), actor, now);
  }),
);
