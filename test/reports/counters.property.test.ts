import { jest } from '@jest/globals';
import fc from 'fast-check';
import { createDynamoCounters } from '../../functions/adapters/dynamodb-counters.ts';
import { preferredTableEngine, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { createTableStores } from '../contract/stores.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { batchesOf, deliveries, recountOf, storedIn } from './histories.ts';

jest.setTimeout(120_000);

describe('counters equal a recount', () => {
  let engine: TableEngine;
  beforeAll(async () => {
    engine = await startTables({ engine: preferredTableEngine() });
  });
  afterAll(() => engine?.close());

  it('in memory, after histories that come redelivered, reordered and doubled', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivery) => {
        const counters = createMemoryCounters();
        for (const batch of batchesOf(delivery)) await counters.count(batch);
        expect(await storedIn(counters, delivery.facts)).toEqual(recountOf(delivery.facts));
      }),
      { numRuns: 300 },
    );
  });

  it('on the table, also when the function is killed between its transactions and others count meanwhile', async () => {
    let killed = 0;
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivery) => {
        const stores = await createTableStores(engine.url);
        try {
          const backOff = async () => {};
          const counters = createDynamoCounters({
            client: stores.client,
            tableName: stores.tables.reports,
            backOff,
          });
          let writes = 0;
          let killAt = Number.POSITIVE_INFINITY;
          const kills = [...delivery.kills];
          stores.client.middlewareStack.add(
            (next, context) => async (args) => {
              const isWrite = String(context.commandName).startsWith('TransactWrite');
              if (isWrite && ++writes > killAt) {
                killed += 1;
                throw new Error('Killed.');
              }
              return next(args);
            },
            { step: 'initialize', name: 'kill' },
          );
          const batches = batchesOf(delivery);
          for (const [index, batch] of batches.entries()) {
            // The stream gives a batch again until it went well.
            for (;;) {
              writes = 0;
              killAt = kills.pop() ?? Number.POSITIVE_INFINITY;
              const others = batches[index + 1] ?? [];
              const [own] = await Promise.allSettled([counters.count(batch), counters.count(others)]);
              if (own.status === 'fulfilled') break;
            }
          }
          expect(await storedIn(counters, delivery.facts)).toEqual(recountOf(delivery.facts));
        } finally {
          stores.close();
        }
      }),
      { numRuns: 12 },
    );
    expect(killed).toBeGreaterThan(5);
  });
});
