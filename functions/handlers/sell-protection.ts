import * as operations from '../contracts/operations/sales.ts';
import { refuse } from '../contracts/refusal.ts';
import { idempotencyKey } from '../contracts/sale.ts';
import { idSource, linkSigner, policyStore, publicHost, rememberedWatch } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { logger } from '../observability.ts';
import { sellProtection } from '../policies/sell-protection.ts';

export const handler = apiHandler(operations.sellProtection, async ({ body, header, now }) => {
  const key = header('Idempotency-Key');
  if (!key) return refuse('idempotency-key-missing');
  if (!idempotencyKey.safeParse(key).success) return refuse('idempotency-key-invalid');
  const ports = {
    policies: policyStore(),
    ids: idSource,
    links: linkSigner,
    watch: rememberedWatch((recordKey) => logger.warn('corrupt row of the watch', { recordKey })),
    publicHost: publicHost(),
  };
  return answer(await sellProtection({ request: body, idempotencyKey: key, now }, ports), 201);
});
