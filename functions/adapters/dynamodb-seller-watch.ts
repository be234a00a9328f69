import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Instant, toMillis } from '../clock.ts';
import { sellerId } from '../contracts/facts.ts';
import type { SellerWatch, WatchedSeller } from '../sellers/ports.ts';
import { PARCEL_DAYS } from '../sellers/warning-rules.ts';
import { batchGetAll } from './dynamodb-batch-get.ts';
import { CorruptItem, expressionOf, type Item, parseItem, queryItems } from './dynamodb-items.ts';
import { watched } from './dynamodb-seller-watch-schemas.ts';
import { createFullJitter } from './full-jitter.ts';

const WATCH = 'watch';
const MOST_READ = 2_000;
const MOST_WATCHED = 500;
const PARSED_AT_ONCE = 100;
/** Of a reading of many that the table does not get to at once: some seconds, then the stream's own. */
const ATTEMPTS = 8;
const INSTANT_LENGTH = '2026-11-22T12:00:00.000Z'.length;

/**
 * Sellers that a clerk is warned of. A counter does not have to see the newest state; whoever makes the next one does.
 * A row of the list that cannot be read silences nobody else: `corrupt` is told its key, a keyed hash.
 */
export function createDynamoSellerWatch({
  client,
  tableName: TableName,
  corrupt = () => {},
  backOff = createFullJitter({ firstMillis: 20, mostMillis: 1_000 }),
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
  corrupt?: (recordKey: string) => void;
  backOff?: (attempt: number) => Promise<void>;
}): SellerWatch {
  function readable(item: Item): WatchedSeller[] {
    try {
      return [watchedOf(item)];
    } catch (error) {
      if (!(error instanceof CorruptItem)) throw error;
      corrupt(String(item.recordKey));
      return [];
    }
  }

  return {
    async find(id, { newest = false } = {}) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: { reportKey: WATCH, recordKey: id }, ConsistentRead: newest }),
      );
      return Item && watchedOf(Item);
    },

    async findAll(sellerIds) {
      const items = await batchGetAll({
        client,
        tableName: TableName,
        keys: [...new Set(sellerIds)].map((recordKey) => ({ reportKey: WATCH, recordKey })),
        reading: { ConsistentRead: false },
        attempts: ATTEMPTS,
        backOff,
      });
      return items.map(watchedOf);
    },

    async list() {
      const items = await queryItems(
        client,
        {
          TableName,
          KeyConditionExpression: '#reportKey = :reportKey',
          ...expressionOf({ reportKey: WATCH }),
        },
        MOST_READ,
      );
      const sellers: WatchedSeller[] = [];
      for (const [at, item] of items.sort(newestFirst).slice(0, MOST_WATCHED).entries()) {
        // A sale that is being made meanwhile goes first.
        if (at % PARSED_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
        sellers.push(...readable(item));
      }
      return sellers;
    },

    async save({ sellerId: recordKey, confirmedAt, ...seller }) {
      const put = new PutCommand({
        TableName,
        Item: {
          ...{ reportKey: WATCH, recordKey, ...seller, confirmedAt: confirmedAt.join(' ') },
          expiresAt: expiryOf({ confirmedAt, ...seller }),
        },
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

function newestFirst(a: Item, b: Item): number {
  const [first, second] = [newestOf(a), newestOf(b)];
  return first === second ? 0 : first > second ? -1 : 1;
}

function newestOf({ confirmedAt }: Item): string {
  return typeof confirmedAt === 'string' ? confirmedAt.slice(0, INSTANT_LENGTH) : '';
}

function watchedOf(item: Item): WatchedSeller {
  const key = { trackingNumber: String(item.reportKey), recordKey: String(item.recordKey) };
  const { confirmedAt, ...seller } = parseItem(watched, item, key);
  return {
    sellerId: parseItem(sellerId, item.recordKey, key),
    confirmedAt: confirmedAt.split(' ').filter((at) => at !== ''),
    ...seller,
  };
}

/** In seconds: a day after the last confirmed claim has left every window. */
function expiryOf({ confirmedAt, countedAt }: { confirmedAt: Instant[]; countedAt: Instant }): number {
  return Math.ceil(toMillis(confirmedAt[0] ?? countedAt) / 1000) + (PARCEL_DAYS + 1) * 86_400;
}
