import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createS3EvidenceStorage } from '../../functions/adapters/s3-evidence-storage.ts';
import { createS3LetterStorage } from '../../functions/adapters/s3-letter-storage.ts';
import { toInstant } from '../../functions/clock.ts';
import type { LetterStorage } from '../../functions/letters/ports.ts';
import { LaptopClock } from '../../local/clock.ts';
import { startObjectStorage } from '../../local/storage/object-storage.ts';
import { createMemoryLetterStorage } from '../twins/memory-letters.ts';

const credentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop-secret' };
const region = 'eu-central-1';
const KEY = 'letters/10100012123456/policy-1/claim-1-1/26-000001.pdf';
const LETTER = new TextEncoder().encode('%PDF-1.7 letter');

async function openBucket() {
  const directory = mkdtempSync(join(tmpdir(), 's3-letters-'));
  const clock = new LaptopClock();
  const buckets = [{ name: 'evidence', corsRules: [], objectLock: true, notifiesEvents: false }];
  const server = await startObjectStorage({ port: 0, directory, clock, credentials, region, buckets });
  const options = { region, credentials, endpoint: server.url };
  const client = new S3Client({ ...options, requestChecksumCalculation: 'WHEN_REQUIRED' });
  return {
    client,
    storage: createS3LetterStorage({ client, bucket: 'evidence' }),
    tomorrow: () => toInstant(clock.now() + 86_400_000),
    close: async () => {
      client.destroy();
      await server.close();
      clock.close();
      rmSync(directory, { recursive: true });
    },
  };
}

const storages: [string, () => Promise<{ storage: LetterStorage; tomorrow(): string; close(): unknown }>][] =
  [
    ['the bucket', openBucket],
    [
      'memory',
      async () => ({
        storage: createMemoryLetterStorage(),
        tomorrow: () => '2026-03-06T00:00:00.000Z',
        close: () => {},
      }),
    ],
  ];

describe.each(storages)('letters in %s', (_, open) => {
  it('are read as they were stored, and never written over', async () => {
    const { storage, tomorrow, close } = await open();
    try {
      await storage.put(KEY, LETTER, tomorrow());
      expect(Buffer.from(await storage.read(KEY))).toEqual(Buffer.from(LETTER));
      await expect(storage.put(KEY, new Uint8Array([1]), tomorrow())).rejects.toThrow();
      expect(Buffer.from(await storage.read(KEY))).toEqual(Buffer.from(LETTER));
      await expect(storage.read('letters/nobody')).rejects.toThrow();
    } finally {
      await close();
    }
  });
});

it('a stored letter is locked from its first moment', async () => {
  const { client, storage, tomorrow, close } = await openBucket();
  try {
    await storage.put(KEY, LETTER, tomorrow());
    const evidence = createS3EvidenceStorage({ client, bucket: 'evidence' });
    await expect(evidence.remove(KEY, undefined)).rejects.toThrow();
    expect(Buffer.from(await storage.read(KEY))).toEqual(Buffer.from(LETTER));
  } finally {
    await close();
  }
});
