import { policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { quoteProtection } from '../policies/quote-protection.ts';

export const handler = apiHandler('quote-protection', async ({ body, now }) =>
  answer(await quoteProtection({ request: body, now }, { policies: policyStore() })),
);
