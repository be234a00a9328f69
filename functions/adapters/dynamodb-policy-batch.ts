import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { PersonalVault, PolicyBatch } from '../policies/ports.ts';
import { isLostTransaction } from './dynamodb-items.ts';
import { endingOf } from './dynamodb-policy-store.ts';
import { policyItem } from './policy-item.ts';

/** Not BatchWriteItem, which knows no condition and would write over what stands there. */
export function createDynamoPolicyBatch({
  client,
  tableName: TableName,
  vault,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
  vault: PersonalVault;
}): PolicyBatch {
  /** False when a condition of one of them does not hold: nothing is written then. */
  async function isWritten(TransactItems: TransactWriteCommandInput['TransactItems']): Promise<boolean> {
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return true;
    } catch (error) {
      if (isLostTransaction(error)) return false;
      throw error;
    }
  }

  return {
    async insertAll(policies) {
      const items = await Promise.all(policies.map((policy) => policyItem(policy, vault)));
      const ConditionExpression = 'attribute_not_exists(trackingNumber)';
      const puts = items.map((Item) => ({ Put: { TableName, Item, ConditionExpression } }));
      return (await isWritten(puts)) ? 'inserted' : 'not-all-new';
    },

    async endAllWithoutFilms(ends) {
      const updates = ends.map(({ due, now }) => ({
        Update: endingOf(TableName, due, now, 'without-films'),
      }));
      return (await isWritten(updates)) ? 'ended' : 'not-all-due';
    },
  };
}
