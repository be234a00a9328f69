import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { jest } from '@jest/globals';
import { type ObjectCreated, startObjectStorage } from '../../../local/storage/object-storage.ts';
import { BUCKETS, CREDENTIALS, clientOf, openStorage, REGION } from './storage-fixture.ts';

// Many megabytes, or a process of its own: slow where other work shares the machine.
jest.setTimeout(60_000);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
const partBytes = (number: number) => Buffer.alloc(5 * 1024 ** 2, `part ${number};`);

describe('what was acknowledged is kept', () => {
  it('keeps uploads, parts, objects and retention over a restart', async () => {
    const fixture = await openStorage();
    const before = fixture.client();
    const target = { Bucket: 'uploads', Key: 'film' };
    const { UploadId } = await before.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'SHA256' }),
    );
    const Body = partBytes(1);
    const ChecksumSHA256 = sha256(Body);
    await before.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body, ChecksumSHA256 }));
    await before.send(
      new PutObjectCommand({ Bucket: 'plain', Key: 'note', Body: 'kept', Metadata: { owner: 'me' } }),
    );
    await fixture.restart();
    const after = fixture.client();
    const note = await after.send(new GetObjectCommand({ Bucket: 'plain', Key: 'note' }));
    expect(await note.Body?.transformToString()).toBe('kept');
    expect(note.Metadata).toEqual({ owner: 'me' });
    const { Parts } = await after.send(new ListPartsCommand({ ...target, UploadId }));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: Body.length, ChecksumSHA256 }]);
    const done = await after.send(
      new CompleteMultipartUploadCommand({
        ...target,
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: Parts?.[0]?.ETag, ChecksumSHA256 }] },
      }),
    );
    expect(done.ETag).toMatch(/-1"$/);
    await fixture.close();
  });

  it('removes at the start what a crash has left half written', async () => {
    const fixture = await openStorage();
    await fixture.client().send(new PutObjectCommand({ Bucket: 'plain', Key: 'whole', Body: 'whole' }));
    const blobs = join(fixture.directory, 'blobs');
    writeFileSync(join(blobs, 'half-written'), 'hal');
    expect(readdirSync(blobs)).toHaveLength(2);
    await fixture.restart();
    expect(readdirSync(blobs)).toHaveLength(1);
    const stored = await fixture.client().send(new GetObjectCommand({ Bucket: 'plain', Key: 'whole' }));
    expect(await stored.Body?.transformToString()).toBe('whole');
    await fixture.close();
  });

  it('does not let a second process into its directory', async () => {
    const fixture = await openStorage();
    const { directory, clock } = fixture;
    const second = startObjectStorage({
      port: 0,
      directory,
      clock,
      credentials: CREDENTIALS,
      region: REGION,
      buckets: BUCKETS,
    });
    await expect(second).rejects.toThrow('locked');
    await fixture.close();
  });

  it('delivers an event again until it is taken, over a restart too', async () => {
    const offered: ObjectCreated[] = [];
    let isTaken: () => void = () => {};
    const taken = new Promise<void>((resolve) => {
      isTaken = resolve;
    });
    let works = false;
    const fixture = await openStorage((event) => {
      offered.push(event);
      if (!works) return Promise.reject(new Error('down'));
      isTaken();
      return Promise.resolve();
    });
    const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
    await fixture.client().send(new PutObjectCommand({ Bucket: 'uploads', Key: 'seen', Body: 'x' }));
    works = true;
    await fixture.restart();
    await taken;
    expect(errors).toHaveBeenCalled();
    errors.mockRestore();
    expect(offered.length).toBeGreaterThan(1);
    expect(new Set(offered.map((event) => JSON.stringify(event))).size).toBe(1);
    const count = offered.length;
    await fixture.restart();
    expect(offered).toHaveLength(count);
    await fixture.close();
  });
});

describe('after kill -9', () => {
  const directory = mkdtempSync(join(tmpdir(), 'object-storage-'));
  const running = new Set<ChildProcess>();
  const clients: S3Client[] = [];
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    for (const client of clients) client.destroy();
    rmSync(directory, { recursive: true });
  });

  async function host(): Promise<{ client: S3Client; kill: () => Promise<void> }> {
    const script = `
      import { LaptopClock } from ${JSON.stringify(new URL('../../../local/clock.ts', import.meta.url).href)};
      import { startObjectStorage } from ${JSON.stringify(new URL('../../../local/storage/object-storage.ts', import.meta.url).href)};
      const storage = await startObjectStorage({ port: 0, clock: new LaptopClock(), ...${JSON.stringify({ directory, credentials: CREDENTIALS, region: REGION, buckets: BUCKETS })} });
      console.log(storage.url);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(child);
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
      child.once('exit', () => reject(new Error('The host ended.')));
    });
    const client = clientOf(url);
    clients.push(client);
    const kill = async () => {
      child.kill('SIGKILL');
      await ended;
      running.delete(child);
    };
    return { client, kill };
  }

  it('has every acknowledged part and object, with its bytes, and nothing half', async () => {
    const first = await host();
    const target = { Bucket: 'uploads', Key: 'film' };
    const { UploadId } = await first.client.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'SHA256' }),
    );
    const acknowledged = new Set<number>();
    let killed: Promise<void> | undefined;
    const send = async (PartNumber: number) => {
      const Body = partBytes(PartNumber);
      await first.client.send(
        new UploadPartCommand({ ...target, UploadId, PartNumber, Body, ChecksumSHA256: sha256(Body) }),
      );
      acknowledged.add(PartNumber);
      // Killed while the other parts are on their way.
      if (acknowledged.size === 4) killed = first.kill();
    };
    const results = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => send(index + 1)));
    await killed;
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);

    const second = await host();
    const { Parts = [] } = await second.client.send(new ListPartsCommand({ ...target, UploadId }));
    for (const number of acknowledged) {
      expect(Parts.find((part) => part.PartNumber === number)?.ChecksumSHA256).toBe(
        sha256(partBytes(number)),
      );
    }
    expect(readdirSync(join(directory, 'blobs'))).toHaveLength(Parts.length);
    await second.client.send(
      new CompleteMultipartUploadCommand({
        ...target,
        UploadId,
        MultipartUpload: {
          Parts: Parts.map(({ PartNumber, ETag, ChecksumSHA256 }) => ({ PartNumber, ETag, ChecksumSHA256 })),
        },
      }),
    );
    await second.kill();

    const third = await host();
    const stored = await third.client.send(new GetObjectCommand(target));
    const bytes = (await stored.Body?.transformToByteArray()) ?? new Uint8Array();
    const expected = Buffer.concat(Parts.map((part) => partBytes(part.PartNumber ?? 0)));
    expect(sha256(bytes)).toBe(sha256(expected));
    await third.kill();
  });
});
