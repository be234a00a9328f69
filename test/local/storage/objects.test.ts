import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { readRange } from '../../../local/storage/object-operations.ts';
import { codeOf, openStorage, PAGE_ORIGIN, refusalOf, type StorageFixture } from './storage-fixture.ts';

describe('objects', () => {
  let fixture: StorageFixture;
  let client: S3Client;
  beforeAll(async () => {
    fixture = await openStorage();
    client = fixture.client();
  });
  afterAll(() => fixture.close());

  const put = (Key: string, Body: string, settings: object = {}) =>
    client.send(new PutObjectCommand({ Bucket: 'plain', Key, Body, ...settings }));
  const get = (Key: string, settings: object = {}) =>
    client.send(new GetObjectCommand({ Bucket: 'plain', Key, ...settings }));
  const textOf = async (Key: string, settings: object = {}) =>
    (await get(Key, settings)).Body?.transformToString();

  it('gives back bytes and headers, under any key', async () => {
    for (const key of ["a/b//c d+e&f=g!'()*", 'посылка/плёнка №1.mp4', '../..', 'ends/', '%2F%25']) {
      await put(key, `bytes of ${key}`, {
        ContentType: 'video/mp4',
        CacheControl: 'no-store',
        Metadata: { policy: 'p-1' },
      });
      const stored = await get(key);
      expect(await stored.Body?.transformToString()).toBe(`bytes of ${key}`);
      expect(stored).toMatchObject({
        ContentType: 'video/mp4',
        CacheControl: 'no-store',
        Metadata: { policy: 'p-1' },
      });
    }
  });

  it('keeps an empty object', async () => {
    await put('empty', '', { ContentLength: 0 });
    expect(await textOf('empty')).toBe('');
    expect(await refusalOf(get('empty', { Range: 'bytes=0-' }))).toEqual({
      code: 'InvalidRange',
      status: 416,
    });
  });

  it('answers for what is not there', async () => {
    expect(await refusalOf(get('nothing'))).toEqual({ code: 'NoSuchKey', status: 404 });
    const nowhere = new GetObjectCommand({ Bucket: 'nowhere', Key: 'x' });
    expect(await refusalOf(client.send(nowhere))).toEqual({ code: 'NoSuchBucket', status: 404 });
    await put('there', 'x');
    expect(await refusalOf(get('there', { VersionId: 'other' }))).toEqual({
      code: 'NoSuchVersion',
      status: 404,
    });
    expect((await refusalOf(client.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'no' })))).status).toBe(
      404,
    );
    expect(await refusalOf(put('k'.repeat(1025), 'x'))).toEqual({ code: 'KeyTooLongError', status: 400 });
  });

  it('reads a range as RFC 9110 says', async () => {
    await put('digits', '0123456789');
    const range = async (Range: string) => {
      const answer = await get('digits', { Range });
      return [answer.$metadata.httpStatusCode, await answer.Body?.transformToString(), answer.ContentRange];
    };
    expect(await range('bytes=0-3')).toEqual([206, '0123', 'bytes 0-3/10']);
    expect(await range('bytes=4-')).toEqual([206, '456789', 'bytes 4-9/10']);
    expect(await range('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await range('bytes=-30')).toEqual([206, '0123456789', 'bytes 0-9/10']);
    expect(await range('bytes=8-99')).toEqual([206, '89', 'bytes 8-9/10']);
    expect(await range('bytes=0-1,3-4')).toEqual([200, '0123456789', undefined]);
    expect(await refusalOf(range('bytes=10-'))).toEqual({ code: 'InvalidRange', status: 416 });
    expect(await refusalOf(range('bytes=-0'))).toEqual({ code: 'InvalidRange', status: 416 });
  });

  it('never reads a range outside the object', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.option(fc.nat(30)), fc.option(fc.nat(30)), (size, from, to) => {
        const range = readRange(`bytes=${from ?? ''}-${to ?? ''}`, size);
        if (typeof range !== 'object') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThan(size);
      }),
    );
  });

  it('reads under a condition', async () => {
    const { ETag } = await put('conditional', 'x');
    expect(await textOf('conditional', { IfMatch: ETag })).toBe('x');
    expect(await refusalOf(get('conditional', { IfMatch: '"other"' }))).toMatchObject({ status: 412 });
    expect(await refusalOf(get('conditional', { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
  });

  it('writes only what is new with If-None-Match: *, also of many at once', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => put('new', `writer ${index}`, { IfNoneMatch: '*' })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await textOf('new')).toBe(`writer ${results.findIndex(({ status }) => status === 'fulfilled')}`);
    expect(await refusalOf(put('new', 'late', { IfNoneMatch: '*' }))).toEqual({
      code: 'PreconditionFailed',
      status: 412,
    });
    expect(await refusalOf(put('new', 'x', { IfMatch: '"e"' }))).toMatchObject({ status: 501 });
  });

  it('gives every write its own version', async () => {
    const first = await put('versions', '1');
    const second = await put('versions', '2');
    expect(second.VersionId).not.toBe(first.VersionId);
    await client.send(
      new DeleteObjectCommand({ Bucket: 'plain', Key: 'versions', VersionId: first.VersionId }),
    );
    expect(await textOf('versions', { VersionId: second.VersionId })).toBe('2');
    await client.send(
      new DeleteObjectCommand({ Bucket: 'plain', Key: 'versions', VersionId: second.VersionId }),
    );
    expect(await refusalOf(get('versions'))).toMatchObject({ code: 'NoSuchKey' });
  });

  it('verifies checksums, and returns them when asked', async () => {
    const wrong = Buffer.alloc(32).toString('base64');
    expect(await refusalOf(put('sum', 'x', { ChecksumSHA256: wrong }))).toEqual({
      code: 'BadDigest',
      status: 400,
    });
    expect(await refusalOf(put('sum', 'x', { ChecksumSHA256: 'abc' }))).toMatchObject({
      code: 'InvalidRequest',
    });
    const md5 = Buffer.alloc(16).toString('base64');
    expect(await refusalOf(put('sum', 'x', { ContentMD5: md5 }))).toMatchObject({ code: 'BadDigest' });
    expect(await refusalOf(put('sum', 'x', { ChecksumAlgorithm: 'SHA1' }))).toMatchObject({ status: 501 });
    expect(await refusalOf(get('sum'))).toMatchObject({ code: 'NoSuchKey' });
    for (const ChecksumAlgorithm of ['SHA256', 'CRC32']) {
      await put('sum', 'x', { ChecksumAlgorithm });
      const stored = await get('sum', { ChecksumMode: 'ENABLED' });
      expect(stored).toHaveProperty(`Checksum${ChecksumAlgorithm}`);
      expect(stored.ChecksumType).toBe('FULL_OBJECT');
    }
  });

  it('compares the body with a signed x-amz-content-sha256', async () => {
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { body: unknown } };
        if (request.body === 'signed') request.body = 'forged';
        return next(args);
      },
      { step: 'deserialize', priority: 'low', name: 'forge' },
    );
    const refused = await refusalOf(put('forged', 'signed'));
    client.middlewareStack.remove('forge');
    expect(refused).toEqual({ code: 'XAmzContentSHA256Mismatch', status: 400 });
  });

  it('understands the streaming upload of the SDK', async () => {
    const streaming = fixture.client({ requestChecksumCalculation: 'WHEN_SUPPORTED' });
    const chunks = Array.from({ length: 50 }, (_, index) =>
      Buffer.alloc(9_000 + index * 7, `chunk ${index} `),
    );
    const Body = Readable.from(chunks);
    const ContentLength = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    await streaming.send(new PutObjectCommand({ Bucket: 'plain', Key: 'stream', Body, ContentLength }));
    const stored = await get('stream', { ChecksumMode: 'ENABLED' });
    expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.concat(chunks));
    expect(stored.ChecksumCRC32).toBeDefined();
    expect(stored.ContentEncoding).toBeUndefined();
  });

  it('copies, and each of the two outlives the other', async () => {
    await put('source', 'bytes', { Metadata: { owner: 'me' } });
    await client.send(new CopyObjectCommand({ Bucket: 'evidence', Key: 'copy', CopySource: 'plain/source' }));
    await client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'source' }));
    const copy = await client.send(new GetObjectCommand({ Bucket: 'evidence', Key: 'copy' }));
    expect(await copy.Body?.transformToString()).toBe('bytes');
    expect(copy.Metadata).toEqual({ owner: 'me' });
    const lost = new CopyObjectCommand({ Bucket: 'evidence', Key: 'x', CopySource: 'plain/source' });
    expect(await refusalOf(client.send(lost))).toEqual({ code: 'NoSuchKey', status: 404 });
  });

  it('lists by prefix, page by page', async () => {
    const keys = ['list/a', 'list/b', 'list/c d', 'list/ё', 'other'];
    for (const key of keys) await put(key, key);
    const seen: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(token);
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(seen).toEqual(keys.slice(0, 4));
  });

  const listPage = (ContinuationToken: string | undefined) =>
    client.send(
      new ListObjectsV2Command({
        Bucket: 'plain',
        Prefix: 'list/',
        MaxKeys: 3,
        ...(ContinuationToken ? { ContinuationToken } : {}),
      }),
    );

  it('tells of new objects only where the bucket notifies', async () => {
    await put('silent', 'x');
    await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'loud/one', Body: 'one' }));
    await client.send(
      new CopyObjectCommand({ Bucket: 'uploads', Key: 'loud/two', CopySource: 'uploads/loud/one' }),
    );
    expect(fixture.events.map(({ key, reason, size }) => [key, reason, size])).toEqual([
      ['loud/one', 'PutObject', 3],
      ['loud/two', 'CopyObject', 3],
    ]);
    const [one, two] = fixture.events;
    expect((one?.sequencer ?? '') < (two?.sequencer ?? '')).toBe(true);
  });

  it('does not do what it does not know, and says so', async () => {
    const place = { Bucket: 'plain', Key: 'there' };
    await put('there', 'untouched');
    const unknown: Promise<unknown>[] = [
      client.send(new PutObjectTaggingCommand({ ...place, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } })),
      client.send(new GetObjectTaggingCommand(place)),
      client.send(new PutObjectAclCommand({ ...place, ACL: 'public-read' })),
      client.send(new PutObjectLegalHoldCommand({ ...place, LegalHold: { Status: 'ON' } })),
      client.send(new CreateBucketCommand({ Bucket: 'another' })),
      client.send(new ListBucketsCommand({})),
      client.send(new ListObjectsCommand({ Bucket: 'plain' })),
      client.send(new PutBucketCorsCommand({ Bucket: 'plain', CORSConfiguration: { CORSRules: [] } })),
      client.send(
        new UploadPartCopyCommand({ ...place, UploadId: 'x', PartNumber: 1, CopySource: 'plain/there' }),
      ),
      put('there', 'x', { ACL: 'public-read' }),
      put('there', 'x', { Tagging: 'a=b' }),
      put('there', 'x', { ServerSideEncryption: 'aws:kms' }),
      get('there', { PartNumber: 1 }),
    ];
    for (const call of unknown)
      expect(await refusalOf(call)).toMatchObject({ code: 'NotImplemented', status: 501 });
    expect(await textOf('there')).toBe('untouched');
    expect((await client.send(new HeadBucketCommand({ Bucket: 'plain' }))).$metadata.httpStatusCode).toBe(
      200,
    );
  });

  it('answers pages of the rules’ origins only', async () => {
    const preflight = (origin: string, method: string, headers?: string) =>
      fetch(`${fixture.storage.url}/uploads/film`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          ...(headers ? { 'access-control-request-headers': headers } : {}),
        },
      });
    const allowed = await preflight(PAGE_ORIGIN, 'PUT', 'Content-Type, x-amz-checksum-sha256');
    expect(allowed.status).toBe(200);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': PAGE_ORIGIN,
      'access-control-allow-methods': 'PUT, POST',
      'access-control-allow-headers': 'content-type, x-amz-checksum-sha256',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '600',
      'x-content-type-options': 'nosniff',
    });
    expect((await preflight('https://shop.example.org', 'POST')).status).toBe(200);
    for (const refused of [
      await preflight('https://evil.example', 'PUT'),
      await preflight('http://shop.example.org', 'PUT'),
      await preflight(`${PAGE_ORIGIN}.evil.example`, 'PUT'),
      await preflight(PAGE_ORIGIN, 'DELETE'),
      await preflight(PAGE_ORIGIN, 'PUT', 'authorization'),
    ]) {
      expect([refused.status, await codeOf(refused)]).toEqual([403, 'AccessForbidden']);
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    }
    // An error must be readable for the page too, or it can only say "network error".
    const unsigned = (origin: string) =>
      fetch(`${fixture.storage.url}/uploads/film`, { method: 'PUT', body: 'x', headers: { origin } });
    expect((await unsigned(PAGE_ORIGIN)).headers.get('access-control-allow-origin')).toBe(PAGE_ORIGIN);
    expect((await unsigned('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
