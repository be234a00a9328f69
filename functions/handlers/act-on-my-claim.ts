import { actOnClaim } from '../claims/act-on-claim.ts';
import { isClaimAction } from '../claims/claim-lifecycle.ts';
import { customerClaimOf } from '../claims/customer-view.ts';
import * as operations from '../contracts/operations/customer.ts';
import { isRefusal, refuse } from '../contracts/refusal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.actOnMyClaim,
  withPolicy(async ({ parameters, body, locale, now }, policy) => {
    const { trackingNumber, policyId } = policy;
    const { action = '', claimId = '' } = parameters;
    if (!isClaimAction(action)) return refuse('action-unknown');
    const ports = { policies: policyStore(), cases: caseStore() };
    const { claims } = await ports.cases.read(trackingNumber);
    // A claim of another policy of the same number is another customer's.
    if (!claims.some((claim) => claim.claimId === claimId && claim.policyId === policyId))
      return refuse('not-found');
    const actor = { role: 'customer', id: policyId } as const;
    const outcome = await actOnClaim({ trackingNumber, claimId, action, actor, details: body, now }, ports);
    return isRefusal(outcome)
      ? outcome
      : { status: 200, body: customerClaimOf(outcome.file, outcome.claim, { policy, locale, now }) };
  }),
);
