import type { CheckQueue } from '../evidence/ports.ts';
import { type QueueAddress, sendInBatches } from './sqs-batches.ts';

/** Ids only: whoever checks reads the truth again. */
export function createSqsCheckQueue(queue: QueueAddress): CheckQueue {
  return {
    enqueue: (checks) =>
      sendInBatches(
        queue,
        checks.map(({ trackingNumber, uploadId }) => ({ trackingNumber, uploadId })),
        'checks',
      ),
  };
}
