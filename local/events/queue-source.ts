import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { callAws } from '../aws-json-call.ts';
import type { InvocationResult } from '../functions/function-host.ts';
import { REGION } from '../intrinsics.ts';
import { type EventPattern, matchesPattern } from './event-pattern.ts';
import { type EventSource, unlessStopped } from './stream-source.ts';

export interface QueueSourceDefinition {
  functionName: string;
  queueArn: string;
  batchSize: number;
  batchingWindowSeconds: number;
  reportsItemFailures: boolean;
  maximumConcurrency: number;
  filters: readonly EventPattern[];
}

interface Message {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes?: Record<string, string>;
  MessageAttributes?: Record<string, Record<string, unknown>>;
}

/** The largest number of messages that one ReceiveMessage gives. */
const LARGEST_RECEIVE = 10;
const LONG_POLL_SECONDS = 20;

/** Long-polls a queue for one function. What the function did well is deleted; the rest comes again by itself. */
export const startQueueSource = (
  definition: QueueSourceDefinition,
  options: {
    queueUrl: string;
    invoke: (functionName: string, payload: unknown) => Promise<InvocationResult>;
  },
): EventSource => {
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  // Queue URLs carry the engine's address, also where it listens.
  const endpoint = new URL(options.queueUrl).origin;
  const call = <Answer>(operation: string, input: object, signal?: AbortSignal) =>
    callAws<Answer>(endpoint, `AmazonSQS.${operation}`, { QueueUrl: options.queueUrl, ...input }, signal);

  const receive = async (count: number, waitSeconds: number): Promise<Message[]> => {
    const answer = await call<{ Messages?: Message[] }>(
      'ReceiveMessage',
      {
        MaxNumberOfMessages: Math.min(count, LARGEST_RECEIVE),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        AttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      stop.signal,
    );
    return answer.Messages ?? [];
  };

  const poll = async () => {
    while (!stop.signal.aborted) {
      if (running.size >= definition.maximumConcurrency) {
        await Promise.race(running);
        continue;
      }
      const batch = await receive(definition.batchSize, LONG_POLL_SECONDS);
      if (batch.length === 0) continue;
      const windowEnd = performance.now() + definition.batchingWindowSeconds * 1_000;
      while (batch.length < definition.batchSize) {
        const isOpen = performance.now() < windowEnd;
        const more = await receive(definition.batchSize - batch.length, isOpen ? 1 : 0);
        batch.push(...more);
        if (more.length === 0 && !isOpen) break;
      }
      const run = handle(batch).catch((error: unknown) => console.error('A queue source stumbled:', error));
      running.add(run);
      void run.finally(() => running.delete(run));
    }
  };

  const handle = async (batch: Message[]) => {
    const records = batch.map((message) => toRecord(message, definition.queueArn));
    const wanted = records.filter(
      (record) =>
        definition.filters.length === 0 ||
        definition.filters.some((filter) => matchesPattern(filter, { ...record, body: parsed(record.body) })),
    );
    let failed = new Set<string>();
    if (wanted.length > 0) {
      const result = await options.invoke(definition.functionName, { Records: wanted });
      failed = failedIds(result, wanted, definition.reportsItemFailures);
    }
    const done = batch.filter(({ MessageId }) => !failed.has(MessageId));
    for (let start = 0; start < done.length; start += LARGEST_RECEIVE) {
      await call('DeleteMessageBatch', {
        Entries: done
          .slice(start, start + LARGEST_RECEIVE)
          .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      });
    }
  };

  const polling = unlessStopped(poll, stop.signal);
  return {
    async close() {
      stop.abort();
      await polling;
      await Promise.race([Promise.all(running), delay(2_000, undefined, { ref: false })]);
    },
  };
};

const failedIds = (
  result: InvocationResult,
  records: readonly { messageId: string }[],
  reportsItemFailures: boolean,
): Set<string> => {
  const all = () => new Set(records.map(({ messageId }) => messageId));
  if ('errorType' in result) return all();
  if (!reportsItemFailures) return new Set();
  const answer = JSON.parse(result.payload) as { batchItemFailures?: { itemIdentifier?: string }[] } | null;
  const failures = (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier ?? '');
  const known = all();
  // An identifier that is none of the batch's means that all of it failed.
  return failures.every((id) => known.has(id)) ? new Set(failures) : known;
};

const toRecord = (message: Message, queueArn: string) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, BinaryValue, DataType }]) => [
      name,
      { stringValue: StringValue, binaryValue: BinaryValue, dataType: DataType },
    ]),
  ),
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: REGION,
});

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/** Sends one message as JSON. */
export const sendToQueue = async (queueUrl: string, message: unknown): Promise<void> => {
  await callAws(new URL(queueUrl).origin, 'AmazonSQS.SendMessage', {
    QueueUrl: queueUrl,
    MessageBody: typeof message === 'string' ? message : JSON.stringify(message),
  });
};

/** The wrapper that EventBridge puts around an event of a service. */
export const serviceEvent = (
  source: string,
  detailType: string,
  resources: string[],
  detail: unknown,
  nowMillis: number,
) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': detailType,
  source,
  account: '000000000000',
  time: new Date(nowMillis).toISOString().replace(/\.\d+Z$/, 'Z'),
  region: REGION,
  resources,
  detail,
});
