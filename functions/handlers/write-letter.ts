import * as operations from '../contracts/operations/letters.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withParcel } from '../http/with-parcel.ts';
import { letterViewOf } from '../letters/letter-view.ts';
import { writeLetter } from '../letters/write-letter.ts';

export const handler = apiHandler(
  operations.writeLetter,
  withParcel(async ({ parameters, body: { kind }, principal: { actor }, now }, trackingNumber) => {
    const { claimId = '' } = parameters;
    const ports = { policies: policyStore(), cases: caseStore() };
    const letter = await writeLetter({ trackingNumber, claimId, kind, actor, now }, ports);
    return isRefusal(letter) ? letter : { status: 201, body: letterViewOf(letter, now) };
  }),
);
