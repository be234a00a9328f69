import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The most messages that one call takes. */
const MESSAGES_PER_BATCH = 10;

export interface QueueAddress {
  client: SQSClient;
  queueUrl: string;
}

/** Sends each body as a message of its own. @throws when one was not taken: those that were come twice then. */
export async function sendInBatches(
  { client, queueUrl }: QueueAddress,
  bodies: readonly object[],
  what: string,
): Promise<void> {
  for (let start = 0; start < bodies.length; start += MESSAGES_PER_BATCH) {
    const batch = bodies.slice(start, start + MESSAGES_PER_BATCH);
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: batch.map((body, index) => ({ Id: String(index), MessageBody: JSON.stringify(body) })),
      }),
    );
    // The batch itself succeeds also when none of its messages did.
    const [first] = Failed;
    if (first) throw new Error(`${Failed.length} of ${batch.length} ${what} were not queued: ${first.Code}`);
  }
}
