import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../clock.ts';

/** No parcel has this number: an item beside the policies that says how far the reminders have come. */
const KEY = { trackingNumber: '#expiry', recordKey: 'reminded-until' };

export function createDynamoSweepMark({
  client,
  tableName,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
}) {
  return {
    async read(): Promise<Instant | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }),
      );
      return typeof Item?.until === 'string' ? Item.until : undefined;
    },
    async write(until: Instant): Promise<void> {
      await client.send(new PutCommand({ TableName: tableName, Item: { ...KEY, until } }));
    },
  };
}
