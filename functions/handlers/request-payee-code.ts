import * as operations from '../contracts/operations/customer.ts';
import { caseStore, noticeQueue, oneTimeCodeStore, oneTimeCodes } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { withPolicy } from '../http/with-policy.ts';
import { requestPayeeCode } from '../payouts/request-payee-code.ts';

export const handler = apiHandler(
  operations.requestPayeeCode,
  withPolicy(async ({ parameters, now }, policy) => {
    const { claimId = '' } = parameters;
    const outcome = await requestPayeeCode(
      { policy, claimId, now },
      {
        cases: caseStore(),
        challenges: oneTimeCodeStore(),
        codes: await oneTimeCodes(),
        notices: noticeQueue(),
      },
    );
    return answer(outcome, 202);
  }),
);
