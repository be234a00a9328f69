import { IdempotentParameterMismatchException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { TableLayout } from '../../functions/adapters/table-layout.ts';
import { batchGet, batchWrite } from './tables/batches.ts';
import { type Change, isChange, MemoryTable } from './tables/memory-table.ts';
import { assertKnown, getItem, query, scan } from './tables/reads.ts';
import { METADATA, tableNotFound } from './tables/refusals.ts';
import { NamedTransactions, transactGet, transactWrite } from './tables/transactions.ts';
import { isValidationException, notSupported } from './tables/validation-exception.ts';
import { assertSendable, compareBytes, copyOut, type Item } from './tables/values.ts';
import {
  assertOneOf,
  attributesOf,
  changeBy,
  readDelete,
  readPut,
  readUpdateOf,
  type Write,
} from './tables/writes.ts';

export interface MemoryTableDefinition {
  name: string;
  layout: TableLayout;
  /** Left out: as the layout has it. */
  hasStream?: boolean;
}

/** What a table's stream tells of a write, in the document client's types; all of it is the listener's own copy. */
export interface TableChange {
  tableName: string;
  key: Record<string, string>;
  before: Record<string, unknown> | undefined;
  after: Record<string, unknown> | undefined;
}

export interface MemoryTables {
  client: DynamoDBDocumentClient;
  /** Tells every change of a table that has a stream, in order and in the moment in which it happens. */
  follow(listener: (change: TableChange) => void): void;
  /** Empties the tables; who follows goes on following. */
  clear(): void;
  /** All items of all tables by table, in the order of their keys. */
  dump(): Record<string, Record<string, unknown>[]>;
  /** The items of one table as they lie there: quick, and not to be changed. */
  peek(tableName: string): Iterable<Readonly<Record<string, unknown>>>;
}

const EXPRESSIONS = ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
const WRITE = [...EXPRESSIONS, 'TableName', 'ReturnValues', 'ReturnValuesOnConditionCheckFailure'];
const READ = ['TableName', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'];
const PAGE = [
  ...READ,
  ...['ExpressionAttributeValues', 'IndexName', 'Limit', 'ExclusiveStartKey', 'FilterExpression', 'Select'],
];

/** Parameters that the commands take; every other one is refused, never left out of account. */
const PARAMETERS = new Map<unknown, ReadonlySet<string>>([
  [GetCommand, new Set([...READ, 'Key'])],
  [PutCommand, new Set([...WRITE, 'Item'])],
  [UpdateCommand, new Set([...WRITE, 'Key', 'UpdateExpression'])],
  [DeleteCommand, new Set([...WRITE, 'Key'])],
  [QueryCommand, new Set([...PAGE, 'KeyConditionExpression', 'ScanIndexForward'])],
  [ScanCommand, new Set(PAGE)],
  [BatchGetCommand, new Set(['RequestItems'])],
  [BatchWriteCommand, new Set(['RequestItems'])],
  [TransactGetCommand, new Set(['TransactItems'])],
  [TransactWriteCommand, new Set(['TransactItems', 'ClientRequestToken'])],
]);

const PUT_OR_DELETE_TELLS = ['NONE', 'ALL_OLD'];
const UPDATE_TELLS = ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'];

/**
 * DynamoDB in memory at the level of the document client, so that the adapters themselves run over it in this process.
 * Each command waits for one turn of the microtasks and then happens in one step. Its indexes and its streams are
 * never late; a transaction never meets another one half-way.
 */
export function createMemoryTables(definitions: readonly MemoryTableDefinition[]): MemoryTables {
  const byName = new Map(
    definitions.map(({ name, layout, hasStream = 'stream' in layout }) => [
      name,
      new MemoryTable({ name, layout, hasStream }),
    ]),
  );
  const listeners: ((change: TableChange) => void)[] = [];
  const named = new NamedTransactions();

  function tables(name: string | undefined): MemoryTable {
    const table = byName.get(String(name));
    if (!table) throw tableNotFound();
    return table;
  }

  /** All of them are in their places before anybody hears of one. */
  function commit(changes: readonly Change[]): void {
    for (const change of changes) change.table.apply(change);
    if (listeners.length === 0) return;
    for (const change of changes) {
      if (!change.table.hasStream || !isChange(change)) continue;
      for (const listener of listeners) listener(toldChange(change));
    }
  }

  function write(action: Write, input: { ReturnValues?: string | undefined }, tells: readonly string[]) {
    assertOneOf('ReturnValues', input.ReturnValues, tells);
    const change = changeBy(action);
    commit([change]);
    return attributesOf(input as Parameters<typeof attributesOf>[0], action, change);
  }

  function answer(command: object): object {
    if (command instanceof GetCommand) return getItem(tables, command.input);
    if (command instanceof QueryCommand) return query(tables, command.input);
    if (command instanceof PutCommand) {
      const { input } = command;
      return write(
        readPut(tables, { ...input, TableName: input.TableName, Item: input.Item }),
        input,
        PUT_OR_DELETE_TELLS,
      );
    }
    if (command instanceof UpdateCommand) {
      const { input } = command;
      return write(
        readUpdateOf(tables, { ...input, TableName: input.TableName, Key: input.Key }),
        input,
        UPDATE_TELLS,
      );
    }
    if (command instanceof TransactWriteCommand) {
      if (named.isRepeated(command.input)) return {};
      commit(transactWrite(tables, command.input));
      named.remember(command.input);
      return {};
    }
    if (command instanceof BatchGetCommand) return batchGet(tables, command.input);
    if (command instanceof DeleteCommand) {
      const { input } = command;
      return write(
        readDelete(tables, { ...input, TableName: input.TableName, Key: input.Key }),
        input,
        PUT_OR_DELETE_TELLS,
      );
    }
    if (command instanceof BatchWriteCommand) {
      commit(batchWrite(tables, command.input));
      return { UnprocessedItems: {} };
    }
    if (command instanceof TransactGetCommand) return transactGet(tables, command.input);
    if (command instanceof ScanCommand) return scan(tables, command.input);
    throw notSupported(`a ${command.constructor.name}`);
  }

  const client = {
    async send(command: { input: object }) {
      await undefined;
      assertKnown(command.input, PARAMETERS.get(command.constructor) ?? new Set(), command.constructor.name);
      try {
        return { $metadata: { ...METADATA }, ...answer(command) };
      } catch (error) {
        // The service's own client would not have sent it: that comes before all that a database says.
        const isUnread =
          isValidationException(error) || error instanceof IdempotentParameterMismatchException;
        if (isUnread) assertSendable(command.input);
        throw error;
      }
    },
    destroy() {},
  };

  return {
    client: client as unknown as DynamoDBDocumentClient,
    follow: (listener) => void listeners.push(listener),
    clear() {
      for (const table of byName.values()) table.clear();
      named.clear();
    },
    dump: () =>
      Object.fromEntries(
        [...byName].map(([name, table]) => [
          name,
          [...table.items()].sort((a, b) => compareKeys(table, a, b)).map((item) => copyOut(item)),
        ]),
      ),
    peek: (tableName) => tables(tableName).items(),
  };
}

function toldChange({ table, place, before, after }: Change): TableChange {
  return {
    tableName: table.name,
    key: { [table.partitionKey]: place.partitionKey, [table.sortKey]: place.sortKey },
    before: before && copyOut(before),
    after: after && copyOut(after),
  };
}

function compareKeys({ partitionKey, sortKey }: MemoryTable, one: Item, other: Item): number {
  return (
    compareBytes(String(one[partitionKey]), String(other[partitionKey])) ||
    compareBytes(String(one[sortKey]), String(other[sortKey]))
  );
}
