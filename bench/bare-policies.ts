import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CURRENT_POLICY } from '../functions/adapters/policy-item.ts';
import { LAPTOP_CREDENTIALS } from '../local/functions/function-host.ts';
import { REGION } from '../local/intrinsics.ts';
import { nextParcel } from './parcel-numbers.ts';

/** The item of one policy written as often as one likes, for other parcels, by the SDK and nothing else. */
export interface BarePolicies {
  put(): Promise<void>;
  close(): void;
}

/** @param parcel whose stored policy the others are copies of, attribute for attribute and byte for byte as long. */
export async function barePolicies(options: {
  tablesUrl: string;
  tableName: string;
  parcel: string;
}): Promise<BarePolicies> {
  const { tablesUrl: endpoint, tableName: TableName, parcel } = options;
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: LAPTOP_CREDENTIALS });
  const Key = { trackingNumber: { S: parcel }, recordKey: { S: CURRENT_POLICY } };
  const { Item: item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const dueAt = item?.dueAt?.S;
  if (!item || !dueAt) throw new Error(`No policy of ${parcel} is stored.`);
  return {
    async put() {
      const trackingNumber = nextParcel();
      const Item = {
        ...item,
        trackingNumber: { S: trackingNumber },
        policyId: { S: randomUUID() },
        idempotencyKey: { S: randomUUID() },
        dueAt: { S: dueAt.replace(parcel, trackingNumber) },
      };
      const ConditionExpression = 'attribute_not_exists(trackingNumber)';
      await client.send(new PutItemCommand({ TableName, Item, ConditionExpression }));
    },
    close: () => client.destroy(),
  };
}
