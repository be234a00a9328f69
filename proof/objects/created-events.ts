import { callMoto } from '../moto/call-moto.ts';

/** What is told of an object that was stored; words of their own (requests, sequencers, hours) are left out. */
export interface CreatedEvent {
  bucket: string;
  key: string;
  size: number;
  etag: string;
  versionId: string;
}

interface MotoEvent {
  detail: {
    bucket: { name: string };
    /** AWS says `etag`, and so does the laptop (docs/engine-differences-objects.md). */
    object: { key: string; size: number; eTag: string; 'version-id': string };
  };
}

const QUEUE = 'created';
const MOST_MESSAGES = 10;

/** Events of all buckets that notify, by a rule into a queue, as in the stack. */
export async function listenOnMoto(url: string, region: string): Promise<() => Promise<CreatedEvent[]>> {
  const ask = <Answer = object>(service: 'sqs' | 'events', operation: string, input: object) => {
    const target = `${service === 'sqs' ? 'AmazonSQS' : 'AWSEvents'}.${operation}`;
    return callMoto<Answer>(url, { service, target, region }, input);
  };
  const { QueueUrl } = await ask<{ QueueUrl: string }>('sqs', 'CreateQueue', { QueueName: QUEUE });
  const EventPattern = JSON.stringify({ source: ['aws.s3'], 'detail-type': ['Object Created'] });
  await ask('events', 'PutRule', { Name: QUEUE, EventPattern, State: 'ENABLED' });
  const Arn = `arn:aws:sqs:${region}:123456789012:${QUEUE}`;
  await ask('events', 'PutTargets', { Rule: QUEUE, Targets: [{ Id: QUEUE, Arn }] });
  return async () => {
    const events: CreatedEvent[] = [];
    for (;;) {
      const asked = { QueueUrl, MaxNumberOfMessages: MOST_MESSAGES, WaitTimeSeconds: 0 };
      const { Messages = [] } = await ask<{ Messages?: { Body: string; ReceiptHandle: string }[] }>(
        ...(['sqs', 'ReceiveMessage', asked] as const),
      );
      if (Messages.length === 0) return events;
      for (const { Body, ReceiptHandle } of Messages) {
        const { bucket, object } = (JSON.parse(Body) as MotoEvent).detail;
        const { key, size, eTag: etag, 'version-id': versionId } = object;
        events.push({ bucket: bucket.name, key, size, etag, versionId });
        await ask('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
      }
    }
  };
}
