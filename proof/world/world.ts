import './register-outside.ts';
import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Instant } from '../../functions/clock.ts';
import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { type OperationName, operations } from '../../functions/contracts/operations.ts';
import type { ConsoleRole } from '../../functions/contracts/primitives.ts';
import type { Execution } from './executions.ts';
import { outside, type QueueMessage, type QueueName, resetOutside, type StreamChange } from './outside.ts';
import { seedChance } from './seeded-chance.ts';
import { endTimersOfFunctions } from './timers-of-functions.ts';
import { virtualDate } from './virtual-date.ts';

/** Who calls: a till, whoever has a link, or somebody at the console. */
export type Caller = 'pos' | 'anyone' | { link: string } | { role: ConsoleRole; id: string };

export interface Call {
  as: Caller;
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are held against their schemas elsewhere
  body: any;
}

// biome-ignore lint/suspicious/noExplicitAny: handlers of every kind of event
type Handler = (event: any, context: Context) => Promise<any>;

interface Follower {
  table: 'policies' | 'cases';
  handler: string;
  position: number;
  failures: number;
}

const FOLLOWERS: readonly Pick<Follower, 'table' | 'handler'>[] = [
  { table: 'policies', handler: 'follow-policy-changes' },
  { table: 'cases', handler: 'follow-case-changes' },
  { table: 'policies', handler: 'count-policy-changes' },
  { table: 'cases', handler: 'count-case-changes' },
];

/** As in the stack (lib/stream-follower.ts, lib/protected-purchase-stack.ts). */
const STREAM_RETRIES = 10;
const MINUTE = 60_000;
const CONSUMERS: Record<QueueName, { handler: string; tries: number; hiddenFor: number }> = {
  notices: { handler: 'send-notice', tries: 12, hiddenFor: 6 * MINUTE },
  checks: { handler: 'check-film', tries: 5, hiddenFor: 90 * MINUTE },
  looks: { handler: 'look-at-film', tries: 3, hiddenFor: 36 * MINUTE },
  signals: { handler: 'judge-claim', tries: 8, hiddenFor: 6 * MINUTE },
};

const MOST_ROUNDS = 40;
const context = { getRemainingTimeInMillis: () => 900_000 } as Context;
const loaded = new Map<string, Promise<Handler>>();

/** The deployed handler, loaded once: a warm function. */
function handlerOf(name: string): Promise<Handler> {
  if (!loaded.has(name))
    loaded.set(
      name,
      import(`../../functions/handlers/${name}.ts`).then((module) => module.handler),
    );
  return loaded.get(name) as Promise<Handler>;
}

// biome-ignore lint/suspicious/noExplicitAny: handlers of every kind of event
async function invoke(name: string, event: unknown): Promise<any> {
  const handler = await handlerOf(name);
  return outside().invocation(name, () => handler(event, context));
}

/**
 * The whole service in this process: real handlers over a world in memory. Nothing happens by itself; streams, queues,
 * executions and schedules go on when they are told to.
 */
export class World {
  followers: Follower[] = [];
  /** What was given up: changes of a stream after their retries, messages after their tries. */
  readonly lost: string[] = [];
  #sequence = 0;

  /** @param seed of ids and nonces: the same seed and the same calls are the same world. */
  constructor(now: Instant, seed = 0) {
    endTimersOfFunctions();
    resetOutside();
    seedChance(seed);
    virtualDate.set(now);
    this.followers = FOLLOWERS.map((follower) => ({ ...follower, position: 0, failures: 0 }));
  }

  get now(): Instant {
    return new Date().toISOString();
  }

  /** A call of the API, through what the gateway checks before any function runs. */
  async call(name: OperationName, given: Call): Promise<Answer> {
    const operation: Operation = operations[name];
    const refused = gatewayRefusal(operation, given.as);
    if (refused) return refused;
    return answerOf(await this.runFunction(name, eventOf(operation, given)));
  }

  /** Lets one follower of a stream see its next changes; `again` counts back so many that it has seen. */
  async deliver(handler: string, { most = 100, again = 0 } = {}): Promise<boolean> {
    const follower = this.followers.find((each) => each.handler === handler) as Follower;
    const ofTable = outside().changes[follower.table];
    const from = Math.max(0, follower.position - again);
    const batch = ofTable.slice(from, follower.position + (follower.failures > 1 ? 1 : most));
    if (batch.length === 0) return false;
    const records = batch.map((change, index) => this.#recordOf(change, from + index));
    const failedAt = await this.#invokeFollower(follower, records);
    if (failedAt === undefined) {
      follower.position = Math.max(follower.position, from + batch.length);
      follower.failures = 0;
      return true;
    }
    follower.position = Math.max(follower.position, from + failedAt);
    follower.failures += 1;
    if (follower.failures <= STREAM_RETRIES) return true;
    this.lost.push(`${handler}: ${JSON.stringify(ofTable[follower.position]?.key)}`);
    follower.position += 1;
    follower.failures = 0;
    return true;
  }

  /** Hands the messages at these places of a queue to its consumer; `keep` leaves them there as if nobody had answered. */
  async receive(queue: QueueName, { most = 10, keep = false } = {}): Promise<boolean> {
    const waiting = outside().queues[queue];
    const batch = waiting.filter(isVisible).slice(0, most);
    if (batch.length === 0) return false;
    const { handler, tries, hiddenFor } = CONSUMERS[queue];
    const failed = await this.#consume(handler, batch);
    if (keep) return true;
    for (const message of batch)
      if (failed.has(message.id)) message.visibleAt = virtualDate.millis() + hiddenFor;
    const isDone = (message: QueueMessage) => batch.includes(message) && !failed.has(message.id);
    const isLost = (message: QueueMessage) => failed.has(message.id) && message.receives >= tries;
    for (const message of batch.filter(isLost)) this.lost.push(`${queue}: ${message.body}`);
    outside().queues[queue] = waiting.filter((message) => !isDone(message) && !isLost(message));
    return true;
  }

  async runWorkflows(): Promise<void> {
    await outside().executions.run(this.invokeStep);
  }

  /** One state of one execution that is ready. */
  async stepWorkflow(execution: Execution): Promise<void> {
    await outside().executions.step(execution, this.invokeStep);
  }

  readonly invokeStep = (step: string, payload: unknown): Promise<unknown> => this.runFunction(step, payload);

  /** A job or event of the stack, by the name of its handler. */
  async run(
    handler: 'end-policies' | 'reconcile-claims' | 'restart-claim-workflow',
    event: unknown = {},
  ): Promise<unknown> {
    return this.runFunction(handler, event);
  }

  /** Whether nothing is left, also of what is hidden for a while. */
  get isDone(): boolean {
    const { queues, executions } = outside();
    return (
      this.isQuiet && !executions.isRetrying && Object.values(queues).every((queue) => queue.length === 0)
    );
  }

  /** Whether nothing waits that could be delivered now. */
  get isQuiet(): boolean {
    const { queues, executions } = outside();
    return (
      this.followers.every(({ table, position }) => position >= outside().changes[table].length) &&
      Object.values(queues).every((queue) => !queue.some(isVisible)) &&
      executions.ready().length === 0
    );
  }

  /** Lets everything that is under way come to rest, without any time passing. */
  async settle(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      if (this.isQuiet) return;
      for (const { handler } of FOLLOWERS) while (await this.deliver(handler)) {}
      for (const queue of Object.keys(CONSUMERS) as QueueName[]) await this.receive(queue, { most: 100 });
      await this.runWorkflows();
    }
  }

  /** A function as it is called; a proof may look at what goes in and comes out. */
  // biome-ignore lint/suspicious/noExplicitAny: handlers of every kind of event
  protected async runFunction(name: string, event: unknown): Promise<any> {
    return invoke(name, event);
  }

  /** @returns the place of the first record that was not handled. */
  async #invokeFollower(follower: Follower, records: { dynamodb: { SequenceNumber: string } }[]) {
    try {
      const { batchItemFailures } = await this.runFunction(follower.handler, { Records: records });
      const [failed] = batchItemFailures as { itemIdentifier: string }[];
      if (!failed) return undefined;
      return records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed.itemIdentifier);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return 0;
    }
  }

  #recordOf(change: StreamChange, place: number) {
    this.#sequence += 1;
    return {
      eventID: `event-${this.#sequence}`,
      dynamodb: { SequenceNumber: String(place), ...imagesOf(change) },
    };
  }

  async #consume(name: string, batch: QueueMessage[]): Promise<Set<string>> {
    for (const message of batch) message.receives += 1;
    const Records = batch.map(({ id, body }) => ({ messageId: id, body }));
    try {
      const { batchItemFailures } = await this.runFunction(name, { Records });
      return new Set(
        (batchItemFailures as { itemIdentifier: string }[]).map(({ itemIdentifier }) => itemIdentifier),
      );
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return new Set(batch.map(({ id }) => id));
    }
  }
}

const images = new WeakMap<StreamChange, object>();

/** Two followers see each change, and some see it again; what they do with it is done to copies. */
function imagesOf(change: StreamChange): object {
  const known = images.get(change);
  if (known) return known;
  const { key, before, after } = change;
  const made = {
    Keys: marshall(key),
    ...(before && { OldImage: marshall(before, { removeUndefinedValues: true }) }),
    ...(after && { NewImage: marshall(after, { removeUndefinedValues: true }) }),
  };
  images.set(change, made);
  return made;
}

function isVisible({ visibleAt }: QueueMessage): boolean {
  return visibleAt <= virtualDate.millis();
}

function gatewayRefusal({ caller }: Operation, as: Caller): Answer | undefined {
  const isAllowed =
    caller === 'pos' ? as === 'pos' : caller === 'console' ? typeof as === 'object' && 'role' in as : true;
  const body = { message: 'Unauthorized' };
  return isAllowed ? undefined : { status: 401, headers: {}, text: JSON.stringify(body), body };
}

/** The event that API Gateway makes of a call (payload format 2.0). */
export function eventOf({ method, path }: Operation, { as, parameters, query, headers, body }: Call): object {
  const isPerson = typeof as === 'object' && 'role' in as;
  const claims = isPerson && { 'cognito:groups': `[${as.role}]`, username: as.id };
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(typeof as === 'object' && 'link' in as && { authorization: `Bearer ${as.link}` }),
      ...Object.fromEntries(
        Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(query && { queryStringParameters: query }),
    ...(parameters && { pathParameters: parameters }),
    isBase64Encoded: false,
    requestContext: {
      requestId: randomUUID(),
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'proof' },
      ...(claims && { authorizer: { jwt: { claims, scopes: [] } } }),
    },
  };
}

export function answerOf({
  statusCode = 0,
  headers = {},
  body = '',
  isBase64Encoded,
}: APIGatewayProxyStructuredResultV2): Answer {
  const isJson = !isBase64Encoded && String(headers['content-type']).includes('json') && body !== '';
  return { status: statusCode, headers, text: body, body: isJson ? JSON.parse(body) : undefined };
}
