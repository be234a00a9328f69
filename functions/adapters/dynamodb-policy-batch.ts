import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { PersonalVault, PolicyBatch } from '../policies/ports.ts';
import { isLostTransaction } from './dynamodb-items.ts';
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
  return {
    async insertAll(policies) {
      const items = await Promise.all(policies.map((policy) => policyItem(policy, vault)));
      const ConditionExpression = 'attribute_not_exists(trackingNumber)';
      const TransactItems = items.map((Item) => ({ Put: { TableName, Item, ConditionExpression } }));
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return 'inserted';
      } catch (error) {
        if (isLostTransaction(error)) return 'not-all-new';
        throw error;
      }
    },
  };
}
