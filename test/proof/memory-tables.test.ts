import {
  ConditionalCheckFailedException,
  IdempotentParameterMismatchException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchExecuteStatementCommand,
  DeleteCommand,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { policiesLayout, reportsLayout } from '../../functions/adapters/table-layout.ts';
import { createMemoryTables, type MemoryTables, type TableChange } from '../../proof/world/memory-tables.ts';

const TableName = 'policies';
const Key = { trackingNumber: '1', recordKey: 'policy' };

/** Only what the contract of the stores and `npm run prove -- tables` do not say: that it is a twin for proofs. */
describe('tables in memory', () => {
  let tables: MemoryTables;
  let client: MemoryTables['client'];
  let changes: TableChange[];
  beforeEach(() => {
    tables = createMemoryTables([
      { name: TableName, layout: policiesLayout },
      { name: 'reports', layout: reportsLayout },
    ]);
    ({ client } = tables);
    changes = [];
    tables.follow((change) => changes.push(change));
  });
  const put = (item: Record<string, unknown>) =>
    client.send(new PutCommand({ TableName, Item: { ...Key, ...item } }));
  const find = async () => (await client.send(new GetCommand({ TableName, Key }))).Item;

  it('share nothing with who gave and who gets', async () => {
    const given = { list: [{ deep: 1 }], bytes: Uint8Array.of(1), tags: new Set(['a']) };
    await put(given);
    given.list[0] = { deep: 2 };
    given.bytes[0] = 2;
    const got = (await find()) as typeof given;
    expect(got).toMatchObject({ list: [{ deep: 1 }], bytes: Uint8Array.of(1), tags: new Set(['a']) });
    got.list.push({ deep: 3 });
    expect((await find())?.list).toEqual([{ deep: 1 }]);
    for (const { after } of changes) (after as typeof given).list.push({ deep: 4 });
    expect((await find())?.list).toEqual([{ deep: 1 }]);
  });

  it('change nothing before a turn of the microtasks, and then all at once', async () => {
    const writing = put({ version: 1 });
    expect([...tables.peek(TableName)]).toEqual([]);
    await writing;
    expect([...tables.peek(TableName)]).toEqual([{ ...Key, version: 1 }]);
  });

  it('tell of every change of a table with a stream, and of no write that changes nothing', async () => {
    await put({ version: 1 });
    await put({ version: 1 });
    await client.send(new DeleteCommand({ TableName, Key }));
    await client.send(new DeleteCommand({ TableName, Key }));
    await client.send(new PutCommand({ TableName: 'reports', Item: { reportKey: 'a', recordKey: 'b' } }));
    const item = { ...Key, version: 1 };
    expect(changes).toEqual([
      { tableName: TableName, key: Key, before: undefined, after: item },
      { tableName: TableName, key: Key, before: item, after: undefined },
    ]);
    expect(tables.dump()).toEqual({ policies: [], reports: [{ reportKey: 'a', recordKey: 'b' }] });
    tables.clear();
    expect(tables.dump().reports).toEqual([]);
  });

  it('reckon as exactly as decimals are', async () => {
    await put({ sum: 0.1 });
    const update = {
      ...{ TableName, Key, UpdateExpression: 'ADD #sum :sum', ExpressionAttributeNames: { '#sum': 'sum' } },
      ReturnValues: 'UPDATED_NEW' as const,
    };
    const add = async (sum: unknown) => {
      const ExpressionAttributeValues = { ':sum': sum };
      return (await client.send(new UpdateCommand({ ...update, ExpressionAttributeValues }))).Attributes?.sum;
    };
    expect(await add(0.2)).toBe(0.3);
    expect(await add(-0.3)).toBe(0);
    expect(await add(NumberValue.from('12345678901234567890123456789012345678'))).toBe(
      12345678901234567890123456789012345678n,
    );
    await expect(add(0.5)).rejects.toThrow('38 significant digits');
  });

  it('write a transaction whole or not at all, and one of a name once', async () => {
    await put({ version: 1 });
    const ConditionExpression = 'attribute_not_exists(trackingNumber)';
    const write = (recordKey: string, ClientRequestToken?: string) =>
      client.send(
        new TransactWriteCommand({
          ...(ClientRequestToken !== undefined && { ClientRequestToken }),
          TransactItems: [
            { Put: { TableName, Item: { ...Key, recordKey: 'other' } } },
            { Put: { TableName, Item: { ...Key, recordKey }, ConditionExpression } },
          ],
        }),
      );
    const failure = await write('policy').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransactionCanceledException);
    expect((failure as TransactionCanceledException).CancellationReasons?.map(({ Code }) => Code)).toEqual([
      'None',
      'ConditionalCheckFailed',
    ]);
    expect(tables.dump().policies).toHaveLength(1);
    await write('new', 'token');
    await write('new', 'token');
    await expect(write('newer', 'token')).rejects.toBeInstanceOf(IdempotentParameterMismatchException);
    expect(tables.dump().policies).toHaveLength(3);
  });

  it('refuse with the SDK’s own errors, and what they do not know with a fault of their own', async () => {
    await put({ version: 1 });
    const condition = { ConditionExpression: 'attribute_not_exists(trackingNumber)' };
    const again = new PutCommand({
      TableName,
      Item: Key,
      ...condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const failure = await client.send(again).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConditionalCheckFailedException);
    expect((failure as ConditionalCheckFailedException).Item).toMatchObject({ version: { N: '1' } });
    await expect(put({ dueShard: '' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client.send(new BatchExecuteStatementCommand({ Statements: [] }))).rejects.toThrow(
      'know nothing of',
    );
    const parallel = new ScanCommand({ TableName, Segment: 0, TotalSegments: 2 });
    await expect(client.send(parallel)).rejects.toThrow('know nothing of Segment');
  });

  it('take no value of more than 32 levels, also where it is only compared', async () => {
    const deep = (levels: number): unknown => (levels === 0 ? 'ground' : [deep(levels - 1)]);
    const compare = (levels: number) =>
      client.send(
        new UpdateCommand({
          ...{
            TableName,
            Key,
            UpdateExpression: 'SET version = :one',
            ConditionExpression: 'version <> :deep',
          },
          ExpressionAttributeValues: { ':one': 1, ':deep': deep(levels) },
        }),
      );
    await compare(32);
    const refusal = { name: 'ValidationException', message: expect.stringContaining('for key :deep') };
    await expect(compare(33)).rejects.toMatchObject(refusal);
    await expect(put({ deep: deep(32) })).rejects.toMatchObject({ name: 'ValidationException' });
    await put({ deep: deep(31) });
  });

  it('throw what the client itself would, whatever else is wrong that only a database finds', async () => {
    const twice = new Set([Uint8Array.of(1), Uint8Array.of(1)]);
    await expect(put({ twice })).rejects.toMatchObject({ name: 'ValidationException' });
    const unsendable = { ...Key, twice, empty: new Set() };
    await expect(put(unsendable)).rejects.toThrow('Pass a non-empty set');
    const named = (Item: Record<string, unknown>) =>
      client.send(
        new TransactWriteCommand({
          ClientRequestToken: 'token',
          TransactItems: [{ Put: { TableName, Item } }],
        }),
      );
    await named(Key);
    await expect(named({ ...Key, twice })).rejects.toBeInstanceOf(IdempotentParameterMismatchException);
    await expect(named(unsendable)).rejects.toThrow('Pass a non-empty set');
  });

  it('put what is beyond U+FFFF behind all else, and go on behind a place that is gone', async () => {
    const keys = ['~', 'é', '\u{E000}', '\u{FFFD}', '\u{1F4E6}', '\u{10FFFF}'];
    for (const recordKey of keys.toReversed()) await put({ recordKey });
    const query = {
      TableName,
      KeyConditionExpression: 'trackingNumber = :number',
      ExpressionAttributeValues: { ':number': '1' },
    };
    const list = async (more: object) => {
      const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({ ...query, ...more }));
      return { keys: Items.map((item) => item.recordKey), last: LastEvaluatedKey };
    };
    expect((await list({})).keys).toEqual(keys);
    const { last } = await list({ Limit: 3 });
    await client.send(new DeleteCommand({ TableName, Key: last }));
    expect((await list({ ExclusiveStartKey: last })).keys).toEqual(keys.slice(3));
    expect((await list({ ExclusiveStartKey: last, ScanIndexForward: false })).keys).toEqual(['é', '~']);
  });
});
