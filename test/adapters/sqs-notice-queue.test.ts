import type { SendMessageBatchCommand, SendMessageBatchCommandOutput, SQSClient } from '@aws-sdk/client-sqs';
import { createSqsNoticeQueue } from '../../functions/adapters/sqs-notice-queue.ts';
import { type Notice, notice } from '../../functions/messages/notice-schemas.ts';

const someNotices = (count: number): Notice[] =>
  Array.from({ length: count }, (_, index) => ({
    about: 'policy-sold',
    trackingNumber: `number-${index}`,
    policyId: 'policy-1',
  }));

function createRecorder(failed: SendMessageBatchCommandOutput['Failed'] = undefined) {
  const batches: SendMessageBatchCommand['input'][] = [];
  const send = async (command: SendMessageBatchCommand) => {
    batches.push(command.input);
    return { Failed: failed };
  };
  return { batches, client: { send } as unknown as SQSClient };
}

it('sends every notice once, ten at a time, under ids that differ within a batch', async () => {
  const { batches, client } = createRecorder();
  await createSqsNoticeQueue(client, 'https://queue.example').enqueue(someNotices(23));
  expect(batches.map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
  const bodies = batches.flatMap(({ Entries = [] }) => Entries.map(({ MessageBody = '' }) => MessageBody));
  expect(bodies.map((body) => notice.parse(JSON.parse(body)))).toEqual(someNotices(23));
  for (const { Entries = [], QueueUrl } of batches) {
    expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
    expect(QueueUrl).toBe('https://queue.example');
  }
});

it('sends nothing when there is nothing, and fails when SQS refuses a part of a batch', async () => {
  const quiet = createRecorder();
  await createSqsNoticeQueue(quiet.client, 'https://queue.example').enqueue([]);
  expect(quiet.batches).toEqual([]);
  const refusing = createRecorder([{ Id: '1', Code: 'InternalError', SenderFault: false }]);
  const queue = createSqsNoticeQueue(refusing.client, 'https://queue.example');
  await expect(queue.enqueue(someNotices(2))).rejects.toThrow('refused 1');
});
