import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { createDynamoReportTables } from '../../functions/adapters/dynamodb-report-tables.ts';
import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { plainPersonalVault } from '../../functions/adapters/plain-personal-vault.ts';
import { appendToTimeline, emptyHead } from '../../functions/claims/timeline.ts';
import { countCaseChanges, countPolicies } from '../../functions/reports/count-changes.ts';
import { rebuildCounters } from '../../functions/reports/rebuild-counters.ts';
import { preferredTableEngine, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { createTableStores, type TableStores } from '../contract/stores.ts';

jest.setTimeout(60_000);

const OLD = somePolicy();
const NEW = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2', soldAt: '2026-04-05T09:30:00.000Z' });
const CLAIM = someClaim({ purchaseAmount: 450_000 });

describe('a recount', () => {
  const hasher = createHmacTraceHasher('a master key of the tests only, long enough');
  let engine: TableEngine;
  let stores: TableStores;
  beforeAll(async () => {
    engine = await startTables({ engine: preferredTableEngine() });
  });
  afterAll(() => engine?.close());
  beforeEach(async () => {
    stores = await createTableStores(engine.url);
    await stores.policies.insert(OLD);
    await stores.policies.replace(OLD, NEW);
    await stores.cases.commit({
      trackingNumber: CLAIM.trackingNumber,
      expectedVersion: 0,
      claims: [CLAIM],
      timeline: appendToTimeline(emptyHead(CLAIM.trackingNumber), []),
    });
    await countPolicies([OLD, NEW], { ...stores, hasher });
    await countCaseChanges({ claims: [CLAIM], letters: [] }, { ...stores, hasher });
  });
  afterEach(() => stores.close());

  const rebuild = (write = false) => {
    const { policies, cases, reports } = stores.tables;
    const tables = createDynamoReportTables({
      ...{ client: stores.client, policiesTable: policies, casesTable: cases, reportsTable: reports },
      vault: plainPersonalVault,
    });
    return rebuildCounters({ write }, { ...stores, tables, hasher });
  };
  const spoil = (reportKey: string, recordKey: string, added: number, counter = 'sold') =>
    stores.client.send(
      new UpdateCommand({
        TableName: stores.tables.reports,
        Key: { reportKey, recordKey },
        UpdateExpression: 'ADD #counter :added',
        ExpressionAttributeNames: { '#counter': counter },
        ExpressionAttributeValues: { ':added': added },
      }),
    );

  it('finds what the streams counted, of replaced policies too', async () => {
    expect(await rebuild()).toMatchObject({ policies: 2, claims: 1, letters: 0, differences: [] });
  });

  it('lists each counter that is wrong, that nothing counts for, and that is missing', async () => {
    await spoil('regions#month#2026', '2026-03#TA', 1);
    await spoil('offices#MOW#month#2026', '2026-03#101000', 3, '01:sold');
    const later = { ...NEW, version: 2, status: 'voided', voidedAt: '2026-04-06T09:30:00.000Z' } as const;
    await stores.policies.save(NEW, later);
    const { differences } = await rebuild();
    expect(differences).toContainEqual({
      row: 'regions 2026-03 TA',
      measure: 'sold',
      stored: 2,
      recounted: 1,
    });
    expect(differences).toContainEqual({
      row: 'offices#MOW 2026-03-01 101000',
      measure: 'sold',
      stored: 3,
      recounted: 0,
    });
    expect(differences).toContainEqual({
      row: 'regions 2026-04-06 TA',
      measure: 'voided',
      stored: 0,
      recounted: 1,
    });
  });

  it('puts itself in place, so that nothing differs and what comes again counts nothing', async () => {
    await spoil('regions#month#2026', '2026-03#TA', 1);
    await spoil('offices#MOW#month#2026', '2026-03#101000', 3, '01:sold');
    expect((await rebuild(true)).differences).toEqual([]);
    await countPolicies([OLD, NEW], { ...stores, hasher });
    expect((await rebuild()).differences).toEqual([]);
  });
});
