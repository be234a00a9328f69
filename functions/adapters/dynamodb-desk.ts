import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { serviceLevels } from '../claims/service-levels.ts';
import { toMillis } from '../clock.ts';
import type { Colleague, Desk, Presence } from '../desk/ports.ts';
import { colleague, presence } from './dynamodb-desk-schemas.ts';
import { expressionOf, type Item, parseItem, queryItems } from './dynamodb-items.ts';

const STAFF = 'staff';
const MOST_STAFF = 500;
const MOST_WATCHING = 100;
/** Whoever has not been at the console for half a year is forgotten. */
const STAFF_KEPT_DAYS = 183;
/** The table takes its time to remove what is over; there is no need to hurry it. */
const PRESENCE_KEPT_SECONDS = 10 * serviceLevels.presenceSeconds;

/** The directory of the desk and who looks at what. Each writer sets its own attributes, so none undoes another's. */
export function createDynamoDesk({
  client,
  tableName: TableName,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
}): Desk {
  const staffKey = (personId: string) => ({ deskKey: STAFF, personId });
  const list = (deskKey: string, most: number) =>
    queryItems(
      client,
      { TableName, KeyConditionExpression: '#deskKey = :deskKey', ...expressionOf({ deskKey }) },
      most,
    );

  return {
    async find(personId) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: staffKey(personId), ConsistentRead: true }),
      );
      return Item && colleagueOf(Item);
    },

    async list() {
      return (await list(STAFF, MOST_STAFF)).map(colleagueOf);
    },

    async noteSeen({ personId, role, at }) {
      const values = {
        role,
        lastSeenAt: at,
        expiresAt: secondsOf(at) + STAFF_KEPT_DAYS * 86_400,
      };
      await client.send(
        new UpdateCommand({
          TableName,
          Key: staffKey(personId),
          UpdateExpression: 'SET #role = :role, #lastSeenAt = :lastSeenAt, #expiresAt = :expiresAt',
          ...expressionOf(values),
        }),
      );
    },

    async change(personId, { absentUntil, locales }) {
      const given = { ...(absentUntil && { absentUntil }), ...(locales && { locales }) };
      const sets = Object.keys(given).map((name) => `#${name} = :${name}`);
      const expression = [
        sets.length > 0 ? `SET ${sets.join(', ')}` : '',
        absentUntil === null ? 'REMOVE #absentUntil' : '',
      ]
        .filter((part) => part !== '')
        .join(' ');
      const { ExpressionAttributeNames, ExpressionAttributeValues } = expressionOf(given);
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: staffKey(personId),
            ...(expression !== '' && { UpdateExpression: expression }),
            ConditionExpression: 'attribute_exists(#role)',
            ExpressionAttributeNames: {
              ...ExpressionAttributeNames,
              ...(absentUntil === null && { '#absentUntil': 'absentUntil' }),
              '#role': 'role',
            },
            ...(sets.length > 0 && { ExpressionAttributeValues }),
            ReturnValues: 'ALL_NEW',
          }),
        );
        return Attributes && colleagueOf(Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },

    async watch({ trackingNumber, ...seen }) {
      const expiresAt = secondsOf(seen.seenAt) + PRESENCE_KEPT_SECONDS;
      const Item = { deskKey: presenceKey(trackingNumber), ...seen, expiresAt };
      await client.send(new PutCommand({ TableName, Item }));
    },

    async listWatching(trackingNumber) {
      const items = await list(presenceKey(trackingNumber), MOST_WATCHING);
      return items.map((item): Presence => ({ trackingNumber, ...parseItem(presence, item, keyOf(item)) }));
    },
  };
}

function presenceKey(trackingNumber: string): string {
  return `presence#${trackingNumber}`;
}

function colleagueOf(item: Item): Colleague {
  return parseItem(colleague, item, keyOf(item));
}

function keyOf(item: Item) {
  return { trackingNumber: String(item.deskKey), recordKey: String(item.personId) };
}

function secondsOf(at: string): number {
  return Math.floor(toMillis(at) / 1000);
}
