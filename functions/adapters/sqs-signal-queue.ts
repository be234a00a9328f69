import type { SignalQueue } from '../signals/ports.ts';
import { type QueueAddress, sendInBatches } from './sqs-batches.ts';

/** Ids only: whoever judges reads the truth again. */
export function createSqsSignalQueue(queue: QueueAddress): SignalQueue {
  return {
    enqueue: (claims) =>
      sendInBatches(
        queue,
        claims.map(({ trackingNumber, claimId }) => ({ trackingNumber, claimId })),
        'claims',
      ),
  };
}
