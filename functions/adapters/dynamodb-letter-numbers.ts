import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LetterNumbers } from '../letters/ports.ts';
import { counted } from './dynamodb-letter-numbers-schemas.ts';

/** One item of the cases table a year; it belongs to no parcel. */
export function createDynamoLetterNumbers({
  client,
  tableName,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
}): LetterNumbers {
  return {
    async next(year) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { trackingNumber: 'letter-numbers', recordKey: `year#${year}` },
          UpdateExpression: 'ADD #count :one',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return counted.parse(Attributes).count;
    },
  };
}
