import { GetCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { createDynamoSellerWatch } from '../../functions/adapters/dynamodb-seller-watch.ts';
import { plainPersonalVault } from '../../functions/adapters/plain-personal-vault.ts';
import { policyItem } from '../../functions/adapters/policy-item.ts';
import { casesLayout, policiesLayout } from '../../functions/adapters/table-layout.ts';
import { emptyHead, firstBrokenEntry } from '../../functions/claims/timeline.ts';
import { packWarning } from '../../functions/sellers/warnings.ts';
import { preferredTableEngine, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { someChange } from './case-changes.ts';
import { itemSize } from './item-size.ts';
import { createTableStores, type TableStores } from './stores.ts';

jest.setTimeout(30_000);

const PARCEL = somePolicy().trackingNumber;

/** What the tables hold beneath the stores: size, keys, personal fields, and what happens to damaged items. */
describe('stored items', () => {
  let engine: TableEngine;
  let stores: TableStores;
  beforeAll(async () => {
    engine = await startTables({ engine: preferredTableEngine() });
  });
  afterAll(() => engine?.close());
  beforeEach(async () => {
    stores = await createTableStores(engine.url);
  });
  afterEach(() => stores.close());

  const scan = async (table: 'policies' | 'cases') => {
    const { Items = [] } = await stores.client.send(new ScanCommand({ TableName: stores.tables[table] }));
    return Items;
  };
  const damage = async (
    table: 'policies' | 'cases',
    recordKey: string,
    attribute: string,
    value: unknown,
  ) => {
    const Key = { trackingNumber: PARCEL, recordKey };
    const TableName = stores.tables[table];
    const { Item } = await stores.client.send(new GetCommand({ TableName, Key }));
    await stores.client.send(new PutCommand({ TableName, Item: { ...Item, [attribute]: value } }));
  };

  describe('a sale', () => {
    it('is one request, and so is one that meets another policy', async () => {
      await stores.policies.insert(somePolicy());
      expect(stores.takeRequests()).toEqual(['PutItemCommand']);
      await stores.policies.insert(somePolicy({ policyId: 'policy-2' }));
      expect(stores.takeRequests()).toEqual(['PutItemCommand']);
    });

    it('is below a kilobyte, and so costs one write unit', async () => {
      const typical = somePolicy({
        policyId: '018f3f5e-7b1a-7c3e-9d2f-5a1b2c3d4e5f',
        amount: 49_999_900,
        uploads: 0,
        office: {
          index: '629001',
          region: 'Ямало-Ненецкий автономный округ',
          timeZone: 'Asia/Yekaterinburg',
        },
        clerkId: 'clerk-0123456789',
        requestDigest: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
        personal: {
          customer: { phone: '+79991234567', email: 'anastasia.konstantinova@example.org', locale: 'ru' },
          seller: { name: 'Щ'.repeat(60), taxNumber: '770708389312', account: '40702810900000000001' },
        },
        warned: packWarning({ ruleSet: '2026-11', rule: 'many-confirmed', confirmed: 200, parcels: 99_999 }),
      });
      await stores.policies.insert(typical);
      const [item] = await scan('policies');
      expect(itemSize(item ?? {})).toBeLessThan(1_024);
      // The engine counts for itself.
      const again = {
        TableName: stores.tables.policies,
        Item: item,
        ReturnConsumedCapacity: 'INDEXES' as const,
      };
      const { ConsumedCapacity } = await stores.client.send(new PutCommand(again));
      expect(ConsumedCapacity?.Table?.CapacityUnits).toBe(1);
      expect(await stores.policies.find(PARCEL)).toStrictEqual(typical);
    });
  });

  it('takes one request to end a policy without films, and one to find that it is not due', async () => {
    await stores.policies.insert(somePolicy());
    stores.takeRequests();
    const due = { trackingNumber: PARCEL, dueAt: '2026-03-31T21:00:00.000Z' };
    await stores.policies.endIfDue(due, '2026-03-01T00:00:00.000Z');
    expect(stores.takeRequests()).toEqual(['UpdateItemCommand']);
    await stores.policies.endIfDue(due, due.dueAt);
    expect(stores.takeRequests()).toEqual(['UpdateItemCommand']);
  });

  it('reads a case by one query, without what lies beside it', async () => {
    await stores.cases.commit(someChange(emptyHead(PARCEL), { claims: [someClaim()] }));
    const beside = {
      TableName: stores.tables.cases,
      Item: { trackingNumber: PARCEL, recordKey: 'message#1' },
    };
    await stores.client.send(new PutCommand(beside));
    stores.takeRequests();
    expect((await stores.cases.read(PARCEL)).claims).toEqual([someClaim()]);
    expect(stores.takeRequests()).toEqual(['QueryCommand']);
  });

  describe('personal fields', () => {
    const secrets = ['+79991234567', 'anna@example.org', 'Быстрая посылка', 'кирпич'];
    const writeAll = async () => {
      const old = somePolicy();
      await stores.policies.insert(old);
      await stores.policies.replace(old, somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2' }));
      const items = { claims: [someClaim()], uploads: [someUpload()], payouts: [somePayout()] };
      await stores.cases.commit(someChange(emptyHead(PARCEL), items));
      const { soldAt, policyId } = old;
      await stores.cases.rememberPhone({ trackingNumber: PARCEL, policyId, phoneHash: 'c0ffee', soldAt });
      return [...(await scan('policies')), ...(await scan('cases'))];
    };

    it('stand under one attribute and nowhere else', async () => {
      const items = await writeAll();
      expect(items).toHaveLength(8);
      expect(secrets.every((secret) => JSON.stringify(items).includes(secret))).toBe(true);
      for (const { personal: _personal, ...rest } of items) {
        for (const secret of secrets) expect(JSON.stringify(rest)).not.toContain(secret);
      }
    });

    it('are no key of a table or index, and no index carries them', async () => {
      const layouts = [policiesLayout, casesLayout];
      const indexes = layouts.flatMap((layout) => Object.values(layout.indexes));
      const keys = [...layouts, ...indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
      for (const item of await writeAll()) {
        const values = keys.map((key) => item[key]).filter((value) => value !== undefined);
        for (const secret of secrets) expect(values.join(' ')).not.toContain(secret);
      }
      for (const index of indexes) {
        expect(['KEYS_ONLY', 'INCLUDE']).toContain(index.projection);
        expect(index.projectedAttributes).not.toContain('personal');
      }
    });

    it('pass through the vault both ways', async () => {
      const sealed = await policyItem(somePolicy(), {
        ...plainPersonalVault,
        seal: async (subject) => `sealed for ${subject}`,
      });
      expect(sealed.personal).toBe('sealed for policy-1');
      for (const secret of secrets) expect(JSON.stringify(sealed)).not.toContain(secret);
    });
  });

  describe('sparse indexes', () => {
    it('hold only what is due or open', async () => {
      const { dueAt: _none, ...nothingDue } = somePolicy();
      await stores.policies.insert(nothingDue);
      const closed = someClaim({ status: 'withdrawn' });
      await stores.cases.commit(someChange(emptyHead(PARCEL), { claims: [closed] }));
      for (const item of [...(await scan('policies')), ...(await scan('cases'))]) {
        for (const key of ['dueAt', 'dueShard', 'workShard', 'workDue', 'phoneHash']) {
          expect(item).not.toHaveProperty(key);
        }
      }
    });
  });

  describe('a damaged item', () => {
    it.each([
      ['amount', 'secret'],
      ['status', 'lost'],
      ['personal', { customer: { phone: 'secret' }, seller: { name: 'secret' } }],
      ['consent', 'secret'],
      ['dueAt', 'secret'],
      ['unknownAttribute', 'secret'],
    ])(
      'of a policy (%s) is a fault that names it and says nothing of its content',
      async (attribute, value) => {
        await stores.policies.insert(somePolicy());
        await damage('policies', 'policy', attribute, value);
        const failure = await stores.policies.find(PARCEL).catch((error: Error) => error);
        expect(failure).toMatchObject({ name: 'CorruptItem' });
        expect(String(failure)).toContain(`${PARCEL}/policy`);
        expect(String(failure)).not.toContain('secret');
      },
    );

    it.each([
      ['case#claim#claim-1', 'kind'],
      ['case#upload#upload-1', 'size'],
      ['case#payout#payout-1', 'amount'],
      ['case#timeline#000001', 'actor'],
      ['case#head', 'timelineHash'],
    ])('of a case (%s) is a fault as well', async (recordKey, attribute) => {
      const items = { claims: [someClaim()], uploads: [someUpload()], payouts: [somePayout()] };
      await stores.cases.commit(someChange(emptyHead(PARCEL), items));
      await damage('cases', recordKey, attribute, ['secret']);
      const failure = await stores.cases.read(PARCEL).catch((error: Error) => error);
      expect(String(failure)).toContain(`${PARCEL}/${recordKey}`);
      expect(String(failure)).not.toContain('secret');
    });

    it('beside the case is a fault', async () => {
      const TableName = stores.tables.cases;
      for (const recordKey of ['wait#claim-1', 'message#1']) {
        const Item = { trackingNumber: PARCEL, recordKey, status: 'secret' };
        await stores.client.send(new PutCommand({ TableName, Item }));
      }
      await expect(stores.cases.findWait(PARCEL, 'claim-1')).rejects.toThrow('wait#claim-1 is corrupt');
      await expect(stores.cases.list(PARCEL)).rejects.toThrow('message#1 is corrupt');
    });
  });

  it('a damaged row of the watch silences nobody else', async () => {
    const [sellerId, damaged] = ['s'.repeat(22), 'd'.repeat(22)];
    const at = '2026-11-05T10:00:00.000Z';
    const seller = { sellerId, confirmedAt: [at, at], parcels: 3, countedAt: at };
    await stores.watch.save(seller);
    const rows = [
      { recordKey: damaged, confirmedAt: ['secret'] },
      { recordKey: `${damaged}d`, confirmedAt: 'secret' },
    ];
    for (const row of rows) {
      const Item = { reportKey: 'watch', parcels: 3, countedAt: at, ...row };
      await stores.client.send(new PutCommand({ TableName: stores.tables.reports, Item }));
    }
    const corrupt: string[] = [];
    const watch = createDynamoSellerWatch({
      client: stores.client,
      tableName: stores.tables.reports,
      corrupt: (recordKey) => corrupt.push(recordKey),
    });
    expect(await watch.list()).toStrictEqual([seller]);
    expect(corrupt.sort()).toEqual([damaged, `${damaged}d`]);
  });

  it('shows a timeline that somebody changed as it is, so that its break can be found', async () => {
    await stores.cases.commit(someChange(emptyHead(PARCEL), { actions: ['a', 'b', 'c'] }));
    await stores.client.send(
      new UpdateCommand({
        TableName: stores.tables.cases,
        Key: { trackingNumber: PARCEL, recordKey: 'case#timeline#000002' },
        UpdateExpression: 'SET #action = :action',
        ExpressionAttributeNames: { '#action': 'action' },
        ExpressionAttributeValues: { ':action': 'x' },
      }),
    );
    const { head, timeline } = await stores.cases.read(PARCEL);
    expect(firstBrokenEntry(head, timeline)).toBe(2);
  });
});
