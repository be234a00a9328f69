import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { type Meter, startMeter } from '../../bench/meter.ts';
import { availableTableEngines, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { createTableStores, type TableStores } from '../contract/stores.ts';

jest.setTimeout(60_000);

const KEY = { trackingNumber: 'RA000000001RU', recordKey: 'policy' };
const DUE = { dueShard: '3', dueAt: '2026-04-01T00:00:00.000Z#RA000000001RU' };
const KILOBYTE = 'x'.repeat(1_024);

describe.each(availableTableEngines())('the meter before %s', (name) => {
  let engine: TableEngine;
  let meter: Meter;
  let stores: TableStores;
  beforeAll(async () => {
    engine = await startTables({ engine: name });
    meter = await startMeter();
    meter.leadTo({ DYNAMODB: engine.url });
  });
  afterAll(async () => {
    await meter?.close();
    await engine?.close();
  });
  beforeEach(async () => {
    stores = await createTableStores(engine.url, meter.url);
    meter.take();
  });
  afterEach(() => stores.close());

  const TableName = () => stores.tables.policies;
  const put = (attributes: object, condition = {}) =>
    stores.client.send(
      new PutCommand({ TableName: TableName(), Item: { ...KEY, ...attributes }, ...condition }),
    );
  const update = (UpdateExpression: string, values?: object) =>
    stores.client.send(
      new UpdateCommand({
        TableName: TableName(),
        Key: KEY,
        UpdateExpression,
        ...(values && { ExpressionAttributeValues: values }),
      }),
    );
  const units = () => {
    const usage = meter.take().get('-');
    return { write: usage?.writeUnits ?? 0, read: usage?.readUnits ?? 0 };
  };
  const written = (write: number) => ({ write, read: 0 });

  it('counts a put by the larger image, with its index entry', async () => {
    await put({ note: 'small' });
    expect(units()).toEqual(written(1));
    await put({ note: KILOBYTE });
    expect(units()).toEqual(written(2));
    await put({ note: 'small' });
    expect(units()).toEqual(written(2));
    await put(DUE);
    expect(units()).toEqual(written(2));
  });

  it('counts for an index what its entry goes through, and nothing where that stays', async () => {
    await put(DUE);
    units();
    await update('SET note = :note', { ':note': 'not in the index' });
    expect(units()).toEqual(written(1));
    await update('SET dueAt = :dueAt', { ':dueAt': `2027${DUE.dueAt.slice(4)}` });
    expect(units()).toEqual(written(3));
    await update('REMOVE dueAt, dueShard');
    expect(units()).toEqual(written(2));
    await stores.client.send(new DeleteCommand({ TableName: TableName(), Key: KEY }));
    expect(units()).toEqual(written(1));
  });

  it('counts a condition that fails by what stands there', async () => {
    const onlyNew = { ConditionExpression: 'attribute_not_exists(trackingNumber)' };
    await put({ ...DUE, note: KILOBYTE });
    units();
    await expect(put({ note: 'small' }, onlyNew)).rejects.toThrow();
    expect(units()).toEqual(written(2));
  });

  it('counts a transaction twice, its index entries too', async () => {
    const Item = { ...KEY, ...DUE };
    const other = { ...KEY, recordKey: 'other' };
    await stores.client.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: TableName(), Item } },
          { Put: { TableName: TableName(), Item: other } },
        ],
      }),
    );
    expect(units()).toEqual(written(6));
  });

  it('counts reads by four kilobytes, whole before a projection', async () => {
    await put({ ...DUE, note: 'x'.repeat(5_000) });
    units();
    await stores.client.send(new GetCommand({ TableName: TableName(), Key: KEY, ConsistentRead: true }));
    expect(units()).toEqual({ write: 0, read: 2 });
    await stores.client.send(
      new GetCommand({ TableName: TableName(), Key: KEY, ProjectionExpression: 'trackingNumber' }),
    );
    expect(units()).toEqual({ write: 0, read: 1 });
    const Keys = [KEY, { ...KEY, recordKey: 'missing' }];
    await stores.client.send(new BatchGetCommand({ RequestItems: { [TableName()]: { Keys } } }));
    expect(units()).toEqual({ write: 0, read: 1.5 });
    await stores.client.send(
      new QueryCommand({
        TableName: TableName(),
        IndexName: 'due-policies',
        KeyConditionExpression: 'dueShard = :shard',
        ExpressionAttributeValues: { ':shard': '3' },
      }),
    );
    expect(units()).toEqual({ write: 0, read: 0.5 });
  });

  it('says what the engine says of any writes, one by one', async () => {
    const state = fc.record({
      note: fc.constantFrom('small', KILOBYTE, KILOBYTE.repeat(3)),
      due: fc.constantFrom({}, DUE, { ...DUE, dueShard: '4' }, { dueShard: '3' }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 2, maxLength: 5 }), async (states) => {
        for (const { note, due } of states) {
          const { ConsumedCapacity } = await put({ note, ...due }, { ReturnConsumedCapacity: 'INDEXES' });
          expect(units()).toEqual(written(ConsumedCapacity?.CapacityUnits ?? 0));
        }
      }),
      { numRuns: 20 },
    );
  });
});
