import { policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';
import { voidSale } from '../policies/void-sale.ts';

export const handler = apiHandler(
  'void-sale',
  withParcel(async ({ body, now }, trackingNumber) =>
    answer(await voidSale({ trackingNumber, request: body, now }, { policies: policyStore() })),
  ),
);
