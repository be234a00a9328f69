import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CodeChallenge, OneTimeCodeStore } from '../payouts/ports.ts';
import { expressionOf, keyOf, parseItem } from './dynamodb-items.ts';
import { codeChallenge } from './dynamodb-one-time-code-store-schemas.ts';

/** One item for each policy, beside the case file: asking for a code raises no version that a specialist works on. */
export function createDynamoOneTimeCodeStore({
  client,
  tableName: TableName,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
}): OneTimeCodeStore {
  return {
    async find(trackingNumber, policyId) {
      const Key = itemKey({ trackingNumber, policyId });
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) return undefined;
      const { recordKey: _key, ...challenge } = Item;
      return parseItem(codeChallenge, challenge, keyOf(Item));
    },

    async issue(next, previous) {
      const put = new PutCommand({
        TableName,
        Item: { ...next, ...itemKey(next) },
        ...(previous
          ? {
              ConditionExpression: '#challengeId = :challengeId',
              ...expressionOf({ challengeId: previous.challengeId }),
            }
          : { ConditionExpression: 'attribute_not_exists(trackingNumber)' }),
      });
      return unlessLost(client.send(put), () => 'issued' as const, 'conflict');
    },

    async countAttempt(challenge, most) {
      const update = new UpdateCommand({
        TableName,
        Key: itemKey(challenge),
        UpdateExpression: 'SET #attempts = #attempts + :one',
        ConditionExpression:
          '#challengeId = :challengeId AND #attempts < :most AND attribute_not_exists(#redeemedFor)',
        ExpressionAttributeNames: {
          '#attempts': 'attempts',
          '#challengeId': 'challengeId',
          '#redeemedFor': 'redeemedFor',
        },
        ExpressionAttributeValues: { ':one': 1, ':most': most, ':challengeId': challenge.challengeId },
        ReturnValues: 'UPDATED_NEW',
      });
      return unlessLost(client.send(update), ({ Attributes }) => Number(Attributes?.attempts), 'spent');
    },

    async redeem(challenge, receipt) {
      const update = new UpdateCommand({
        TableName,
        Key: itemKey(challenge),
        UpdateExpression: 'SET #redeemedFor = :redeemedFor',
        ConditionExpression: '#challengeId = :challengeId AND attribute_not_exists(#redeemedFor)',
        ...expressionOf({ challengeId: challenge.challengeId, redeemedFor: receipt }),
      });
      return unlessLost(client.send(update), () => 'redeemed' as const, 'spent');
    },
  };
}

function itemKey({ trackingNumber, policyId }: Pick<CodeChallenge, 'trackingNumber' | 'policyId'>) {
  return { trackingNumber, recordKey: `code#${policyId}` };
}

/** What the write makes of its answer, or `lost` when its condition did not hold. */
async function unlessLost<Answer, Made, Lost>(
  write: Promise<Answer>,
  made: (answer: Answer) => Made,
  lost: Lost,
): Promise<Made | Lost> {
  try {
    return made(await write);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return lost;
    throw error;
  }
}
