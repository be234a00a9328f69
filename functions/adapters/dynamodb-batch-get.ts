import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Item } from './dynamodb-items.ts';

/** What one request may ask for. */
const MOST_KEYS = 100;

export interface BatchReading {
  client: DynamoDBDocumentClient;
  tableName: string;
  keys: readonly Item[];
  /** How its items are read; left out: whole, and maybe a moment old. */
  reading?: { ConsistentRead: boolean } | { ProjectionExpression: string; names: Record<string, string> };
  attempts: number;
  backOff: (attempt: number) => Promise<void>;
}

/** Items by their keys, in no order; `isWhole` is false where the table did not answer for all of them in time. */
export async function batchGet(given: BatchReading): Promise<{ items: Item[]; isWhole: boolean }> {
  const { client, tableName, keys, reading, attempts, backOff } = given;
  const request =
    reading && 'names' in reading
      ? {
          ProjectionExpression: reading.ProjectionExpression,
          ExpressionAttributeNames: reading.names,
        }
      : reading;
  const items: Item[] = [];
  for (let first = 0; first < keys.length; first += MOST_KEYS) {
    let waiting: Item[] = keys.slice(first, first + MOST_KEYS);
    for (let attempt = 1; waiting.length > 0; attempt += 1) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { ...request, Keys: waiting } } }),
      );
      items.push(...(Responses?.[tableName] ?? []));
      waiting = UnprocessedKeys?.[tableName]?.Keys ?? [];
      if (waiting.length > 0 && attempt === attempts) return { items, isWhole: false };
      if (waiting.length > 0) await backOff(attempt);
    }
  }
  return { items, isWhole: true };
}

/** The same for whom a part is of no use. @throws Error when the table did not answer for all of them in time */
export async function batchGetAll(given: BatchReading): Promise<Item[]> {
  const { items, isWhole } = await batchGet(given);
  if (!isWhole) throw new Error(`The table ${given.tableName} does not answer for all items.`);
  return items;
}
