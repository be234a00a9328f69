import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** The request that a sale makes, and nothing else: its item is there already, in the words of the wire. */
export const put = (TableName: string, Item: Record<string, AttributeValue>) =>
  client.send(
    new PutItemCommand({
      TableName,
      Item,
      ConditionExpression: 'attribute_not_exists(trackingNumber)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );
