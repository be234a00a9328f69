import { customerClaimOf } from '../claims/customer-view.ts';
import * as operations from '../contracts/operations/customer.ts';
import { refuse } from '../contracts/refusal.ts';
import { caseStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.readMyClaim,
  withPolicy(async ({ parameters, locale, now }, policy) => {
    const { trackingNumber, policyId } = policy;
    const file = await caseStore().read(trackingNumber);
    const claim = file.claims.find(
      (each) => each.claimId === parameters.claimId && each.policyId === policyId,
    );
    if (!claim) return refuse('not-found');
    return { status: 200, body: customerClaimOf(file, claim, { policy, locale, now }) };
  }),
);
