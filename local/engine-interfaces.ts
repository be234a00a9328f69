import type { LaptopClock } from './clock.ts';
import type { InvocationResult } from './functions/function-host.ts';

/** What the runtime needs of the engines that it starts, so that a test can give it others. */
export interface Engines {
  startObjectStorage(options: {
    port: number;
    directory: string;
    clock: LaptopClock;
    credentials: { accessKeyId: string; secretAccessKey: string };
    region: string;
    buckets: BucketDefinition[];
    onObjectCreated: (event: ObjectCreatedEvent) => void | Promise<void>;
  }): Promise<ObjectStorage>;
  startQueueEngine(options: {
    port: number;
    directory: string;
    region: string;
    queues: QueueDefinition[];
    receiversAreGone?: boolean;
  }): Promise<QueueEngine>;
  startWorkflowEngine(options: {
    port: number;
    file: string;
    clock: LaptopClock;
    machines: { arn: string; name: string; definition: string }[];
    cacheDirectory?: string;
    invokeFunction: (functionArn: string, payload: unknown) => Promise<WorkflowTaskResult>;
    onExecutionStatusChange?: (event: ExecutionStatusChange) => void;
  }): Promise<{
    url: string;
    /** Resolves when no step is under way; what waits for news or for a time is none. */
    quiet(): Promise<void>;
    /** To be called before the clock is moved by so much: what computes has its time all the same. */
    beforeMove(millis: number): void;
    close(): Promise<void>;
  }>;
  startWorld(options: { directory: string; clock: LaptopClock; apiKey: string }): Promise<World>;
}

export type WorkflowTaskResult = { payload: unknown } | { errorType: string; errorMessage: string };

export interface ObjectStorage {
  url: string;
  close(): Promise<void>;
  abortStaleUploads(bucket: string, olderThanMillis: number): Promise<unknown>;
  expireObjects(bucket: string, prefix: string, olderThanMillis: number): Promise<unknown>;
}

export interface QueueEngine {
  url: string;
  queueUrl(name: string): string;
  queueArn(name: string): string;
  close(): Promise<void>;
}

export interface World {
  messagesUrl: string;
  payoutsUrl: string;
  carrierUrl: string;
  messages(): Promise<unknown[]>;
  attachment(messageId: string, index: number): Promise<{ contentType: string; bytes: Buffer } | undefined>;
  tellCarrier(trackingNumber: string, news: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

export interface BucketDefinition {
  name: string;
  corsRules: {
    allowedOrigins: string[];
    allowedMethods: string[];
    allowedHeaders: string[];
    exposedHeaders: string[];
    maxAgeSeconds?: number;
  }[];
  objectLock: boolean;
  notifiesEvents: boolean;
}

export interface QueueDefinition {
  name: string;
  visibilityTimeoutSeconds: number;
  delaySeconds?: number;
  messageRetentionSeconds?: number;
  deadLetterQueueName?: string;
  maxReceiveCount?: number;
}

export interface ObjectCreatedEvent {
  bucket: string;
  key: string;
  size: number;
  etag: string;
  versionId: string;
  sequencer: string;
  reason: string;
  time: string;
}

export interface ExecutionStatusChange {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: string;
  startDate: number;
  stopDate?: number;
}

/** A state sees the function's answer as a value. */
export const toTaskResult = (result: InvocationResult): WorkflowTaskResult =>
  'payload' in result
    ? { payload: JSON.parse(result.payload) }
    : { errorType: result.errorType, errorMessage: result.errorMessage };
