import path from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { plainPersonalVault } from '../../functions/adapters/plain-personal-vault.ts';
import { policyItem } from '../../functions/adapters/policy-item.ts';
import { systemClock } from '../../functions/clock.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { IdSource, PolicyStore } from '../../functions/policies/ports.ts';
import { sellProtection } from '../../functions/policies/sell-protection.ts';
import { startTables } from '../../local/tables/table-engine.ts';
import { createTestTables } from '../../test/contract/test-tables.ts';
import type { Bench, Figure } from '../bench.ts';
import { bundled } from '../bundled.ts';
import { startAnsweringServer } from '../cold/answering-server.ts';
import { numberOf } from '../performance-page.ts';
import { saleEvent, saleNumber } from '../sale/sales.ts';
import * as stubbed from '../sale/stubbed-deps.ts';
import { measureInTurns } from '../statistics.ts';

const SALES_A_ROUND = 48;
const WARM_UPS = 8;
const root = path.join(import.meta.dirname, '..', '..');

export const bench: Bench = {
  title: 'A sale on a warm function',
  async run({ long, progress }) {
    progress('bundles');
    const folder = await bundled({
      sale: path.join(root, 'functions/handlers/sell-protection.ts'),
      put: path.join(root, 'bench/sale/bare-put.ts'),
    });
    const engine = await startTables({ engine: 'dynoxide' });
    const others = await startAnsweringServer();
    try {
      const [ofSales, ofPuts] = [await createTestTables(engine.url), await createTestTables(engine.url)];
      Object.assign(process.env, {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
        AWS_ENDPOINT_URL_DYNAMODB: engine.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: others.nextUrl(),
        POLICIES_TABLE: ofSales.policies,
        REPORTS_TABLE: ofSales.reports,
        KEYS_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:keys',
        PUBLIC_HOST: 'https://shop.example',
      });
      const { handler } = await import(path.join(folder, 'sale', 'index.mjs'));
      const { put } = await import(path.join(folder, 'put', 'index.mjs'));

      const rounds = long ? 120 : 40;
      const figures: Figure[] = [];
      for (const inFlight of [1, 8]) {
        progress(`${inFlight} in flight`);
        const first = inFlight * 1_000_000;
        const count = SALES_A_ROUND * (rounds + WARM_UPS);
        const events = Array.from({ length: count }, (_, index) => saleEvent(first + index));
        const items = await Promise.all(events.map((_, index) => itemOf(first + index)));
        const sell = inTurn(inFlight, async (index) => {
          const { statusCode } = await handler(events[index], {});
          if (statusCode !== 201) throw new Error(`A sale of the bench is answered with ${statusCode}.`);
        });
        const write = inTurn(inFlight, (index) => put(ofPuts.policies, items[index]));
        const times = await measureInTurns({ sell, write }, { rounds, warmUps: WARM_UPS });
        const micros = (millis: number) => `${numberOf((millis / SALES_A_ROUND) * 1_000)} µs`;
        figures.push({
          what: `sale, warm, ${inFlight === 1 ? 'one after the other' : `${inFlight} in flight`}`,
          value: times.sell / times.write,
          goal: { atMost: 1.15 },
          against: `a bare SDK conditional put of the same item on dynoxide: ${micros(times.write)}; sale: ${micros(times.sell)}`,
        });
      }
      return figures;
    } finally {
      others.close();
      await engine.close();
    }
  },
};

/** A round after the other, each with new indexes and as many at once. */
function inTurn(inFlight: number, act: (index: number) => Promise<unknown>): () => Promise<void> {
  let next = 0;
  return async () => {
    const last = next + SALES_A_ROUND;
    const worker = async () => {
      while (next < last) {
        const index = next;
        next += 1;
        await act(index);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  };
}

/** What the sale of this number writes, as it goes over the wire. */
async function itemOf(index: number) {
  let sold: Policy | undefined;
  const policies = {
    insert: async (policy: Policy) => {
      sold = policy;
      return { inserted: true };
    },
  };
  await sellProtection(
    { request: saleNumber(index), idempotencyKey: `sale-${index}`, now: systemClock.now() },
    {
      policies: policies as Pick<PolicyStore, 'insert'> as PolicyStore,
      ids: stubbed.idSource as IdSource,
      links: stubbed.linkSigner,
      watch: stubbed.rememberedWatch(),
      publicHost: stubbed.publicHost(),
    },
  );
  if (!sold) throw new Error('A sale of the bench is refused.');
  return marshall(await policyItem(sold, plainPersonalVault), { removeUndefinedValues: true });
}
