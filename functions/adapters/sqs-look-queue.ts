import type { LookQueue } from '../signals/ports.ts';
import { type QueueAddress, sendInBatches } from './sqs-batches.ts';

/** Ids only: whoever looks reads the truth again. */
export function createSqsLookQueue(queue: QueueAddress): LookQueue {
  return {
    enqueue: (films) =>
      sendInBatches(
        queue,
        films.map(({ trackingNumber, uploadId }) => ({ trackingNumber, uploadId })),
        'films',
      ),
  };
}
