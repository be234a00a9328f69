import * as operations from '../contracts/operations/letters.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore, letterStorage } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withParcel } from '../http/with-parcel.ts';
import { readLetterPdf } from '../letters/read-letter-pdf.ts';

export const handler = apiHandler(
  operations.readLetterPdf,
  withParcel(async ({ parameters: { letterId = '' } }, trackingNumber) => {
    const ports = { cases: caseStore(), storage: letterStorage() };
    const pdf = await readLetterPdf({ trackingNumber, letterId }, ports);
    return isRefusal(pdf) ? pdf : { status: 200, file: pdf };
  }),
);
