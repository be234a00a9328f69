import {
  type AttributeValue,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';

export type Item = Record<string, unknown>;

export interface ItemKey {
  trackingNumber: string;
  recordKey: string;
}

/** A stored item that is not what we write: a fault, which names the item and the fields but not what they hold. */
export class CorruptItem extends Error {
  override name = 'CorruptItem';
  constructor(key: ItemKey, fields: string[]) {
    super(`The stored item ${key.trackingNumber}/${key.recordKey} is corrupt at ${fields.join(', ')}.`);
  }
}

/** Parses what was stored again: a table outlives the code that wrote it. */
export function parseItem<T>(schema: z.ZodType<T>, value: unknown, key: ItemKey): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, code }) => path.join('.') || code);
  throw new CorruptItem(key, [...new Set(fields)]);
}

export function keyOf(item: Item): ItemKey {
  return { trackingNumber: String(item.trackingNumber), recordKey: String(item.recordKey) };
}

/** Items of a query over as many pages as it takes, at most `most`; infinitely many: all. */
export async function queryItems(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
  most: number,
): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        ...query,
        ...(Number.isFinite(most) && { Limit: most - items.length }),
        ExclusiveStartKey: from,
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from && items.length < most);
  return items;
}

/** Names and values of an expression from plain attributes: `status` is `#status` and `:status` in it. */
export function expressionOf(values: Item) {
  return {
    ExpressionAttributeNames: Object.fromEntries(Object.keys(values).map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`:${name}`, value]),
    ),
  };
}

/**
 * Keys of an index after `place` and before `to`, either open. Both ends are exact though BETWEEN takes its ends in:
 * keys are made of letters, digits and `- : . #`, so none but `place` itself lies between it and `place!`, and `to`
 * is never a key.
 */
export function rangeOf(key: string, place: string | undefined, to: string | undefined) {
  const from = place && `${place}!`;
  const names = { [`#${key}`]: key };
  if (from && to) {
    // An empty range, such as that after the last page, is an error to BETWEEN unless it is a single point.
    const values = { ':from': from, ':to': to < from ? from : to };
    return { condition: ` AND #${key} BETWEEN :from AND :to`, names, values };
  }
  if (from) return { condition: ` AND #${key} > :from`, names, values: { ':from': from } };
  if (to) return { condition: ` AND #${key} < :to`, names, values: { ':to': to } };
  return { condition: '', names: {}, values: {} };
}

/** An error carries its item as it came over the wire, which the document client leaves alone. */
export function itemOf(error: { Item?: Record<string, unknown> | undefined }): Item | undefined {
  return error.Item && unmarshall(error.Item as Record<string, AttributeValue>);
}

/** Whether a transaction lost against another writer, for whom its conditions no longer hold or who holds an item now. */
export function isLostTransaction(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const lost = ['ConditionalCheckFailed', 'TransactionConflict'];
  return (error.CancellationReasons ?? []).some(({ Code }) => Code !== undefined && lost.includes(Code));
}
