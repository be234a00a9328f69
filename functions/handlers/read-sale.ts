import * as operations from '../contracts/operations/sales.ts';
import { policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';
import { readSale } from '../policies/read-sale.ts';

export const handler = apiHandler(
  operations.readSale,
  withParcel(async ({ now }, trackingNumber) =>
    answer(await readSale({ trackingNumber, now }, { policies: policyStore() })),
  ),
);
