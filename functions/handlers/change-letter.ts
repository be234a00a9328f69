import * as operations from '../contracts/operations/letters.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withParcel } from '../http/with-parcel.ts';
import { changeLetter } from '../letters/change-letter.ts';
import { letterViewOf } from '../letters/letter-view.ts';

export const handler = apiHandler(
  operations.changeLetter,
  withParcel(async ({ parameters, body: change, principal: { actor }, now }, trackingNumber) => {
    const { letterId = '' } = parameters;
    const letter = await changeLetter({ trackingNumber, letterId, change, actor }, { cases: caseStore() });
    return isRefusal(letter) ? letter : { status: 200, body: letterViewOf(letter, now) };
  }),
);
