import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Instant, toMillis } from '../clock.ts';
import { sellerId } from '../contracts/facts.ts';
import { instant } from '../contracts/primitives.ts';
import type { SellerWatch, WatchedSeller } from '../sellers/ports.ts';
import { PARCEL_DAYS } from '../sellers/warning-rules.ts';
import { expressionOf, type Item, parseItem, queryItems } from './dynamodb-items.ts';

const WATCH = 'watch';
const MOST_WATCHED = 2_000;

const watched = z.object({
  confirmedAt: z.array(instant),
  parcels: z.int(),
  countedAt: instant,
  isNameOnly: z.boolean().optional(),
});

/** Sellers that a clerk is warned of. Nobody has to wait for the newest state, so it is read as it comes. */
export function createDynamoSellerWatch({
  client,
  tableName: TableName,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
}): SellerWatch {
  return {
    async find(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: { reportKey: WATCH, recordKey: id } }),
      );
      return Item && watchedOf(Item);
    },

    async list() {
      const items = await queryItems(
        client,
        {
          TableName,
          KeyConditionExpression: '#reportKey = :reportKey',
          ...expressionOf({ reportKey: WATCH }),
        },
        MOST_WATCHED,
      );
      return items.map(watchedOf).sort(newestFirst);
    },

    async save({ sellerId: recordKey, ...seller }) {
      const put = new PutCommand({
        TableName,
        Item: { reportKey: WATCH, recordKey, ...seller, expiresAt: expiryOf(seller) },
        ConditionExpression: 'attribute_not_exists(recordKey) OR countedAt <= :countedAt',
        ExpressionAttributeValues: { ':countedAt': seller.countedAt },
      });
      try {
        await client.send(put);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function newestFirst(a: WatchedSeller, b: WatchedSeller): number {
  const [first, second] = [a.confirmedAt[0] ?? '', b.confirmedAt[0] ?? ''];
  return first === second ? 0 : first > second ? -1 : 1;
}

function watchedOf(item: Item): WatchedSeller {
  const key = { trackingNumber: String(item.reportKey), recordKey: String(item.recordKey) };
  return { sellerId: parseItem(sellerId, item.recordKey, key), ...parseItem(watched, item, key) };
}

/** In seconds: a day after the last confirmed claim has left every window. */
function expiryOf({ confirmedAt, countedAt }: { confirmedAt: Instant[]; countedAt: Instant }): number {
  return Math.ceil(toMillis(confirmedAt[0] ?? countedAt) / 1000) + (PARCEL_DAYS + 1) * 86_400;
}
