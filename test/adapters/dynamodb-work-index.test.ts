import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { claimItem } from '../../functions/adapters/case-items.ts';
import { plainPersonalVault } from '../../functions/adapters/plain-personal-vault.ts';
import { shardOf } from '../../functions/adapters/shard.ts';
import { WORK_SHARDS, type WorkCursor } from '../../functions/claims/ports.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { preferredTableEngine, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { someClaim } from '../builders/claim.ts';
import { createTableStores, type TableStores } from '../contract/stores.ts';

jest.setTimeout(60_000);

const MANY = 2_600;
const NOW = '2026-03-05T12:00:00.000Z';
const LEVELS = { now: NOW, atRiskUntil: '2026-03-06T12:00:00.000Z' };
const due = (n: number) => (n < 300 ? '2026-03-04' : n < 500 ? '2026-03-06' : '2026-03-20');

/** A queue that has grown out of hand: more than a count or a page reads of any shard. */
describe('a long queue', () => {
  let engine: TableEngine;
  let stores: TableStores;
  beforeAll(async () => {
    engine = await startTables({ engine: preferredTableEngine() });
    stores = await createTableStores(engine.url);
    const claimAt = (n: number): Partial<Claim> => ({
      trackingNumber: `101000${String(n).padStart(8, '0')}`,
      deadline: `${due(n)}T00:00:${String(n % 60).padStart(2, '0')}.000Z`,
      kind: n % 500 === 499 ? 'counterfeit' : 'damaged',
      ...(n % 2 ? { assignee: { id: 'anna', since: NOW } } : { unassignedSince: NOW }),
    });
    for (let n = 0; n < MANY; n += 50) {
      const items = Array.from({ length: 50 }, (_, k) =>
        claimItem(someClaim(claimAt(n + k)), plainPersonalVault),
      );
      await Promise.all(
        items.map(async (item) =>
          stores.client.send(new PutCommand({ TableName: stores.tables.cases, Item: await item })),
        ),
      );
    }
    stores.takeRequests();
  });
  afterAll(async () => {
    stores?.close();
    await engine?.close();
  });

  it('is counted to the bound, what is overdue and at risk exactly, by few requests', async () => {
    expect(await stores.cases.countWork({ queue: 'specialist' }, LEVELS)).toEqual({
      open: 1_000,
      overdue: 300,
      atRisk: 200,
      nearestDueAt: '2026-03-04T00:00:00.000Z',
    });
    expect(stores.takeRequests().length).toBeLessThanOrEqual(3 * WORK_SHARDS);
    expect(await stores.cases.countWork({ personId: 'anna' }, LEVELS)).toMatchObject({
      open: 1_000,
      overdue: 150,
      atRisk: 100,
    });
    expect(await stores.cases.countWork('unassigned', LEVELS)).toMatchObject({ open: 1_000 });
  });

  it('is counted on beyond the bound while more of it may be overdue', async () => {
    const later = { now: '2026-03-21T00:00:00.000Z', atRiskUntil: '2026-03-22T00:00:00.000Z' };
    expect(await stores.cases.countWork({ queue: 'specialist' }, later)).toMatchObject({
      open: 1_000,
      overdue: 1_000,
      atRisk: 0,
    });
  });

  it('is read as far as a page most likely needs, and further where one shard has it all', async () => {
    stores.takeRequests();
    for (const filter of [undefined, {}, { kinds: [] }]) {
      await stores.cases.listWork({ queue: 'specialist', limit: 50, filter });
      expect(stores.takeRequests()).toHaveLength(WORK_SHARDS);
    }
    const inOneShard = Array.from({ length: 400 }, (_, n) => `201000${String(n).padStart(8, '0')}`)
      .filter((trackingNumber) => shardOf(trackingNumber, WORK_SHARDS) === 0)
      .slice(0, 30);
    for (const [n, trackingNumber] of inOneShard.entries()) {
      const deadline = `2026-03-20T00:00:${String(n).padStart(2, '0')}.000Z`;
      const item = await claimItem(
        someClaim({ trackingNumber, deadline, status: 'awaiting-customer' }),
        plainPersonalVault,
      );
      await stores.client.send(new PutCommand({ TableName: stores.tables.cases, Item: item }));
    }
    const first = await stores.cases.listWork({ queue: 'customer', limit: 20 });
    expect(first.work.map(({ trackingNumber }) => trackingNumber)).toEqual(inOneShard.slice(0, 20));
    const second = await stores.cases.listWork({ queue: 'customer', limit: 20, after: first.next });
    expect(second.work.map(({ trackingNumber }) => trackingNumber)).toEqual(inOneShard.slice(20));
    expect(second.next).toBeUndefined();
  });

  it('narrowed down to a few claims shows each of them once, in order, page after page', async () => {
    const found: string[] = [];
    let pages = 0;
    let after: WorkCursor | undefined;
    stores.takeRequests();
    do {
      const filter = { kinds: ['counterfeit' as const] };
      const page = await stores.cases.listWork({ queue: 'specialist', limit: 2, filter, after });
      found.push(...page.work.map(({ dueAt, trackingNumber }) => `${dueAt}#${trackingNumber}`));
      after = page.next;
      pages += 1;
    } while (after);
    expect(found).toHaveLength(Math.floor(MANY / 500));
    expect(found).toEqual([...found].sort());
    expect(new Set(found).size).toBe(found.length);
    // No page goes on reading until it is full.
    expect(stores.takeRequests()).toHaveLength(pages * WORK_SHARDS);
  });
});
