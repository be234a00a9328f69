import * as operations from '../contracts/operations/letters.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withParcel } from '../http/with-parcel.ts';
import { discardLetter } from '../letters/discard-letter.ts';

export const handler = apiHandler(
  operations.discardLetter,
  withParcel(async ({ parameters, principal: { actor }, now }, trackingNumber) => {
    const { letterId = '' } = parameters;
    const outcome = await discardLetter({ trackingNumber, letterId, actor, now }, { cases: caseStore() });
    return isRefusal(outcome) ? outcome : { status: 204 };
  }),
);
