import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoClient } from '../functions/adapters/dynamodb-client.ts';
import { plainPersonalVault } from '../functions/adapters/plain-personal-vault.ts';
import { policyItem } from '../functions/adapters/policy-item.ts';
import { preferredTableEngine, startTables } from '../local/tables/table-engine.ts';
import { somePolicy } from '../test/builders/policy.ts';
import { createTestTables } from '../test/contract/test-tables.ts';

/** When the policies of the bench are over; those that are held back for the bare updates a day later. */
export const END = '2026-03-31T21:00:00.000Z';
export const DAY_LATER = '2026-04-01T21:00:00.000Z';
/** When those are over that warm the sweep. */
export const DAY_EARLIER = '2026-03-30T21:00:00.000Z';

const PER_REQUEST = 25;
const AT_ONCE = 8;

export function clientOf(endpoint: string): DynamoDBDocumentClient {
  return createDynamoClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    // Those of a busy machine, not of a counter.
    requestHandler: { connectionTimeout: 30_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });
}

/** Of the n-th policy of a table. */
export function numberOf(index: number): string {
  return String(10_000_000_000_000 + index);
}

/**
 * An engine of its own, in memory (a disk makes loading six times as slow), with so many policies that end at once; after
 * them those that are held back, last those that end before all others.
 */
export async function startSweepTable(
  counts: { ending: number; heldBack: number; warming: number },
  progress: (loaded: number) => void,
) {
  const engine = await startTables({ engine: preferredTableEngine() });
  const { policies: tableName } = await createTestTables(engine.url);
  const client = clientOf(engine.url);
  const total = counts.ending + counts.heldBack + counts.warming;
  const endOf = (index: number) => {
    if (index < counts.ending) return END;
    return index < counts.ending + counts.heldBack ? DAY_LATER : DAY_EARLIER;
  };
  let next = 0;
  async function load(): Promise<void> {
    while (next < total) {
      const first = next;
      next = Math.min(first + PER_REQUEST, total);
      const items = await Promise.all(
        Array.from({ length: next - first }, (_, n) => itemOf(first + n, endOf(first + n))),
      );
      const RequestItems = { [tableName]: items.map((Item) => ({ PutRequest: { Item } })) };
      const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems }));
      if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('The engine left items out.');
      if (first % 5_000 === 0) progress(next);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, load));
  client.destroy();
  return {
    url: engine.url,
    tableName,
    close: () => engine.close(),
  };
}

function itemOf(index: number, end: string) {
  const policy = somePolicy({
    trackingNumber: numberOf(index),
    policyId: `policy-${index}`,
    idempotencyKey: `key-${index}`,
    ...{ endsAt: end, claimableUntil: end, dueAt: end },
  });
  return policyItem(policy, plainPersonalVault);
}
