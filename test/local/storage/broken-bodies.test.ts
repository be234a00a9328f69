import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { ChunkedBody } from '../../../local/storage/chunked-body.ts';
import { openStorage, refusalOf, type StorageFixture } from './storage-fixture.ts';

describe('bodies that do not arrive as promised', () => {
  let fixture: StorageFixture;
  let client: S3Client;
  beforeAll(async () => {
    fixture = await openStorage();
    client = fixture.client();
  });
  afterAll(() => fixture.close());

  const blobCount = () => readdirSync(join(fixture.directory, 'blobs')).length;
  const signPut = (Key: string) =>
    getSignedUrl(client, new PutObjectCommand({ Bucket: 'plain', Key }), {
      signingDate: new Date(fixture.clock.now()),
    });
  const isStored = async (Key: string) =>
    client.send(new GetObjectCommand({ Bucket: 'plain', Key })).then(
      () => true,
      () => false,
    );
  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  }

  it('keeps nothing of an upload that broke off', async () => {
    const url = new URL(await signPut('broken'));
    const upload = httpRequest(url, { method: 'PUT', headers: { 'content-length': '1000000' } });
    upload.on('error', () => {});
    upload.write(Buffer.alloc(200_000));
    await until(() => blobCount() === 1);
    upload.destroy();
    await until(() => blobCount() === 0);
    expect(await isStored('broken')).toBe(false);
  });

  it('refuses before a byte is sent, when the caller asks first', async () => {
    await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'taken', Body: 'first' }));
    const condition = getSignedUrl(
      client,
      new PutObjectCommand({ Bucket: 'plain', Key: 'taken', IfNoneMatch: '*' }),
      { signableHeaders: new Set(['host', 'if-none-match']), signingDate: new Date(fixture.clock.now()) },
    );
    const ask = async (url: string) => {
      const upload = httpRequest(new URL(url), {
        method: 'PUT',
        headers: { expect: '100-continue', 'content-length': '5', 'if-none-match': '*' },
      });
      upload.flushHeaders();
      const may = once(upload, 'continue').then(() => 100);
      const answer = once(upload, 'response').then(([response]) => {
        response.resume();
        return response.statusCode as number;
      });
      const first = await Promise.race([may, answer]);
      if (first === 100) upload.end('bytes');
      const last = await answer;
      upload.destroy();
      return [first, last];
    };
    expect(await ask(await condition)).toEqual([412, 412]);
    expect(await ask((await signPut('asked')).replace(/Signature=\w/, 'Signature=x'))).toEqual([403, 403]);
    expect(await ask(await signPut('asked'))).toEqual([100, 200]);
    expect(await isStored('asked')).toBe(true);
  });

  it('wants to know the length', async () => {
    const upload = httpRequest(new URL(await signPut('endless')), { method: 'PUT' });
    upload.setHeader('transfer-encoding', 'chunked');
    upload.end('bytes');
    const [response] = await once(upload, 'response');
    response.resume();
    expect(response.statusCode).toBe(411);
    expect(await isStored('endless')).toBe(false);
  });

  it('refuses more than 5 GiB at once without reading it', async () => {
    const upload = httpRequest(new URL(await signPut('huge')), {
      method: 'PUT',
      headers: { 'content-length': String(5 * 1024 ** 3 + 1) },
    });
    upload.on('error', () => {});
    upload.flushHeaders();
    const [response] = await once(upload, 'response');
    expect(response.statusCode).toBe(400);
    upload.destroy();
  });

  it('answers a broken request with an error, not with a fault', async () => {
    for (const path of ['/plain/%zz', '/plain/a?x=%', '/plain/%ff']) {
      const asked = httpRequest(new URL(fixture.storage.url), { path, method: 'GET' });
      asked.end();
      const [response] = await once(asked, 'response');
      response.resume();
      expect(response.statusCode).toBe(400);
    }
  });

  it('lets a download end that began before the object was deleted', async () => {
    const bytes = Buffer.alloc(8 * 1024 ** 2, 'film');
    await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'read', Body: bytes }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'plain', Key: 'read' }));
    await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'read', Body: 'other' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(await refusalOf(client.send(new GetObjectCommand({ Bucket: 'plain', Key: 'no' })))).toMatchObject({
      status: 404,
    });
  });
});

describe('the chunks of a streaming upload', () => {
  async function decode(pieces: readonly Uint8Array[]) {
    const body = new ChunkedBody();
    const decoded: Uint8Array[] = [];
    async function* source() {
      yield* pieces;
    }
    for await (const piece of body.decode(source())) decoded.push(piece);
    return { bytes: Buffer.concat(decoded), complete: body.complete, trailers: body.trailers };
  }
  function encode(chunks: readonly Uint8Array[]): Buffer {
    const framed = chunks.flatMap((chunk) => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']);
    return Buffer.concat(
      [...framed, '0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'].map((part) => Buffer.from(part)),
    );
  }

  it('are put together, however the network cuts them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 }),
        fc.array(fc.nat(300), { maxLength: 8 }),
        async (chunks, cuts) => {
          const encoded = encode(chunks);
          const edges = [
            0,
            ...cuts.map((cut) => Math.min(cut, encoded.length)).sort((a, b) => a - b),
            encoded.length,
          ];
          const pieces = edges.slice(1).map((edge, index) => encoded.subarray(edges[index], edge));
          const { bytes, complete, trailers } = await decode(pieces);
          expect(bytes.equals(Buffer.concat(chunks))).toBe(true);
          expect(complete).toBe(true);
          expect([...trailers]).toEqual([['x-amz-checksum-crc32', 'AAAAAA==']]);
        },
      ),
    );
  });

  it('count only when all have come, and nothing after them', async () => {
    const encoded = encode([Buffer.from('bytes')]);
    for (let length = 0; length < encoded.length; length += 1) {
      expect((await decode([encoded.subarray(0, length)])).complete).toBe(false);
    }
    expect((await decode([encoded, Buffer.from('more')])).complete).toBe(false);
    expect((await decode([Buffer.concat([encoded, Buffer.from('more')])])).complete).toBe(false);
    for (const broken of ['xyz\r\n', '5\r\nbytesXX', '-1\r\n', `${'f'.repeat(2000)}`]) {
      expect((await decode([Buffer.from(broken)])).complete).toBe(false);
    }
  });
});
