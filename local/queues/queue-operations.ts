import { z } from 'zod';
import {
  chooseAttributes,
  type MessageAttributes,
  md5OfAttributes,
  md5OfBody,
  messageAttributeSchema,
  sizeOfAttributes,
} from './message-attributes.ts';
import { isRefusal, type QueueRefusal, refuse } from './queue-refusal.ts';
import type { MessageToSend, QueueRules, QueueStore, ReceivedMessage } from './queue-store.ts';

/** What an operation works on. */
export interface QueueState {
  store: QueueStore;
  queues: ReadonlyMap<string, QueueRules>;
  now: () => number;
  urlOf: (queueName: string) => string;
  arnOf: (queueName: string) => string;
  /** Tells the waiting receivers of a queue that there may be something for them. */
  wake: (queueName: string) => void;
  /** Resolves when there may be something, when the time is over, or when nobody listens any more. */
  waitForMessages: (queueName: string, longestMillis: number) => Promise<void>;
}

export interface QueueCaller {
  isGone: () => boolean;
}

export type QueueOperation = (
  state: QueueState,
  input: unknown,
  caller: QueueCaller,
) => Promise<object | QueueRefusal>;

const LARGEST_MESSAGE = 1_048_576;
const MOST_ENTRIES = 10;

const sendFields = {
  MessageBody: z.string().min(1),
  DelaySeconds: z.int().min(0).max(900).optional(),
  MessageAttributes: z.record(z.string(), messageAttributeSchema).optional(),
  MessageSystemAttributes: z
    .strictObject({
      AWSTraceHeader: z.object({ DataType: z.literal('String'), StringValue: z.string() }).optional(),
    })
    .optional(),
};
const sendSchema = z.strictObject({ QueueUrl: z.string(), ...sendFields });
const sendEntrySchema = z.strictObject({ Id: z.string(), ...sendFields });
type SendFields = Omit<z.infer<typeof sendEntrySchema>, 'Id'>;

/** Reads an operation's input; what the schema does not know is refused, never ignored. */
function parse<T>(schema: z.ZodType<T>, input: unknown): T | QueueRefusal {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  return refuse(
    'InvalidParameterValue',
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  );
}

function findQueue(state: QueueState, queueUrl: string): QueueRules | QueueRefusal {
  const name = queueUrl.split('/').at(-1) ?? '';
  return state.queues.get(name) ?? refuse('QueueDoesNotExist', 'The specified queue does not exist.');
}

function sizeOf(fields: SendFields): number {
  return Buffer.byteLength(fields.MessageBody) + sizeOfAttributes(fields.MessageAttributes ?? {});
}

/** SQS takes only what XML 1.0 can carry. */
function isTransportable(text: string): boolean {
  return !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text);
}

function readMessage(queue: QueueRules, fields: SendFields): MessageToSend | QueueRefusal {
  if (sizeOf(fields) > LARGEST_MESSAGE) {
    return refuse(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${LARGEST_MESSAGE} bytes.`,
    );
  }
  if (!isTransportable(fields.MessageBody)) {
    return refuse(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  return {
    body: fields.MessageBody,
    attributes: (fields.MessageAttributes ?? {}) as MessageAttributes,
    traceHeader: fields.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
    delaySeconds: fields.DelaySeconds ?? queue.delaySeconds,
  };
}

function describeSent(messageId: string, message: MessageToSend): object {
  const attributesMd5 = md5OfAttributes(message.attributes);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5OfBody(message.body),
    ...(attributesMd5 ? { MD5OfMessageAttributes: attributesMd5 } : {}),
  };
}

const sendMessage: QueueOperation = async (state, input) => {
  const fields = parse(sendSchema, input);
  if (isRefusal(fields)) return fields;
  const queue = findQueue(state, fields.QueueUrl);
  if (isRefusal(queue)) return queue;
  const message = readMessage(queue, fields);
  if (isRefusal(message)) return message;
  const [messageId] = state.store.send(queue.name, [message], state.now());
  state.wake(queue.name);
  return describeSent(messageId ?? '', message);
};

const sendMessageBatch: QueueOperation = async (state, input) => {
  const batch = parse(z.strictObject({ QueueUrl: z.string(), Entries: z.array(sendEntrySchema) }), input);
  if (isRefusal(batch)) return batch;
  const queue = findQueue(state, batch.QueueUrl);
  if (isRefusal(queue)) return queue;
  const malformed = refuseEntries(batch.Entries);
  if (malformed) return malformed;
  if (batch.Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > LARGEST_MESSAGE) {
    return refuse('BatchRequestTooLong', `Batch requests cannot be longer than ${LARGEST_MESSAGE} bytes.`);
  }
  const read = batch.Entries.map((entry) => ({ id: entry.Id, message: readMessage(queue, entry) }));
  const good = read.flatMap(({ id, message }) => (isRefusal(message) ? [] : [{ id, message }]));
  const messageIds = state.store.send(
    queue.name,
    good.map(({ message }) => message),
    state.now(),
  );
  state.wake(queue.name);
  return {
    Successful: good.map(({ id, message }, index) => ({
      Id: id,
      ...describeSent(messageIds[index] ?? '', message),
    })),
    Failed: read.flatMap(({ id, message }) => (isRefusal(message) ? [describeFailed(id, message)] : [])),
  };
};

function describeFailed(id: string, refusal: QueueRefusal): object {
  return { Id: id, Code: refusal.refused, Message: refusal.message, SenderFault: true };
}

function refuseEntries(entries: readonly { Id: string }[]): QueueRefusal | undefined {
  if (entries.length === 0)
    return refuse('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > MOST_ENTRIES) {
    return refuse(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MOST_ENTRIES}.`,
    );
  }
  if (entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id))) {
    return refuse(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores.',
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    return refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  return undefined;
}

const receiveSchema = z.strictObject({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.int().min(0).max(20).default(0),
  MessageAttributeNames: z.array(z.string()).default([]),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
});

const receiveMessage: QueueOperation = async (state, input, caller) => {
  const asked = parse(receiveSchema, input);
  if (isRefusal(asked)) return asked;
  const queue = findQueue(state, asked.QueueUrl);
  if (isRefusal(queue)) return queue;
  const visibilityTimeout = asked.VisibilityTimeout ?? queue.visibilityTimeoutSeconds;
  // How long a connection is held is the machine's time, whatever the laptop's clock does meanwhile.
  const giveUpAt = performance.now() + asked.WaitTimeSeconds * 1000;
  for (;;) {
    // A message must not be hidden for someone who has hung up.
    if (caller.isGone()) return {};
    const received = state.store.receive(queue, asked.MaxNumberOfMessages, visibilityTimeout, state.now());
    if (received.length > 0) {
      return { Messages: received.map((message) => describeReceived(state, message, asked)) };
    }
    const left = giveUpAt - performance.now();
    if (left <= 0) return {};
    await state.waitForMessages(queue.name, left);
  }
};

function describeReceived(
  state: QueueState,
  message: ReceivedMessage,
  asked: z.infer<typeof receiveSchema>,
): object {
  const systemAttributes: Record<string, string | undefined> = {
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ApproximateReceiveCount: String(message.receiveCount),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.cameFrom === undefined ? undefined : state.arnOf(message.cameFrom),
    SenderId: 'laptop',
    SentTimestamp: String(message.sentAt),
  };
  const names = [...asked.AttributeNames, ...asked.MessageSystemAttributeNames];
  const chosen = Object.entries(systemAttributes).filter(
    ([name, value]) => value !== undefined && (names.includes('All') || names.includes(name)),
  );
  const attributes = chooseAttributes(message.attributes, asked.MessageAttributeNames);
  const attributesMd5 = md5OfAttributes(attributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    ...(chosen.length > 0 ? { Attributes: Object.fromEntries(chosen) } : {}),
    ...(attributesMd5 ? { MessageAttributes: attributes, MD5OfMessageAttributes: attributesMd5 } : {}),
  };
}

function refuseHandle(): QueueRefusal {
  return refuse('ReceiptHandleIsInvalid', 'The input receipt handle is not a valid receipt handle.');
}

const deleteMessage: QueueOperation = async (state, input) => {
  const asked = parse(z.strictObject({ QueueUrl: z.string(), ReceiptHandle: z.string() }), input);
  if (isRefusal(asked)) return asked;
  const queue = findQueue(state, asked.QueueUrl);
  if (isRefusal(queue)) return queue;
  return state.store.delete(queue.name, asked.ReceiptHandle) ? {} : refuseHandle();
};

const deleteBatchSchema = z.strictObject({
  QueueUrl: z.string(),
  Entries: z.array(z.strictObject({ Id: z.string(), ReceiptHandle: z.string() })),
});

const deleteMessageBatch: QueueOperation = async (state, input) => {
  const batch = parse(deleteBatchSchema, input);
  if (isRefusal(batch)) return batch;
  const queue = findQueue(state, batch.QueueUrl);
  if (isRefusal(queue)) return queue;
  const malformed = refuseEntries(batch.Entries);
  if (malformed) return malformed;
  const results = batch.Entries.map(({ Id, ReceiptHandle }) => ({
    Id,
    deleted: state.store.delete(queue.name, ReceiptHandle),
  }));
  return {
    Successful: results.filter(({ deleted }) => deleted).map(({ Id }) => ({ Id })),
    Failed: results.filter(({ deleted }) => !deleted).map(({ Id }) => describeFailed(Id, refuseHandle())),
  };
};

const getQueueUrl: QueueOperation = async (state, input) => {
  const asked = parse(
    z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
    input,
  );
  if (isRefusal(asked)) return asked;
  const queue = findQueue(state, asked.QueueName);
  return isRefusal(queue) ? queue : { QueueUrl: state.urlOf(queue.name) };
};

const getQueueAttributes: QueueOperation = async (state, input) => {
  const asked = parse(
    z.strictObject({ QueueUrl: z.string(), AttributeNames: z.array(z.string()).default([]) }),
    input,
  );
  if (isRefusal(asked)) return asked;
  const queue = findQueue(state, asked.QueueUrl);
  if (isRefusal(queue)) return queue;
  const { visible, inFlight, delayed } = state.store.count(queue, state.now());
  const attributes: Record<string, string> = {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    DelaySeconds: String(queue.delaySeconds),
    MaximumMessageSize: String(LARGEST_MESSAGE),
    MessageRetentionPeriod: String(queue.messageRetentionSeconds),
    QueueArn: state.arnOf(queue.name),
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
  };
  if (queue.redrive) {
    attributes.RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: state.arnOf(queue.redrive.deadLetterQueueName),
      maxReceiveCount: queue.redrive.maxReceiveCount,
    });
  }
  const unknown = asked.AttributeNames.find(
    (name) => name !== 'All' && name !== 'RedrivePolicy' && !(name in attributes),
  );
  if (unknown !== undefined) return refuse('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const all = asked.AttributeNames.includes('All');
  return {
    Attributes: Object.fromEntries(
      Object.entries(attributes).filter(([name]) => all || asked.AttributeNames.includes(name)),
    ),
  };
};

/** All that the queues do; anything else is refused as unsupported. */
export const QUEUE_OPERATIONS: ReadonlyMap<string, QueueOperation> = new Map([
  ['SendMessage', sendMessage],
  ['SendMessageBatch', sendMessageBatch],
  ['ReceiveMessage', receiveMessage],
  ['DeleteMessage', deleteMessage],
  ['DeleteMessageBatch', deleteMessageBatch],
  ['GetQueueUrl', getQueueUrl],
  ['GetQueueAttributes', getQueueAttributes],
]);
