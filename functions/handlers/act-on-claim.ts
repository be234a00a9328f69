import { actOnClaim } from '../claims/act-on-claim.ts';
import { versionOfIfMatch } from '../claims/case-view.ts';
import { isClaimAction } from '../claims/claim-lifecycle.ts';
import * as operations from '../contracts/operations/cases.ts';
import { isRefusal, refuse } from '../contracts/refusal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answerWithCase } from '../http/with-case.ts';
import { withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.actOnClaim,
  withParcel(async ({ parameters, body, header, principal: { actor }, now }, trackingNumber) => {
    const { action = '', claimId = '' } = parameters;
    if (!isClaimAction(action)) return refuse('action-unknown');
    const expectedVersion = versionOfIfMatch(header('If-Match'));
    if (expectedVersion === undefined) return refuse('precondition-missing');
    const ports = { policies: policyStore(), cases: caseStore() };
    const input = { trackingNumber, claimId, action, actor, details: body, expectedVersion, now };
    const outcome = await actOnClaim(input, ports);
    return isRefusal(outcome) ? outcome : answerWithCase(outcome.file, ports.policies, actor, now);
  }),
);
