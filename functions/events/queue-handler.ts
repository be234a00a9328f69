import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { faultOf, logger } from '../observability.ts';

/** Handles each message for itself: those that fail come again alone, and after their tries go to the dead letters. */
export function queueHandler(name: string, handle: (body: unknown) => Promise<void>) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async (event) => {
    const outcomes = await Promise.allSettled(
      event.Records.map(async (record) => handle(JSON.parse(record.body))),
    );
    const batchItemFailures = event.Records.flatMap((record, index) => {
      const outcome = outcomes[index];
      if (outcome?.status !== 'rejected') return [];
      logger.error('message not handled', {
        function: name,
        messageId: record.messageId,
        error: faultOf(outcome.reason),
      });
      return [{ itemIdentifier: record.messageId }];
    });
    return { batchItemFailures };
  });
}
