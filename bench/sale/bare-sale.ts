import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { systemClock } from '../../functions/clock.ts';
import type { IdSource } from '../../functions/policies/ports.ts';
import { sellProtection } from '../../functions/policies/sell-protection.ts';
import { idSource, linkSigner, policyStore, publicHost, rememberedWatch } from './stubbed-deps.ts';

/** The use case alone: whatever comes in is a sale, and whatever comes out is its answer. */
export const handler = async ({ body, headers }: APIGatewayProxyEventV2) => {
  const sale = {
    request: JSON.parse(body ?? ''),
    idempotencyKey: headers['idempotency-key'] ?? '',
    now: systemClock.now(),
  };
  const ports = {
    policies: policyStore(),
    ids: idSource as IdSource,
    links: linkSigner,
    watch: rememberedWatch(),
    publicHost: publicHost(),
  };
  const outcome = await sellProtection(sale, ports);
  return { statusCode: 201, body: JSON.stringify(outcome) };
};
