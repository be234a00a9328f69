import * as operations from '../contracts/operations/sales.ts';
import { policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';
import { voidSale } from '../policies/void-sale.ts';

export const handler = apiHandler(
  operations.voidSale,
  withParcel(async ({ body, now }, trackingNumber) =>
    answer(await voidSale({ trackingNumber, request: body, now }, { policies: policyStore() })),
  ),
);
