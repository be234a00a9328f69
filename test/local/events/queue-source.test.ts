import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type QueueSourceDefinition,
  sendToQueue,
  startQueueSource,
} from '../../../local/events/queue-source.ts';
import type { InvocationResult } from '../../../local/functions/function-host.ts';
import { startQueueEngine } from '../../../local/queues/queue-engine.ts';

type Engine = Awaited<ReturnType<typeof startQueueEngine>>;
interface Batch {
  Records: { messageId: string; body: string; eventSourceARN: string; attributes: Record<string, string> }[];
}

const definition: QueueSourceDefinition = {
  functionName: 'f',
  queueArn: 'arn:aws:sqs:eu-central-1:000000000000:work',
  batchSize: 5,
  batchingWindowSeconds: 0,
  reportsItemFailures: true,
  maximumConcurrency: 1,
  filters: [],
};

describe('a queue source', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startQueueEngine({
      port: 0,
      directory: mkdtempSync(join(tmpdir(), 'queues-')),
      region: 'eu-central-1',
      queues: [
        { name: 'dead', visibilityTimeoutSeconds: 30 },
        { name: 'other', visibilityTimeoutSeconds: 1 },
        { name: 'work', visibilityTimeoutSeconds: 1, deadLetterQueueName: 'dead', maxReceiveCount: 2 },
      ],
    });
  });
  afterAll(() => engine.close());

  /** Runs a source until `enough` says so of the bodies seen. */
  const run = async (
    settings: Partial<QueueSourceDefinition>,
    answer: (batch: Batch) => InvocationResult,
    enough: (bodies: string[]) => boolean,
    queue = 'work',
  ) => {
    const bodies: string[] = [];
    const done = Promise.withResolvers<void>();
    const source = startQueueSource(
      { ...definition, ...settings },
      {
        queueUrl: engine.queueUrl(queue),
        invoke: async (_name, payload) => {
          const batch = payload as Batch;
          bodies.push(...batch.Records.map(({ body }) => body));
          if (enough(bodies)) done.resolve();
          return answer(batch);
        },
      },
    );
    await done.promise;
    await source.close();
    return bodies;
  };
  const good = (): InvocationResult => ({ payload: '{"batchItemFailures":[]}' });

  it('hands messages over in Lambda’s shape', async () => {
    await sendToQueue(engine.queueUrl('work'), { a: 1 });
    let seen: Batch | undefined;
    await run(
      {},
      (batch) => {
        seen = batch;
        return good();
      },
      () => true,
    );
    expect(seen?.Records).toMatchObject([
      {
        messageId: expect.any(String),
        body: '{"a":1}',
        eventSource: 'aws:sqs',
        eventSourceARN: definition.queueArn,
        awsRegion: 'eu-central-1',
        attributes: { ApproximateReceiveCount: '1' },
      },
    ]);
  });

  it('repeats only what failed, until the queue gives it up to its dead-letter queue', async () => {
    for (const body of ['good 1', 'poison', 'good 2']) await sendToQueue(engine.queueUrl('work'), body);
    const reportPoison = ({ Records }: Batch): InvocationResult => ({
      payload: JSON.stringify({
        batchItemFailures: Records.filter(({ body }) => body === 'poison').map(({ messageId }) => ({
          itemIdentifier: messageId,
        })),
      }),
    });
    const bodies = await run(
      {},
      reportPoison,
      (seen) => seen.filter((body) => body === 'poison').length === 2 && seen.length === 4,
    );
    expect(bodies.filter((body) => body.startsWith('good')).sort()).toEqual(['good 1', 'good 2']);
    // A queue moves a message on when it is asked for messages again.
    const asking = startQueueSource(definition, {
      queueUrl: engine.queueUrl('work'),
      invoke: async () => good(),
    });
    const dead = await run({}, good, () => true, 'dead');
    await asking.close();
    expect(dead).toEqual(['poison']);
  }, 20_000);

  it('repeats the whole batch after an error, and drops what no filter wants', async () => {
    for (const kind of ['wanted', 'unwanted']) await sendToQueue(engine.queueUrl('other'), { kind });
    let first = true;
    const bodies = await run(
      { filters: [{ body: { kind: ['wanted'] } }] },
      () => {
        if (!first) return good();
        first = false;
        return { errorType: 'Error', errorMessage: 'no', trace: [] };
      },
      (seen) => seen.length === 2,
      'other',
    );
    expect(bodies).toEqual(['{"kind":"wanted"}', '{"kind":"wanted"}']);
  }, 20_000);
});
