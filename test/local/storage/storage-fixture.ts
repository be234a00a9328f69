import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { LaptopClock } from '../../../local/clock.ts';
import {
  type BucketSettings,
  type ObjectCreated,
  type ObjectStorage,
  startObjectStorage,
} from '../../../local/storage/object-storage.ts';

export const CREDENTIALS = { accessKeyId: 'laptop', secretAccessKey: 'laptop-secret' };
export const REGION = 'eu-central-1';
export const PAGE_ORIGIN = 'http://127.0.0.1:3000';

const NO_CORS: BucketSettings = { name: 'plain', corsRules: [], objectLock: false, notifiesEvents: false };

export const BUCKETS: BucketSettings[] = [
  {
    name: 'uploads',
    corsRules: [
      {
        allowedOrigins: [PAGE_ORIGIN, 'https://*.example.org'],
        allowedMethods: ['PUT', 'POST'],
        allowedHeaders: ['content-type', 'x-amz-*'],
        exposedHeaders: ['ETag'],
        maxAgeSeconds: 600,
      },
    ],
    objectLock: false,
    notifiesEvents: true,
  },
  { ...NO_CORS, name: 'evidence', objectLock: true },
  NO_CORS,
];

export interface StorageFixture {
  clock: LaptopClock;
  events: ObjectCreated[];
  directory: string;
  storage: ObjectStorage;
  client(settings?: S3ClientConfig): S3Client;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A storage in a directory of its own, which goes with it. */
export async function openStorage(
  onObjectCreated?: (event: ObjectCreated) => void | Promise<void>,
): Promise<StorageFixture> {
  const directory = mkdtempSync(join(tmpdir(), 'object-storage-'));
  const clock = new LaptopClock();
  const events: ObjectCreated[] = [];
  const clients: S3Client[] = [];
  const start = () =>
    startObjectStorage({
      port: 0,
      directory,
      clock,
      credentials: CREDENTIALS,
      region: REGION,
      buckets: BUCKETS,
      onObjectCreated: onObjectCreated ?? ((event) => void events.push(event)),
    });
  const fixture: StorageFixture = {
    clock,
    events,
    directory,
    storage: await start(),
    client: (settings = {}) => {
      const client = clientOf(fixture.storage.url, settings);
      clients.push(client);
      return client;
    },
    restart: async () => {
      await fixture.storage.close();
      fixture.storage = await start();
    },
    close: async () => {
      for (const client of clients) client.destroy();
      await fixture.storage.close();
      clock.close();
      rmSync(directory, { recursive: true });
    },
  };
  return fixture;
}

export function clientOf(url: string, settings: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: url,
    region: REGION,
    credentials: CREDENTIALS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    ...settings,
  });
}

/** The code and status of a refused call; fails when the call is not refused. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ code: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const refused = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { code: refused.name, status: refused.$metadata?.httpStatusCode };
  }
  throw new Error('The call was not refused.');
}

/** The code that an XML answer names. */
export async function codeOf(response: Response): Promise<string | undefined> {
  return /<Code>([^<]+)<\/Code>/.exec(await response.text())?.[1];
}
