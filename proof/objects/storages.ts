import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { LaptopClock } from '../../local/clock.ts';
import { startObjectStorage } from '../../local/storage/object-storage.ts';
import { propertiesIn } from '../moto/asked-in-code.ts';
import { startMotoServer } from '../moto/server.ts';
import { type CreatedEvent, listenOnMoto } from './created-events.ts';
import type { StackBucket } from './stack-buckets.ts';

/** A storage under test, as the functions and a page see it. */
export interface Storage {
  name: 'laptop' | 'moto';
  url: string;
  client: S3Client;
  /** What the commands have said since it was emptied: `PutObject.Body`, one for each property that had a value. */
  asked: Set<string>;
  /** The objects that were announced since the last call. */
  takeEvents(): Promise<CreatedEvent[]>;
}

export const CREDENTIALS = { accessKeyId: 'laptop', secretAccessKey: 'laptop-secret' };
export const REGION = 'eu-central-1';

/** The laptop's storage, in this process and in a directory of its own. */
export async function startLaptop(
  buckets: readonly StackBucket[],
  clock = new LaptopClock(),
): Promise<{ storage: Storage; close(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'proof-objects-'));
  let events: CreatedEvent[] = [];
  const engine = await startObjectStorage({
    ...{ port: 0, directory, clock, credentials: CREDENTIALS, region: REGION },
    buckets: buckets.map(({ onLaptop }) => onLaptop),
    onObjectCreated: ({ bucket, key, size, etag, versionId }) =>
      void events.push({ bucket, key, size, etag, versionId }),
  });
  const takeEvents = async () => {
    const taken = events;
    events = [];
    return taken;
  };
  const storage: Storage = { name: 'laptop', url: engine.url, ...recordingClient(engine.url), takeEvents };
  return {
    storage,
    close: async () => {
      storage.client.destroy();
      await engine.close();
      clock.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** moto's server, with the same buckets, made out of the template's own words. */
export async function startMoto(
  buckets: readonly StackBucket[],
  progress: (text: string) => void,
): Promise<{ storage: Storage; close(): Promise<void> }> {
  const server = await startMotoServer(progress);
  const takeEvents = await listenOnMoto(server.url, REGION);
  const storage: Storage = { name: 'moto', url: server.url, ...recordingClient(server.url), takeEvents };
  for (const bucket of buckets) await createBucket(storage.client, bucket);
  return {
    storage,
    close: async () => {
      storage.client.destroy();
      await server.close();
    },
  };
}

async function createBucket(client: S3Client, { name: Bucket, properties }: StackBucket): Promise<void> {
  await client.send(
    new CreateBucketCommand({
      Bucket,
      ObjectLockEnabledForBucket: properties.ObjectLockEnabled === true,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
  const { VersioningConfiguration, CorsConfiguration, NotificationConfiguration } = properties;
  if (VersioningConfiguration)
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  if (CorsConfiguration) {
    // biome-ignore lint/suspicious/noExplicitAny: a property of the template, of which lib/ says the types
    const CORSRules = CorsConfiguration.CorsRules.map(({ ExposedHeaders, MaxAge, ...rule }: any) => ({
      ...rule,
      ExposeHeaders: ExposedHeaders,
      MaxAgeSeconds: MaxAge,
    }));
    await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  }
  if (NotificationConfiguration?.EventBridgeConfiguration) {
    const announcing = { EventBridgeConfiguration: {} };
    await client.send(
      new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: announcing }),
    );
  }
}

function recordingClient(url: string): Pick<Storage, 'client' | 'asked'> {
  const client = clientOf(url);
  const asked = new Set<string>();
  client.middlewareStack.add(
    (next, context) => (args) => {
      const command = String(context.commandName).replace(/Command$/, '');
      for (const property of propertiesIn(args.input)) asked.add(`${command}.${property}`);
      return next(args);
    },
    { step: 'initialize' },
  );
  return { client, asked };
}

/** As functions/deps.ts makes it. */
export function clientOf(url: string, clockOffset = 0): S3Client {
  return new S3Client({
    endpoint: url,
    region: REGION,
    forcePathStyle: true,
    credentials: CREDENTIALS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    systemClockOffset: clockOffset,
  });
}
