import { callAws } from '../local/aws-json-call.ts';
import type { Passed } from './meter.ts';
import {
  failedWriteUnits,
  readUnits,
  type TableShape,
  type WireItem,
  wireSize,
  writeUnits,
} from './write-units.ts';

interface Units {
  write: number;
  read: number;
}

interface Write {
  table: string;
  key: WireItem;
  /** A transaction's condition on an item that it leaves alone. */
  isCheck?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: requests and answers of DynamoDB's JSON protocol
type Wire = any;

/**
 * Reckons the units of requests to tables from the items themselves. The images before and after a write are read
 * beside it, and writes take turns while they are metered, so that the images are those of this very write.
 */
export function createTableMeter(engine: () => string) {
  const shapes = new Map<string, Promise<TableShape>>();
  const call = <Answer = Wire>(operation: string, input: unknown) =>
    callAws<Answer>(engine(), `DynamoDB_20120810.${operation}`, input);
  const shapeOf = (table: string): Promise<TableShape> => {
    const key = `${engine()} ${table}`;
    const known = shapes.get(key) ?? call('DescribeTable', { TableName: table }).then(shapeFrom);
    shapes.set(key, known);
    return known;
  };
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  };
  const images = (writes: readonly Write[]) =>
    Promise.all(
      writes.map(
        async ({ table, key }): Promise<WireItem | undefined> =>
          (await call('GetItem', { TableName: table, Key: key, ConsistentRead: true })).Item,
      ),
    );

  async function measureWrite(operation: string, request: Wire, pass: () => Promise<Passed>) {
    const writes = await writesOf(operation, request, shapeOf);
    const tables = await Promise.all(writes.map(({ table }) => shapeOf(table)));
    const before = await images(writes);
    const passed = await pass();
    const isTransaction = operation === 'TransactWriteItems';
    let write = 0;
    if (passed.status !== 200) {
      const failure = String(JSON.parse(passed.body.toString()).__type);
      if (/ConditionalCheckFailed|TransactionCanceled/.test(failure))
        for (const image of before) write += failedWriteUnits(image, { isTransaction });
    } else {
      const after = await images(writes);
      for (const [place, { isCheck }] of writes.entries()) {
        const change = { before: before[place], after: after[place] };
        write += isCheck
          ? failedWriteUnits(change.before, { isTransaction })
          : writeUnits(tables[place] as TableShape, change, { isTransaction });
      }
    }
    return { units: { write, read: 0 }, passed };
  }

  async function measureRead(operation: string, request: Wire, pass: () => Promise<Passed>) {
    const passed = await pass();
    const read = passed.status === 200 ? await unitsOfRead(operation, request, passed, call) : 0;
    return { units: { write: 0, read }, passed };
  }

  return {
    measure(
      operation: string,
      request: unknown,
      pass: () => Promise<Passed>,
    ): Promise<{ units: Units; passed: Passed }> {
      return /^(?:Put|Update|Delete|TransactWrite|BatchWrite)Item/.test(operation)
        ? inTurn(() => measureWrite(operation, request, pass))
        : measureRead(operation, request, pass);
    },
  };
}

async function writesOf(
  operation: string,
  request: Wire,
  shapeOf: (table: string) => Promise<TableShape>,
): Promise<Write[]> {
  const keyOf = async (table: string, item: WireItem) => {
    const { keys } = await shapeOf(table);
    return Object.fromEntries(keys.map((key) => [key, item[key]]));
  };
  const oneOf = async (write: Wire): Promise<Write> => ({
    table: write.TableName,
    key: write.Key ?? (await keyOf(write.TableName, write.Item)),
  });
  if (operation === 'TransactWriteItems')
    return Promise.all(
      request.TransactItems.map(async ({ Put, Update, Delete, ConditionCheck }: Wire) => ({
        ...(await oneOf(Put ?? Update ?? Delete ?? ConditionCheck)),
        ...(ConditionCheck && { isCheck: true }),
      })),
    );
  if (operation === 'BatchWriteItem')
    return Promise.all(
      Object.entries(request.RequestItems).flatMap(([TableName, changes]) =>
        (changes as Wire[]).map(({ PutRequest, DeleteRequest }) =>
          oneOf({ TableName, ...(PutRequest ?? DeleteRequest) }),
        ),
      ),
    );
  return [await oneOf(request)];
}

/** What is read counts whole: before filters, and before a projection of less than the table or index holds. */
async function unitsOfRead(
  operation: string,
  request: Wire,
  passed: Passed,
  call: (operation: string, input: unknown) => Promise<Wire>,
): Promise<number> {
  const reading = request.ConsistentRead ? 'consistent' : 'eventual';
  const whole = async ({
    ProjectionExpression,
    FilterExpression,
    ExpressionAttributeNames: names,
    ...rest
  }: Wire) => {
    if (!ProjectionExpression && !FilterExpression && rest.Select !== 'COUNT')
      return JSON.parse(passed.body.toString());
    const { Select: _select, ...query } = rest;
    return call(operation, { ...query, ...(query.KeyConditionExpression && namesIn(query, names)) });
  };
  switch (operation) {
    case 'GetItem':
      return readUnits(sizeOf([(await whole(request)).Item]), reading);
    case 'Query':
    case 'Scan':
      return readUnits(sizeOf((await whole(request)).Items), reading);
    case 'BatchGetItem': {
      let sum = 0;
      for (const [table, { Keys, ConsistentRead }] of Object.entries<Wire>(request.RequestItems)) {
        const items: WireItem[] = (
          await call('BatchGetItem', { RequestItems: { [table]: { Keys, ConsistentRead } } })
        ).Responses[table];
        const how = ConsistentRead ? 'consistent' : 'eventual';
        for (const item of items) sum += readUnits(wireSize(item), how);
        sum += (Keys.length - items.length) * readUnits(0, how);
      }
      return sum;
    }
    case 'TransactGetItems': {
      const { Responses } = JSON.parse(passed.body.toString());
      return Responses.reduce(
        (sum: number, { Item }: Wire) => sum + readUnits(sizeOf([Item]), 'transaction'),
        0,
      );
    }
    default:
      throw new Error(`The meter does not know what ${operation} costs.`);
  }
}

/** Names that only a filter or projection used are refused where they are left out. */
function namesIn(query: Wire, names: Record<string, string> = {}) {
  const used = Object.entries(names).filter(([name]) =>
    new RegExp(`${name}\\b`).test(query.KeyConditionExpression),
  );
  return { ExpressionAttributeNames: Object.fromEntries(used) };
}

function sizeOf(items: readonly (WireItem | undefined)[]): number {
  return items.reduce((sum, item) => sum + (item ? wireSize(item) : 0), 0);
}

function shapeFrom({ Table }: Wire): TableShape {
  const namesOf = (schema: { AttributeName: string }[]) => schema.map(({ AttributeName }) => AttributeName);
  return {
    keys: namesOf(Table.KeySchema),
    indexes: (Table.GlobalSecondaryIndexes ?? []).map(({ KeySchema, Projection }: Wire) => ({
      keys: namesOf(KeySchema),
      projected: Projection.ProjectionType === 'ALL' ? 'all' : (Projection.NonKeyAttributes ?? []),
    })),
  };
}
