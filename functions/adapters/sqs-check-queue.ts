import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CheckQueue } from '../evidence/ports.ts';

/** The most messages that one call takes. */
const MESSAGES_PER_BATCH = 10;

/** Ids only: whoever checks reads the truth again. */
export function createSqsCheckQueue({
  client,
  queueUrl,
}: {
  client: SQSClient;
  queueUrl: string;
}): CheckQueue {
  return {
    async enqueue(checks) {
      for (let start = 0; start < checks.length; start += MESSAGES_PER_BATCH) {
        const batch = checks.slice(start, start + MESSAGES_PER_BATCH);
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: batch.map(({ trackingNumber, uploadId }, index) => ({
              Id: String(index),
              MessageBody: JSON.stringify({ trackingNumber, uploadId }),
            })),
          }),
        );
        // The batch itself succeeds also when none of its messages did.
        const [first] = Failed;
        if (first)
          throw new Error(`${Failed.length} of ${batch.length} checks were not queued: ${first.Code}`);
      }
    },
  };
}
