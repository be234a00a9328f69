import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoPolicyStore } from '../functions/adapters/dynamodb-policy-store.ts';
import { createDynamoSweepMark } from '../functions/adapters/dynamodb-sweep-mark.ts';
import { plainPersonalVault } from '../functions/adapters/plain-personal-vault.ts';
import { endPolicies } from '../functions/policies/end-policies.ts';
import { DUE_SHARDS } from '../functions/policies/ports.ts';
import { peakResidentBytes } from './process-tree.ts';
import { clientOf, DAY_EARLIER, DAY_LATER, END, numberOf } from './sweep-tables.ts';

/** One sweep, or as many bare updates, in a process of its own, whose memory is then nobody else's. */
export interface SweepTask {
  url: string;
  tableName: string;
  way: 'sweep' | { bare: { from: number; to: number } };
  /** Updated first, unmeasured: by a sweep those that end a day earlier, bare the first ones of its own. */
  warming: number;
}
export interface SweepResult {
  policies: number;
  millis: number;
  requests: number;
  /** Of the whole process, from its start, the unmeasured part included. */
  peakMegabytes: number;
}

async function sweep(client: ReturnType<typeof clientOf>, tableName: string, now: string): Promise<number> {
  const { ended, finished } = await endPolicies(
    { now },
    {
      policies: createDynamoPolicyStore({ client, tableName, vault: plainPersonalVault }),
      remindedUntil: { ...createDynamoSweepMark({ client, tableName }), read: async () => '9999' },
      hasTime: () => true,
      remind: async () => {},
      reportFailure: (_due, error) => {
        throw error;
      },
      removeFilms: () => Promise.reject(new Error('There are no films.')),
    },
  );
  if (!finished) throw new Error('The sweep did not come to its end.');
  return ended;
}

/** What a sweep comes down to at the engine: the same updates on the same conditions, as many at once. */
async function bare(
  client: ReturnType<typeof clientOf>,
  TableName: string,
  { from, to }: { from: number; to: number },
): Promise<number> {
  let next = from;
  async function work(): Promise<void> {
    while (next < to) {
      const trackingNumber = numberOf(next);
      next += 1;
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: { trackingNumber: { S: trackingNumber }, recordKey: { S: 'policy' } },
          UpdateExpression:
            'SET #status = :ended, #endedAt = #claimableUntil, #version = #version + :one REMOVE #dueAt, #dueShard',
          ConditionExpression:
            '#status = :active AND #openClaims = :none AND #claimableUntil <= :now AND #dueAt = :dueAt AND #uploads = :none',
          ExpressionAttributeNames: {
            '#status': 'status',
            '#endedAt': 'endedAt',
            '#claimableUntil': 'claimableUntil',
            '#version': 'version',
            '#dueAt': 'dueAt',
            '#dueShard': 'dueShard',
            '#openClaims': 'openClaims',
            '#uploads': 'uploads',
          },
          ExpressionAttributeValues: {
            ':active': { S: 'active' },
            ':ended': { S: 'ended' },
            ':none': { N: '0' },
            ':one': { N: '1' },
            ':now': { S: DAY_LATER },
            ':dueAt': { S: `${DAY_LATER}#${trackingNumber}` },
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    }
  }
  await Promise.all(Array.from({ length: DUE_SHARDS }, work));
  return to - from;
}

process.once('message', async ({ url, tableName, way, warming }: SweepTask) => {
  const client = clientOf(url);
  let requests = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      requests += 1;
      return next(args);
    },
    { step: 'deserialize', name: 'countRequests' },
  );
  // Connections, credentials and compiled code are there before the clock starts, as on a function that runs hourly.
  const warmed =
    way === 'sweep'
      ? await sweep(client, tableName, DAY_EARLIER)
      : await bare(client, tableName, { from: way.bare.from, to: way.bare.from + warming });
  if (warmed !== warming) throw new Error(`Of ${warming} policies ${warmed} ended before the clock started.`);
  requests = 0;
  const begin = performance.now();
  const policies =
    way === 'sweep'
      ? await sweep(client, tableName, END)
      : await bare(client, tableName, { from: way.bare.from + warming, to: way.bare.to });
  const millis = performance.now() - begin;
  const peakMegabytes = peakResidentBytes() / 1_000_000;
  client.destroy();
  process.send?.({ policies, millis, requests, peakMegabytes } satisfies SweepResult);
  process.disconnect();
});
