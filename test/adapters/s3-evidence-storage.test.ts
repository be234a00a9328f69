import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createS3EvidenceStorage } from '../../functions/adapters/s3-evidence-storage.ts';
import { toInstant } from '../../functions/clock.ts';
import type { SignedPart } from '../../functions/evidence/ports.ts';
import { LaptopClock } from '../../local/clock.ts';
import { startObjectStorage } from '../../local/storage/object-storage.ts';
import {
  describeEvidenceStorage,
  type OpenedStorage,
  sha256Of,
} from '../evidence/evidence-storage-contract.ts';

const credentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop-secret' };
const region = 'eu-central-1';

async function openBucket(): Promise<OpenedStorage & { client: S3Client }> {
  const directory = mkdtempSync(join(tmpdir(), 's3-evidence-'));
  const clock = new LaptopClock();
  const buckets = [{ name: 'evidence', corsRules: [], objectLock: true, notifiesEvents: false }];
  const server = await startObjectStorage({ port: 0, directory, clock, credentials, region, buckets });
  const client = new S3Client({
    ...{ region, credentials, endpoint: server.url, requestChecksumCalculation: 'WHEN_REQUIRED' },
    // In the cloud the clock of the caller and of S3 are one; here only the laptop's moves.
    systemClockOffset: 0,
  });
  return {
    client,
    storage: createS3EvidenceStorage({ client, bucket: 'evidence' }),
    send: sendPart,
    now: () => toInstant(clock.now()),
    advanceMinutes: (minutes) => {
      clock.advance(minutes * 60_000);
      client.config.systemClockOffset = clock.offsetMillis;
    },
    close: async () => {
      client.destroy();
      await server.close();
      clock.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function sendPart({ url, headers }: SignedPart, bytes: Uint8Array): Promise<'sent' | 'refused'> {
  const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  await response.arrayBuffer();
  return response.ok ? 'sent' : 'refused';
}

describeEvidenceStorage('the bucket', openBucket);

describe('the bucket as the browser meets it', () => {
  let opened: Awaited<ReturnType<typeof openBucket>>;
  const objectKey = 'evidence/10100012123456/policy-1/upload-1';
  beforeAll(async () => {
    opened = await openBucket();
  });
  afterAll(() => opened.close());

  const download = (fileName: string) => ({
    ...{ objectKey, fileName, now: opened.now(), expiresInSeconds: 300 },
  });

  async function store(bytes: Uint8Array): Promise<void> {
    const multipartId = await opened.storage.begin(objectKey);
    const part = {
      ...{ objectKey, multipartId, partNumber: 1, size: bytes.length, sha256: sha256Of(bytes) },
      ...{ now: opened.now(), expiresInSeconds: 900 },
    };
    expect(await opened.send(await opened.storage.signPart(part), bytes)).toBe('sent');
    const parts = await opened.storage.listParts(objectKey, multipartId);
    if (parts === 'gone') throw new Error('The multipart upload is gone.');
    await opened.storage.complete(objectKey, multipartId, parts);
  }

  it('signs length and checksum as headers, so that a changed one is refused', async () => {
    const multipartId = await opened.storage.begin('evidence/10100012123456/policy-1/other');
    const bytes = randomBytes(100);
    const part = await opened.storage.signPart({
      ...{ objectKey: 'evidence/10100012123456/policy-1/other', multipartId, partNumber: 1 },
      ...{ size: 100, sha256: sha256Of(bytes), now: opened.now(), expiresInSeconds: 900 },
    });
    const signed = new URL(part.url).searchParams.get('X-Amz-SignedHeaders');
    expect(signed).toBe('content-length;host;x-amz-checksum-sha256');
    expect(new URL(part.url).searchParams.get('x-amz-checksum-sha256')).toBeNull();
    expect(part.url).not.toMatch(/crc32/i);
    const other = randomBytes(100);
    const forged = { ...part, headers: { 'x-amz-checksum-sha256': sha256Of(other) } };
    expect(await opened.send(forged, other)).toBe('refused');
    expect(await opened.send({ ...part, headers: {} }, bytes)).toBe('refused');
  });

  it('gives a film back as an attachment only, under its real name', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    await store(page);
    const url = await opened.storage.signDownload(download('Распаковка "1".mp4'));
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="__________ _1_.mp4"; filename*=UTF-8''%D0%A0%D0%B0%D1%81%D0%BF%D0%B0%D0%BA%D0%BE%D0%B2%D0%BA%D0%B0%20%221%22.mp4`,
    );
    expect(Buffer.from(await response.arrayBuffer()).equals(page)).toBe(true);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
    expect((await fetch(url.replace('octet-stream', 'html'))).status).toBe(403);
  });

  it('gives a film to be played in a page as its own type', async () => {
    const url = await opened.storage.signDownload({ ...download('film.mp4'), inlineType: 'video/mp4' });
    const response = await fetch(url, { headers: { range: 'bytes=0-3' } });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('content-disposition')).toBe(
      `inline; filename="film.mp4"; filename*=UTF-8''film.mp4`,
    );
    expect((await fetch(url.replace('inline', 'attachment'))).status).toBe(403);
  });

  it.each([
    ['films.example.org', 'https://films.example.org'],
    ['https://films.example.org', 'https://films.example.org'],
    ['http://127.0.0.1:3001', 'http://127.0.0.1:3001'],
  ])('gives it from a host of its own when there is one (%s)', async (downloadHost, origin) => {
    const { client } = opened;
    const storage = createS3EvidenceStorage({ client, bucket: 'evidence', downloadHost });
    const direct = new URL(await opened.storage.signDownload(download('film.mp4')));
    const url = new URL(await storage.signDownload(download('film.mp4')));
    expect(url.origin).toBe(origin);
    expect(url.pathname).toBe(direct.pathname);
    expect([...url.searchParams.keys()]).toEqual([...direct.searchParams.keys()]);
    expect(url.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
  });
});

/** A client that answers what each command's turn has ready; the input of each is kept. */
function scriptedClient(answers: unknown[]): { client: S3Client; inputs: Record<string, unknown>[] } {
  const inputs: Record<string, unknown>[] = [];
  const send = async (command: { input: Record<string, unknown> }) => {
    inputs.push(command.input);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { client: { send } as unknown as S3Client, inputs };
}

async function* breakingAfter(pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
  throw new Error('The connection was reset.');
}

async function* whole(pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}

describe('the bucket when it fails', () => {
  it('throws what is no answer', async () => {
    const client = new S3Client({ region, credentials, endpoint: 'http://127.0.0.1:9', maxAttempts: 1 });
    const storage = createS3EvidenceStorage({ client, bucket: 'evidence' });
    await expect(storage.find('evidence/x')).rejects.toThrow();
    await expect(storage.listParts('evidence/x', 'y')).rejects.toThrow();
    await expect(storage.complete('evidence/x', 'y', [])).rejects.toThrow();
    client.destroy();
  });

  it('goes on reading where the stream broke', async () => {
    const { client, inputs } = scriptedClient([
      { ContentLength: 10 },
      { Body: breakingAfter(['012', '34']) },
      { Body: breakingAfter([]) },
      { Body: whole(['567', '89']) },
    ]);
    const storage = createS3EvidenceStorage({ client, bucket: 'evidence' });
    expect(await textOf(storage.readAll('evidence/x'))).toBe('0123456789');
    expect(inputs.map(({ Range }) => Range)).toEqual([undefined, 'bytes=0-', 'bytes=5-', 'bytes=5-']);
  });

  it('gives up on a stream that breaks again and again, or ends early', async () => {
    const broken = Array.from({ length: 10 }, () => ({ Body: breakingAfter([]) }));
    const storage = createS3EvidenceStorage({
      client: scriptedClient([{ ContentLength: 10 }, ...broken]).client,
      bucket: 'evidence',
    });
    await expect(textOf(storage.readAll('evidence/x'))).rejects.toThrow('reset');
    const short = Array.from({ length: 10 }, () => ({ Body: whole([]) }));
    const shortStorage = createS3EvidenceStorage({
      client: scriptedClient([{ ContentLength: 10 }, ...short]).client,
      bucket: 'evidence',
    });
    await expect(textOf(shortStorage.readAll('evidence/x'))).rejects.toThrow('ends before its size');
  });

  it('lists the parts of every page', async () => {
    const part = (PartNumber: number) => ({ PartNumber, Size: 5, ChecksumSHA256: 'c', ETag: 'e' });
    const { client, inputs } = scriptedClient([
      { Parts: [part(1), part(2)], IsTruncated: true, NextPartNumberMarker: '2' },
      { Parts: [part(3)], IsTruncated: false, NextPartNumberMarker: '3' },
    ]);
    const storage = createS3EvidenceStorage({ client, bucket: 'evidence' });
    const parts = await storage.listParts('evidence/x', 'm');
    expect(parts).toEqual([1, 2, 3].map((partNumber) => ({ partNumber, size: 5, sha256: 'c', etag: 'e' })));
    expect(inputs.map(({ PartNumberMarker }) => PartNumberMarker)).toEqual([undefined, '2']);
  });
});
