import { createHash } from 'node:crypto';
import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { TransactGetCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { assertDifferent } from './batches.ts';
import type { Change, MemoryTable } from './memory-table.ts';
import { assertKnown, getItem } from './reads.ts';
import { CONDITION_FAILED, onTheWire, tokenOfOtherRequest, transactionCancelled } from './refusals.ts';
import { isValidationException, validationException } from './validation-exception.ts';
import { type Item, itemSize, itemSizeBound } from './values.ts';
import { readCheck, readDelete, readPut, readUpdateOf, type Write } from './writes.ts';

type Tables = (name: string | undefined) => MemoryTable;

const MOST_ACTIONS = 100;
const LARGEST_TRANSACTION = 4 * 1024 * 1024;

const OF_ACTION = new Set([
  'TableName',
  'Key',
  'Item',
  'UpdateExpression',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
]);

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** All changes of a transaction, or none: each of them meets the items as they were before it. @throws TransactionCanceledException */
export function transactWrite(tables: Tables, { TransactItems = [] }: TransactWriteCommandInput): Change[] {
  if (TransactItems.length === 0) throw validationException('TransactItems must have at least 1 member');
  if (TransactItems.length > MOST_ACTIONS) {
    throw validationException('Member must have length less than or equal to 100');
  }
  const writes = TransactItems.map((action) => readAction(tables, action));
  if (
    new Set(writes.map(({ table, place }) => `${table.name}\n${place.partitionKey}\n${place.sortKey}`)).size <
    writes.length
  ) {
    throw validationException('Transaction request cannot include multiple operations on one item');
  }
  const outcomes = writes.map(outcomeOf);
  if (outcomes.some(({ reason }) => reason.Code !== 'None')) {
    throw transactionCancelled(outcomes.map(({ reason }) => reason));
  }
  const changes = outcomes.flatMap(({ change }) => (change ? [change] : []));
  assertTogetherStorable(changes);
  return changes;
}

function readAction(tables: Tables, { Put, Update, Delete, ConditionCheck }: Action): Write {
  const [given, ...others] = [Put, Update, Delete, ConditionCheck].filter((each) => each !== undefined);
  if (!given || others.length > 0)
    throw validationException('An action of a transaction is exactly one of four');
  assertKnown(given, OF_ACTION, 'TransactWriteItems');
  if (Put) return readPut(tables, { ...Put, TableName: Put.TableName, Item: Put.Item });
  if (Update) return readUpdateOf(tables, { ...Update, TableName: Update.TableName, Key: Update.Key });
  if (Delete) return readDelete(tables, { ...Delete, TableName: Delete.TableName, Key: Delete.Key });
  const check = ConditionCheck as NonNullable<Action['ConditionCheck']>;
  return readCheck(tables, { ...check, TableName: check.TableName, Key: check.Key });
}

/** What an action would do, and why it may not. */
function outcomeOf(write: Write): { reason: CancellationReason; change?: Change } {
  const { table, place } = write;
  const before = table.read(place);
  if (!write.isAllowed(before)) {
    const Item = before && write.tellsItem ? { Item: onTheWire(before) } : {};
    return { reason: { Code: 'ConditionalCheckFailed', Message: CONDITION_FAILED, ...Item } };
  }
  try {
    return { reason: { Code: 'None' }, change: { table, place, before, after: write.outcome(before) } };
  } catch (error) {
    if (!isValidationException(error)) throw error;
    return { reason: { Code: 'ValidationError', Message: error.message } };
  }
}

function assertTogetherStorable(changes: readonly Change[]): void {
  const items = changes.flatMap(({ after }): Item[] => (after ? [after] : []));
  if (items.reduce((sum, item) => sum + itemSizeBound(item), 0) <= LARGEST_TRANSACTION) return;
  if (items.reduce((sum, item) => sum + itemSize(item), 0) > LARGEST_TRANSACTION) {
    throw validationException('Collective size of the items in the transaction exceeds the limit of 4 MB');
  }
}

export function transactGet(tables: Tables, { TransactItems = [] }: TransactGetCommandInput) {
  if (TransactItems.length === 0) throw validationException('TransactItems must have at least 1 member');
  if (TransactItems.length > MOST_ACTIONS) {
    throw validationException('Member must have length less than or equal to 100');
  }
  const gets = TransactItems.map(({ Get }) => {
    if (!Get) throw validationException('An action of a reading transaction is a Get');
    return Get;
  });
  assertDifferent(
    gets.map(({ TableName, Key }) => ({
      table: tables(TableName),
      place: tables(TableName).placeOfKey(Key),
    })),
  );
  return { Responses: gets.map((get) => getItem(tables, get)) };
}

/**
 * Transactions that were named by their caller: the same one again does nothing and is answered as before. The
 * database forgets a name after ten minutes; here no time passes, so it is kept.
 */
export class NamedTransactions {
  readonly #digests = new Map<string, string>();

  /** Whether it was done before. @throws IdempotentParameterMismatchException where the name is that of another */
  isRepeated(input: TransactWriteCommandInput): boolean {
    const before = this.#digests.get(String(input.ClientRequestToken));
    if (before === undefined || input.ClientRequestToken === undefined) return false;
    if (before !== digestOf(input)) throw tokenOfOtherRequest();
    return true;
  }

  remember(input: TransactWriteCommandInput): void {
    if (input.ClientRequestToken !== undefined) this.#digests.set(input.ClientRequestToken, digestOf(input));
  }

  clear(): void {
    this.#digests.clear();
  }
}

function digestOf({ TransactItems }: TransactWriteCommandInput): string {
  const text = JSON.stringify(TransactItems, (_, value: unknown) =>
    value instanceof Set ? { set: [...value] } : typeof value === 'bigint' ? `${value}n` : value,
  );
  return createHash('sha256').update(text).digest('base64');
}
