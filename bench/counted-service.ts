import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { callAws } from '../local/aws-json-call.ts';
import { planYear } from '../local/seed/plan-year.ts';
import { startEngines } from '../test/http/service-engines.ts';
import { addUsage, type FOLLOWERS, noUsage, type Usage } from './counts.ts';
import { startMeter } from './meter.ts';
import type { WireItem } from './write-units.ts';

/** What stands in the stream of a policy: its item before and after. */
export interface PolicyChange {
  before?: WireItem;
  after: WireItem;
}

/**
 * The service's own adapters and handlers in this process, on engines of their own, with the meter in between. What
 * runs in batches can so be run in batches of a given size.
 */
export async function startCountedService() {
  const engines = await startEngines();
  const meter = await startMeter();
  const { AWS_ENDPOINT_URL: others = '', AWS_ENDPOINT_URL_DYNAMODB: tablesUrl = '' } = process.env;
  meter.leadTo({
    DYNAMODB: tablesUrl,
    S3: process.env.AWS_ENDPOINT_URL_S3 ?? '',
    SQS: others,
    SECRETS_MANAGER: others,
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: meter.url,
    AWS_ENDPOINT_URL_DYNAMODB: meter.url,
    AWS_ENDPOINT_URL_S3: meter.url,
    NOTICES_QUEUE_URL: `${meter.url}/queue/notices`,
    LAKE_BUCKET: 'evidence',
  });
  // Only now: they read the environment above.
  const [deps, follow, count] = await Promise.all([
    import('../functions/deps.ts'),
    import('../functions/handlers/follow-policy-changes.ts'),
    import('../functions/handlers/count-policy-changes.ts'),
  ]);
  const followers = { 'follow-policy-changes': follow.handler, 'count-policy-changes': count.handler };

  async function counted(work: () => Promise<unknown>): Promise<Usage> {
    meter.take();
    await work();
    return addUsage(...meter.take().values());
  }

  return {
    deps,
    counted,
    async imageOf(trackingNumber: string): Promise<WireItem> {
      const Key = { trackingNumber: { S: trackingNumber }, recordKey: { S: 'policy' } };
      const TableName = engines.stores.tables.policies;
      const input = { TableName, Key, ConsistentRead: true };
      return (await callAws<{ Item: WireItem }>(tablesUrl, 'DynamoDB_20120810.GetItem', input)).Item;
    },
    /** What a follower of the stream does about these changes, handed over so many at once. */
    async followed(
      name: (typeof FOLLOWERS)[number],
      changes: readonly PolicyChange[],
      batchSize: number,
    ): Promise<Usage> {
      let usage = noUsage();
      for (let first = 0; first < changes.length; first += batchSize) {
        const event = eventOf(changes.slice(first, first + batchSize));
        const call = async () => {
          const answer = await followers[name](event, {} as never);
          if (answer.batchItemFailures.length > 0) throw new Error(`${name} failed.`);
        };
        usage = addUsage(usage, await counted(call), { ...noUsage(), invocations: { [name]: 1 } });
      }
      return usage;
    },
    async close() {
      await meter.close();
      await engines.close();
    },
  };
}
export type CountedService = Awaited<ReturnType<typeof startCountedService>>;

/** Sales of a day in the middle of a year of a million, as they follow each other all over the country. */
export async function someSales(count: number) {
  const sales = [];
  for await (const parcel of planYear({ policies: 1_000_000, year: 2025, seed: 'bench' }, 500_000)) {
    if (sales.length === count) break;
    sales.push(parcel);
  }
  return sales;
}

function eventOf(changes: readonly PolicyChange[]): DynamoDBStreamEvent {
  return {
    Records: changes.map(({ before, after }, index) => ({
      eventID: String(index),
      eventName: before ? 'MODIFY' : 'INSERT',
      dynamodb: {
        SequenceNumber: String(index),
        ...(before && { OldImage: before }),
        NewImage: after,
      } as NonNullable<DynamoDBRecord['dynamodb']>,
    })),
  };
}
