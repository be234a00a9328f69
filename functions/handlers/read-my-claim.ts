import { customerClaimOf } from '../claims/customer-view.ts';
import { refuse } from '../contracts/refusal.ts';
import { caseStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  'read-my-claim',
  withPolicy(async ({ parameters, locale, now }, { trackingNumber, policyId }) => {
    const file = await caseStore().read(trackingNumber);
    const claim = file.claims.find(
      (each) => each.claimId === parameters.claimId && each.policyId === policyId,
    );
    return claim ? { status: 200, body: customerClaimOf(file, claim, locale, now) } : refuse('not-found');
  }),
);
