import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Chance } from '../../local/seed/chance.ts';
import type { IndexLayout } from '../world/tables/memory-table.ts';
import { LAYOUTS, TABLES, type TableName } from './engines.ts';
import type { Command } from './outcomes.ts';
import { Placeholders, someCondition, someProjection, someUpdate } from './random-expressions.ts';
import { ATTRIBUTES, someText, someValue, TEXTS } from './random-values.ts';

/** Where a sequence of operations plays: nobody else has its partitions. */
export interface Place {
  names: Record<TableName, string>;
  /** Stands in front of every key of a partition. */
  prefix: string;
}

/** Of any requests, and of the adapters: what they leave would be spoilt too often if all were one. */
const PARTITIONS = { any: ['a', 'b'], adapters: ['c', 'd'] };
/** So many requests of any kind go to the adapters' items all the same. */
const SPOILT = 0.03;
const SORTS = ['policy', 'case#head', 'case#claim#1', 'a', 'б', '\u{E000}', '\u{1F4E6}', '~'];
const LARGE = 410_000;

export function partitionsOf({ prefix }: Place, whose: keyof typeof PARTITIONS): string[] {
  return PARTITIONS[whose].map((partition) => `${prefix}${partition}`);
}

function somePartition(chance: Chance, place: Place): string {
  return chance.one(partitionsOf(place, chance.happens(SPOILT) ? 'adapters' : 'any'));
}

export function someKey(chance: Chance, table: TableName, place: Place): Record<string, unknown> {
  const { partitionKey, sortKey } = LAYOUTS[table];
  const key: Record<string, unknown> = {
    [partitionKey]: somePartition(chance, place),
    [sortKey]: chance.one(SORTS),
  };
  if (!chance.happens(0.02)) return key;
  const broken = chance.one([partitionKey, sortKey]);
  switch (chance.weighted({ missing: 1, empty: 1, number: 1, more: 1 })) {
    case 'missing':
      delete key[broken];
      break;
    case 'empty':
      key[broken] = '';
      break;
    case 'number':
      key[broken] = 7;
      break;
    case 'more':
      key.status = 'active';
  }
  return key;
}

/** Of an index as often as not, so that items move in and out of it. */
function someItem(chance: Chance, table: TableName, place: Place): Record<string, unknown> {
  const item = someKey(chance, table, place);
  for (const index of Object.values<IndexLayout>(LAYOUTS[table].indexes)) {
    if (chance.happens(0.4)) continue;
    item[index.partitionKey] = someIndexPartition(chance, place);
    item[index.sortKey] = `${chance.one(TEXTS)}#${Object.values(item).slice(0, 2).join('#')}`;
    if (chance.happens(0.05)) delete item[chance.one([index.partitionKey, index.sortKey])];
    if (chance.happens(0.01))
      item[chance.one([index.partitionKey, index.sortKey])] = chance.one(['', 7, null]);
  }
  for (let count = chance.whole(0, 5); count > 0; count -= 1)
    item[chance.one(ATTRIBUTES)] = someValue(chance);
  if (chance.happens(0.004)) item.tags = 'x'.repeat(chance.whole(LARGE - 1_500, LARGE));
  return item;
}

function someIndexPartition(chance: Chance, { prefix }: Place): string {
  return `${prefix}${chance.one(['0', '1'])}`;
}

function conditional(chance: Chance, table: TableName, placeholders: Placeholders, share = 0.5) {
  if (!chance.happens(share)) return {};
  return {
    ConditionExpression: someCondition({ chance, placeholders, keys: keysOf(table) }),
    ...(chance.happens(0.5) && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
  };
}

function keysOf(table: TableName): string[] {
  return [LAYOUTS[table].partitionKey, LAYOUTS[table].sortKey];
}

function somePut(chance: Chance, table: TableName, place: Place) {
  const placeholders = new Placeholders(chance);
  const condition = conditional(chance, table, placeholders);
  return {
    TableName: place.names[table],
    Item: someItem(chance, table, place),
    ...condition,
    ...placeholders.told(),
  };
}

function someUpdateInput(chance: Chance, table: TableName, place: Place) {
  const placeholders = new Placeholders(chance);
  const condition = conditional(chance, table, placeholders, 0.35);
  const scope = { chance, placeholders, keys: keysOf(table) };
  const [index] = Object.values<IndexLayout>(LAYOUTS[table].indexes);
  const moves =
    index && chance.happens(0.1)
      ? `SET ${placeholders.name(index.partitionKey)} = ${placeholders.value(someIndexPartition(chance, place))} REMOVE ${placeholders.name(chance.one([index.sortKey, 'status']))}`
      : undefined;
  return {
    TableName: place.names[table],
    Key: someKey(chance, table, place),
    UpdateExpression: moves ?? someUpdate(scope),
    ...condition,
    ...placeholders.told(),
  };
}

function someDelete(chance: Chance, table: TableName, place: Place) {
  const placeholders = new Placeholders(chance);
  const condition = conditional(chance, table, placeholders);
  return {
    TableName: place.names[table],
    Key: someKey(chance, table, place),
    ...condition,
    ...placeholders.told(),
  };
}

function someCheck(chance: Chance, table: TableName, place: Place) {
  const placeholders = new Placeholders(chance);
  const condition = someCondition({ chance, placeholders, keys: keysOf(table) });
  return {
    TableName: place.names[table],
    Key: someKey(chance, table, place),
    ConditionExpression: condition,
    ...placeholders.told(),
  };
}

function projected(chance: Chance, table: TableName, placeholders: Placeholders) {
  if (!chance.happens(0.3)) return {};
  return { ProjectionExpression: someProjection({ chance, placeholders, keys: keysOf(table) }) };
}

function someGet(chance: Chance, table: TableName, place: Place) {
  const placeholders = new Placeholders(chance);
  const projection = projected(chance, table, placeholders);
  return {
    TableName: place.names[table],
    Key: someKey(chance, table, place),
    ...projection,
    ...placeholders.told(),
  };
}

function someQuery(chance: Chance, table: TableName, place: Place) {
  const placeholders = new Placeholders(chance);
  const index = chance.happens(0.5)
    ? chance.one([...Object.values<IndexLayout>(LAYOUTS[table].indexes), undefined])
    : undefined;
  const { partitionKey, sortKey } = index ?? LAYOUTS[table];
  const partition = index ? someIndexPartition(chance, place) : somePartition(chance, place);
  const name = placeholders.name(sortKey);
  const value = () => placeholders.value(index ? someText(chance) : chance.one(SORTS));
  const ranges = {
    none: () => '',
    equal: () => ` AND ${name} = ${value()}`,
    below: () => ` AND ${name} ${chance.one(['<', '<=', '>', '>='])} ${value()}`,
    between: () => ` AND ${name} BETWEEN ${value()} AND ${value()}`,
    beginning: () => ` AND begins_with(${name}, ${value()})`,
    wrong: () => ` AND ${name} ${chance.one(['<>', '='])} ${placeholders.value(chance.one(['a', 7]))}`,
  };
  const kind = chance.weighted({ none: 40, equal: 8, below: 20, between: 15, beginning: 15, wrong: 2 });
  const condition = `${placeholders.name(partitionKey)} = ${placeholders.value(partition)}${ranges[kind]()}`;
  if (kind === 'none') delete placeholders.names[name];
  const filter = chance.happens(0.15)
    ? { FilterExpression: someCondition({ chance, placeholders, keys: ['claimId'] }) }
    : {};
  return {
    TableName: place.names[table],
    ...(index && { IndexName: index.name }),
    KeyConditionExpression: condition,
    ...filter,
    ...(chance.happens(0.4) && { Limit: chance.whole(1, 4) }),
    ...(chance.happens(0.4) && { ScanIndexForward: false }),
    ...(chance.happens(0.2) && { ConsistentRead: true }),
    ...(chance.happens(0.05) && {
      Select: chance.one(['COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'] as const),
    }),
    ...(chance.happens(0.1) && projected(chance, table, placeholders)),
    ...(chance.happens(0.12) && { ExclusiveStartKey: someStart(chance, table, place, index) }),
    ...placeholders.told(),
  };
}

/** A place to go on from that no page ever ended at, or no longer does. */
function someStart(chance: Chance, table: TableName, place: Place, index: IndexLayout | undefined) {
  const key = someKey(chance, table, place);
  if (!index) return key;
  return {
    ...key,
    [index.partitionKey]: someIndexPartition(chance, place),
    [index.sortKey]: `${chance.one(TEXTS)}#${Object.values(key).join('#')}`,
  };
}

function someAction(chance: Chance, table: TableName, place: Place) {
  const kind = chance.weighted({ put: 5, update: 5, delete: 2, check: 2 });
  if (kind === 'put') return { Put: somePut(chance, table, place) };
  if (kind === 'update') return { Update: someUpdateInput(chance, table, place) };
  return kind === 'delete'
    ? { Delete: someDelete(chance, table, place) }
    : { ConditionCheck: someCheck(chance, table, place) };
}

function someTransaction(chance: Chance, table: TableName, place: Place) {
  const count = chance.happens(0.01) ? 101 : chance.whole(1, 5);
  const actions = Array.from({ length: count }, () =>
    someAction(chance, chance.happens(0.2) ? chance.one(TABLES) : table, place),
  );
  // An engine has one list of tokens for the tables of all worlds.
  const token = `${place.names.policies}-${place.prefix}-${chance.whole(1, 3)}`;
  return { TransactItems: actions, ...(chance.happens(0.05) && { ClientRequestToken: token }) };
}

/** Any request that the tables can be sent, well formed more often than not. */
export function someCommand(chance: Chance, place: Place): Command {
  const table = chance.one(TABLES);
  switch (
    chance.weighted({
      put: 22,
      update: 26,
      delete: 6,
      get: 8,
      query: 18,
      transaction: 14,
      read: 3,
      batch: 3,
      reads: 1,
    })
  ) {
    case 'put':
      return new PutCommand({
        ...somePut(chance, table, place),
        ...(chance.happens(0.3) && { ReturnValues: chance.one(['ALL_OLD', 'NONE', 'ALL_NEW'] as const) }),
      });
    case 'update':
      return new UpdateCommand({
        ...someUpdateInput(chance, table, place),
        ...(chance.happens(0.6) && {
          ReturnValues: chance.one([
            'ALL_OLD',
            'ALL_NEW',
            'UPDATED_OLD',
            'UPDATED_NEW',
            'UPDATED_NEW',
          ] as const),
        }),
      });
    case 'delete':
      return new DeleteCommand({
        ...someDelete(chance, table, place),
        ...(chance.happens(0.4) && { ReturnValues: 'ALL_OLD' as const }),
      });
    case 'get':
      return new GetCommand(someGet(chance, table, place));
    case 'query':
      return new QueryCommand(someQuery(chance, table, place));
    case 'transaction':
      return new TransactWriteCommand(someTransaction(chance, table, place));
    case 'read':
      return new BatchGetCommand({
        RequestItems: {
          [place.names[table]]: {
            Keys: Array.from({ length: chance.whole(1, 4) }, () => someKey(chance, table, place)),
            ...(chance.happens(0.3) && { ConsistentRead: true }),
          },
        },
      });
    case 'batch':
      return new BatchWriteCommand({
        RequestItems: {
          [place.names[table]]: Array.from({ length: chance.happens(0.02) ? 26 : chance.whole(1, 4) }, () =>
            chance.happens(0.5)
              ? { PutRequest: { Item: someItem(chance, table, place) } }
              : { DeleteRequest: { Key: someKey(chance, table, place) } },
          ),
        },
      });
    case 'reads':
      return new TransactGetCommand({
        TransactItems: Array.from({ length: chance.whole(1, 3) }, () => ({
          Get: someGet(chance, table, place),
        })),
      });
  }
}
