import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { createRememberedWatch, createWatchMemory } from '../../functions/adapters/remembered-watch.ts';
import { sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { preferredTableEngine, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { someClaimFacts } from '../builders/facts.ts';
import { NOW, salePorts, sold, someSale } from '../policies/sale-fixture.ts';
import { createTableStores, type TableStores } from './stores.ts';

jest.setTimeout(30_000);

const hasher = createHmacTraceHasher('a key of the tests only');
const PARCELS = ['10100012123456', '63000045987655', '80080205123175'];

/** What the warning costs on the wire, and what of a seller lies in the table. */
describe('the warning at the counter, on the tables', () => {
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

  it('a sale is one request, warned or not; the list is one more in a minute, whatever is sold', async () => {
    const [sellerId = ''] = sellerIdsOf(someSale().seller, hasher);
    const confirmedAt = Array.from({ length: 7 }, () => '2026-02-20T10:00:00.000Z');
    await stores.watch.save({ sellerId, confirmedAt, parcels: 9, countedAt: NOW });
    let read = Promise.resolve<unknown>(undefined);
    const list = () => {
      const listing = stores.watch.list();
      read = listing;
      return listing;
    };
    const watch = createRememberedWatch(createWatchMemory({ list }, { now: () => NOW }), async () => hasher);
    const sell = async (trackingNumber: string) => {
      stores.takeRequests();
      const answer = await sold({ ...salePorts(stores.policies), watch }, someSale({ trackingNumber }), {
        key: trackingNumber,
      });
      return { requests: stores.takeRequests(), warnings: answer.warnings?.length ?? 0 };
    };

    await watch.find(someSale().seller);
    await new Promise(setImmediate);
    await read;
    await new Promise(setImmediate);
    for (const parcel of PARCELS)
      expect(await sell(parcel)).toEqual({ requests: ['PutItemCommand'], warnings: 1 });
  });

  it('a quote’s look-up is one request by one key', async () => {
    stores.takeRequests();
    await stores.watch.find('s'.repeat(22));
    expect(stores.takeRequests()).toEqual(['GetItemCommand']);
  });

  it('no key and nothing outside of the vault’s own attribute holds a name or a tax number', async () => {
    const seller = { name: 'ИП Иванов Иван Иванович', taxNumber: '770708389312' };
    const [sellerId = ''] = sellerIdsOf(seller, hasher);
    const facts = someClaimFacts({ sellerIds: sellerIdsOf(seller, hasher) });
    await stores.sellers.rememberClaim(sellerId, facts);
    await stores.sellers.rememberName(sellerId, { sellerId, ...seller }, NOW);
    const { Items = [] } = await stores.client.send(new ScanCommand({ TableName: stores.tables.reports }));
    expect(Items).toHaveLength(2);
    const open = JSON.stringify(Items.map(({ personal: _sealed, ...rest }) => rest));
    expect(open).not.toMatch(/Иванов|иванов|770708389312/);
  });
});
