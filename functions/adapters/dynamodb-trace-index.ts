import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Instant, toMillis } from '../clock.ts';
import type { Trace, TraceIndex } from '../signals/ports.ts';
import { expressionOf, parseItem, queryItems } from './dynamodb-items.ts';
import { storedTrace } from './dynamodb-trace-index-schemas.ts';

/** As long as evidence of a claim is kept (the terms' 36 months): nothing older can be laid beside a new case. */
const KEPT_DAYS = 3 * 366;

/** One item for each trace of each claim, under what it is found by. */
export function createDynamoTraceIndex({
  client,
  tableName: TableName,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
}): TraceIndex {
  return {
    async remember({ kind, hash, trackingNumber, claimId, policyId, at }) {
      await client.send(
        new PutCommand({
          TableName,
          Item: {
            reportKey: traceKey(kind, hash),
            recordKey: `${at}#${claimId}`,
            ...{ kind, hash, trackingNumber, claimId, policyId, at },
            expiresAt: expiryOf(at),
          },
        }),
      );
    },

    async seen(kind, hash, limit) {
      const reportKey = traceKey(kind, hash);
      const items = await queryItems(
        client,
        {
          TableName,
          KeyConditionExpression: '#reportKey = :reportKey',
          ...expressionOf({ reportKey }),
          ScanIndexForward: false,
          // Of two claims that leave the same at once, one at least has to see the other.
          ConsistentRead: true,
        },
        limit,
      );
      return items.map(
        (item): Trace =>
          parseItem(storedTrace, item, { trackingNumber: reportKey, recordKey: String(item.recordKey) }),
      );
    },
  };
}

function traceKey(kind: string, hash: string): string {
  return `trace#${kind}#${hash}`;
}

/** When the table may remove what a case of this instant left, in the seconds that it reads. */
export function expiryOf(at: Instant): number {
  return Math.floor(toMillis(at) / 1000) + KEPT_DAYS * 86_400;
}
