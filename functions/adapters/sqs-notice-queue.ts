import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { NoticeQueue } from '../messages/ports.ts';

/** The most that SQS takes at once. */
const BATCH = 10;

/** Notices on an SQS standard queue, one message each: they may arrive twice and in any order. */
export function createSqsNoticeQueue(sqs: SQSClient, queueUrl: string): NoticeQueue {
  return {
    async enqueue(notices) {
      for (let start = 0; start < notices.length; start += BATCH) {
        const answer = await sqs.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: notices
              .slice(start, start + BATCH)
              .map((notice, index) => ({ Id: String(index), MessageBody: JSON.stringify(notice) })),
          }),
        );
        // SQS refuses entries one by one; the caller's source delivers the change again, twice does no harm.
        const refused = answer.Failed?.length ?? 0;
        if (refused > 0) throw new Error(`The notice queue refused ${refused} notices.`);
      }
    },
  };
}
