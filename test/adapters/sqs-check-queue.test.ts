import type { SQSClient } from '@aws-sdk/client-sqs';
import { createSqsCheckQueue } from '../../functions/adapters/sqs-check-queue.ts';

interface Batch {
  QueueUrl: string;
  Entries: { Id: string; MessageBody: string }[];
}

function queueWith(answer: unknown) {
  const batches: Batch[] = [];
  const send = async ({ input }: { input: Batch }) => {
    batches.push(input);
    return answer;
  };
  const client = { send } as unknown as SQSClient;
  return { batches, queue: createSqsCheckQueue({ client, queueUrl: 'https://sqs/checks' }) };
}

describe('the queue of checks', () => {
  it('carries ids only, ten in a batch', async () => {
    const { batches, queue } = queueWith({});
    const checks = Array.from({ length: 23 }, (_, index) => ({
      trackingNumber: '10100012123456',
      uploadId: `upload-${index}`,
    }));
    await queue.enqueue(checks);
    expect(batches.map(({ Entries }) => Entries.length)).toEqual([10, 10, 3]);
    expect(batches.flatMap(({ Entries }) => Entries.map((entry) => JSON.parse(entry.MessageBody)))).toEqual(
      checks,
    );
    expect(new Set(batches[0]?.Entries.map(({ Id }) => Id)).size).toBe(10);
  });

  it('sends nothing for nothing', async () => {
    const { batches, queue } = queueWith({});
    await queue.enqueue([]);
    expect(batches).toEqual([]);
  });

  it('fails when a message of a batch was not taken', async () => {
    const { queue } = queueWith({ Failed: [{ Id: '0', Code: 'Throttled', SenderFault: false }] });
    await expect(queue.enqueue([{ trackingNumber: '10100012123456', uploadId: 'upload-1' }])).rejects.toThrow(
      'Throttled',
    );
  });
});
