import { customerClaimOf } from '../claims/customer-view.ts';
import * as operations from '../contracts/operations/customer.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore, oneTimeCodeStore, oneTimeCodes } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withPolicy } from '../http/with-policy.ts';
import { changePayee } from '../payouts/change-payee.ts';

export const handler = apiHandler(
  operations.changePayee,
  withPolicy(async ({ parameters, body, locale, now }, policy) => {
    const { trackingNumber, policyId } = policy;
    const { claimId = '' } = parameters;
    const outcome = await changePayee(
      { trackingNumber, policyId, claimId, ...body, now },
      { cases: caseStore(), challenges: oneTimeCodeStore(), codes: await oneTimeCodes() },
    );
    if (isRefusal(outcome)) return outcome;
    return { status: 200, body: customerClaimOf(outcome.file, outcome.claim, { policy, locale, now }) };
  }),
);
