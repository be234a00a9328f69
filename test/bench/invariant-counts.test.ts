import { jest } from '@jest/globals';
import { estimatedCounts } from '../../bench/cost/estimated-counts.ts';
import { asCalled } from '../../bench/count-policies.ts';
import { someSales } from '../../bench/counted-service.ts';
import { noUsage, type Usage } from '../../bench/counts.ts';
import { type Meter, startMeter } from '../../bench/meter.ts';
import { createDynamoSweepMark } from '../../functions/adapters/dynamodb-sweep-mark.ts';
import { endPolicies } from '../../functions/policies/end-policies.ts';
import { sellProtection } from '../../functions/policies/sell-protection.ts';
import { preferredTableEngine, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { createTableStores, type TableStores } from '../contract/stores.ts';
import { salePorts } from '../policies/sale-fixture.ts';

jest.setTimeout(60_000);

const SALES = 20;

describe('what a policy costs at the tables', () => {
  let engine: TableEngine;
  let meter: Meter;
  let stores: TableStores;
  beforeAll(async () => {
    engine = await startTables({ engine: preferredTableEngine() });
    meter = await startMeter();
    meter.leadTo({ DYNAMODB: engine.url });
    stores = await createTableStores(engine.url, meter.url);
    const ports = salePorts(stores.policies);
    for (const { sale, idempotencyKey, receivedAt } of await someSales(SALES)) {
      meter.take();
      const answer = await sellProtection({ request: sale, idempotencyKey, now: receivedAt }, ports);
      expect(answer).toHaveProperty('policyId');
      sales.push(meter.take().get('-'));
    }
  });
  afterAll(async () => {
    stores?.close();
    await meter?.close();
    await engine?.close();
  });
  const sales: (Usage | undefined)[] = [];

  it('a sale is one request and at most two write units', () => {
    expect(sales).toHaveLength(SALES);
    for (const sale of sales)
      expect(sale).toMatchObject({ storeRequests: { PutItem: 1 }, writeUnits: 2, readUnits: 0 });
  });

  it('a sale as it is counted is the sale as it is estimated, with its request and its call', () => {
    expect(asCalled('sell-protection', sales[0] ?? noUsage())).toEqual(estimatedCounts.sale);
  });

  it('an expiry is one update and two write units; the policies to be reminded come a hundred at a time', async () => {
    const reminded: string[] = [];
    const sweep = (now: string) =>
      endPolicies(
        { now },
        {
          policies: stores.policies,
          remindedUntil: createDynamoSweepMark({
            client: stores.client,
            tableName: stores.tables.policies,
          }),
          hasTime: () => true,
          remind: async (policies) => {
            reminded.push(...policies.map(({ policyId }) => policyId));
          },
          reportFailure: (_due, error) => {
            throw error;
          },
          removeFilms: () => Promise.reject(new Error('There are no films.')),
        },
      );
    meter.take();
    expect(await sweep('2025-08-27T00:00:00.000Z')).toMatchObject({ ended: 0, reminded: SALES });
    const reading = meter.take().get('-');
    expect(reminded).toHaveLength(SALES);
    // A page of each of the 16 shards, where there are any.
    expect(reading?.storeRequests.BatchGetItem).toBeLessThanOrEqual(16);

    expect(await sweep('2025-09-02T00:00:00.000Z')).toMatchObject({ ended: SALES });
    const ending = meter.take().get('-');
    expect(ending?.storeRequests).toMatchObject({ UpdateItem: SALES, PutItem: 1 });
    // One more for the mark of the run.
    expect(ending?.writeUnits).toBe(2 * SALES + 1);
  });
});
