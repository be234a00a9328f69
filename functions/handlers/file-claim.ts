import { customerClaimOf } from '../claims/customer-view.ts';
import { fileClaim } from '../claims/file-claim.ts';
import * as operations from '../contracts/operations/customer.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withPolicy } from '../http/with-policy.ts';

export const handler = apiHandler(
  operations.fileClaim,
  withPolicy(async ({ body, locale, now }, policy) => {
    const { trackingNumber, policyId } = policy;
    const outcome = await fileClaim(
      { ...body, trackingNumber, policyId, channel: 'web', actor: { role: 'customer' }, now },
      { policies: policyStore(), cases: caseStore() },
    );
    if (isRefusal(outcome)) return outcome;
    const { created, file, claim } = outcome;
    return { status: created ? 201 : 200, body: customerClaimOf(file, claim, { policy, locale, now }) };
  }),
);
