import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { jest } from '@jest/globals';
import { openStorage, refusalOf, type StorageFixture } from './storage-fixture.ts';

// Many megabytes, or a process of its own: slow where other work shares the machine.
jest.setTimeout(60_000);

const MEBI = 1024 ** 2;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** Bytes that differ at every place, and by seed. */
function filmBytes(size: number, seed: number): Buffer {
  const block = Buffer.alloc(65_537);
  for (let index = 0; index < block.length; index += 1)
    block[index] = (index * 31 + seed * 17 + (index >> 8)) % 251;
  return Buffer.alloc(size, block);
}

describe('multipart uploads', () => {
  let fixture: StorageFixture;
  let client: S3Client;
  beforeAll(async () => {
    fixture = await openStorage();
    client = fixture.client();
  });
  afterAll(() => fixture.close());

  async function begin(key: string, settings: object = { ChecksumAlgorithm: 'SHA256' }) {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket: 'uploads', Key: key, ...settings }),
    );
    return { Bucket: 'uploads', Key: key, UploadId };
  }

  type Target = Awaited<ReturnType<typeof begin>>;

  async function sendPart(target: Target, PartNumber: number, Body: Buffer): Promise<CompletedPart> {
    const ChecksumSHA256 = sha256(Body).toString('base64');
    const { ETag } = await client.send(
      new UploadPartCommand({ ...target, PartNumber, Body, ChecksumSHA256 }),
    );
    return { PartNumber, ETag, ChecksumSHA256 };
  }

  const complete = (target: Target, Parts: CompletedPart[], settings: object = {}) =>
    client.send(new CompleteMultipartUploadCommand({ ...target, MultipartUpload: { Parts }, ...settings }));

  const blobCount = () => readdirSync(join(fixture.directory, 'blobs')).length;

  it('puts 70 MB together from parts sent in any order, and gives them back by ranges', async () => {
    const size = 70 * MEBI + 12_345;
    const partSize = 8 * MEBI;
    const film = filmBytes(size, 1);
    const target = await begin('film.mp4', { ChecksumAlgorithm: 'SHA256', ContentType: 'video/mp4' });
    const numbers = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => index + 1);
    const parts = new Map<number, CompletedPart>();
    for (const number of [...numbers].reverse()) {
      parts.set(
        number,
        await sendPart(target, number, film.subarray((number - 1) * partSize, number * partSize)),
      );
    }
    const ordered = numbers.map((number) => parts.get(number) as CompletedPart);
    const done = await complete(target, ordered, { IfNoneMatch: '*' });

    const composite = createHash('sha256');
    const compositeMd5 = createHash('md5');
    for (const number of numbers) {
      const bytes = film.subarray((number - 1) * partSize, number * partSize);
      composite.update(sha256(bytes));
      compositeMd5.update(createHash('md5').update(bytes).digest());
    }
    expect(done.ChecksumSHA256).toBe(`${composite.digest('base64')}-${numbers.length}`);
    expect(done.ETag).toBe(`"${compositeMd5.digest('hex')}-${numbers.length}"`);

    const head = await client.send(
      new HeadObjectCommand({ Bucket: 'uploads', Key: 'film.mp4', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({
      ContentLength: size,
      ContentType: 'video/mp4',
      ETag: done.ETag,
      VersionId: done.VersionId,
      ChecksumSHA256: done.ChecksumSHA256,
      ChecksumType: 'COMPOSITE',
    });
    const hash = createHash('sha256');
    const step = 9 * MEBI + 7;
    for (let start = 0; start < size; start += step) {
      const end = Math.min(start + step, size) - 1;
      const range = await client.send(
        new GetObjectCommand({ Bucket: 'uploads', Key: 'film.mp4', Range: `bytes=${start}-${end}` }),
      );
      expect(range.ContentRange).toBe(`bytes ${start}-${end}/${size}`);
      hash.update((await range.Body?.transformToByteArray()) ?? '');
    }
    expect(hash.digest('hex')).toBe(sha256(film).toString('hex'));
    const whole = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'film.mp4' }));
    const wholeHash = createHash('sha256');
    for await (const chunk of whole.Body as AsyncIterable<Uint8Array>) wholeHash.update(chunk);
    expect(wholeHash.digest('hex')).toBe(sha256(film).toString('hex'));
    expect(fixture.events).toMatchObject([
      {
        bucket: 'uploads',
        key: 'film.mp4',
        size,
        reason: 'CompleteMultipartUpload',
        versionId: done.VersionId,
        etag: done.ETag?.replaceAll('"', ''),
      },
    ]);
  });

  it('completes once: a second time there is no such upload, and the object stays', async () => {
    const target = await begin('once');
    const part = await sendPart(target, 1, filmBytes(1000, 2));
    const first = await complete(target, [part]);
    expect(await refusalOf(complete(target, [part]))).toEqual({ code: 'NoSuchUpload', status: 404 });
    const stored = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'once' }));
    expect(stored.VersionId).toBe(first.VersionId);
    expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? [])).toEqual(filmBytes(1000, 2));
  });

  it('lets one of many simultaneous completions win', async () => {
    const target = await begin('race');
    const part = await sendPart(target, 1, filmBytes(1000, 3));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => complete(target, [part])));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason.name).toBe('NoSuchUpload');
    }
  });

  it('does not complete over an object with If-None-Match: *', async () => {
    await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'taken', Body: 'first' }));
    const target = await begin('taken');
    const part = await sendPart(target, 1, filmBytes(10, 4));
    expect(await refusalOf(complete(target, [part], { IfNoneMatch: '*' }))).toEqual({
      code: 'PreconditionFailed',
      status: 412,
    });
    const stored = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'taken' }));
    expect(await stored.Body?.transformToString()).toBe('first');
  });

  it('verifies what a completion says about its parts', async () => {
    const target = await begin('verified');
    const first = await sendPart(target, 1, filmBytes(5 * MEBI, 5));
    const second = await sendPart(target, 2, filmBytes(100, 6));
    const swapped = { ...first, ChecksumSHA256: second.ChecksumSHA256 };
    const cases: [CompletedPart[], string][] = [
      [[{ ...first, ETag: second.ETag }, second], 'InvalidPart'],
      [[swapped as CompletedPart, second], 'InvalidPart'],
      [[first, { ...second, PartNumber: 3 }], 'InvalidPart'],
      [[second, first], 'InvalidPartOrder'],
      [[first, first], 'InvalidPartOrder'],
      [[{ PartNumber: 1, ETag: first.ETag }, second], 'InvalidRequest'],
      [[], 'MalformedXML'],
    ];
    for (const [parts, code] of cases) {
      expect(await refusalOf(complete(target, parts))).toEqual({ code, status: 400 });
    }
    expect(await refusalOf(complete(target, [first, second], { MpuObjectSize: 7 }))).toMatchObject({
      code: 'InvalidRequest',
    });
    expect(
      await refusalOf(complete(target, [first, second], { ChecksumSHA256: first.ChecksumSHA256 })),
    ).toMatchObject({ code: 'BadDigest' });
    const composite = createHash('sha256');
    for (const part of [first, second]) composite.update(Buffer.from(part.ChecksumSHA256 ?? '', 'base64'));
    const done = await complete(target, [first, second], {
      MpuObjectSize: 5 * MEBI + 100,
      ChecksumSHA256: `${composite.digest('base64')}-2`,
    });
    expect(done.VersionId).toBeDefined();
  });

  it('refuses a part that is too small, unless it is the last', async () => {
    const target = await begin('small');
    const parts = [
      await sendPart(target, 1, filmBytes(5 * MEBI - 1, 7)),
      await sendPart(target, 2, filmBytes(1, 8)),
    ];
    expect(await refusalOf(complete(target, parts))).toEqual({ code: 'EntityTooSmall', status: 400 });
  });

  it('insists on the checksum that the upload was begun with', async () => {
    const target = await begin('strict');
    const bare = new UploadPartCommand({ ...target, PartNumber: 1, Body: 'bytes' });
    expect(await refusalOf(client.send(bare))).toEqual({ code: 'InvalidRequest', status: 400 });
    const plain = await begin('loose', {});
    expect(await refusalOf(sendPart(plain, 1, Buffer.from('bytes')))).toEqual({
      code: 'InvalidRequest',
      status: 400,
    });
    const { ETag } = await client.send(new UploadPartCommand({ ...plain, PartNumber: 1, Body: 'bytes' }));
    expect((await complete(plain, [{ PartNumber: 1, ETag }])).ChecksumSHA256).toBeUndefined();
  });

  it('lists parts page by page, the latest of each number', async () => {
    const target = await begin('pages');
    for (const number of [5, 1, 3, 2, 4]) await sendPart(target, number, filmBytes(10 + number, number));
    const before = blobCount();
    const again = await sendPart(target, 3, filmBytes(33, 9));
    expect(blobCount()).toBe(before);
    const seen: (number | undefined)[][] = [];
    let marker: string | undefined = '0';
    while (marker !== undefined) {
      const page: {
        Parts?: { PartNumber?: number | undefined; Size?: number | undefined }[] | undefined;
        IsTruncated?: boolean | undefined;
        NextPartNumberMarker?: string | undefined;
      } = await client.send(new ListPartsCommand({ ...target, MaxParts: 2, PartNumberMarker: marker }));
      for (const part of page.Parts ?? []) seen.push([part.PartNumber, part.Size]);
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    }
    expect(seen).toEqual([
      [1, 11],
      [2, 12],
      [3, 33],
      [4, 14],
      [5, 15],
    ]);
    const all = await client.send(new ListPartsCommand(target));
    expect(all).toMatchObject({ IsTruncated: false, ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' });
    expect(all.Parts?.[2]).toMatchObject({ ETag: again.ETag, ChecksumSHA256: again.ChecksumSHA256 });
  });

  it('forgets an aborted upload with its bytes', async () => {
    const before = blobCount();
    const target = await begin('aborted');
    const part = await sendPart(target, 1, filmBytes(100, 10));
    expect(blobCount()).toBe(before + 1);
    await client.send(new AbortMultipartUploadCommand(target));
    expect(blobCount()).toBe(before);
    const gone = { code: 'NoSuchUpload', status: 404 };
    expect(await refusalOf(complete(target, [part]))).toEqual(gone);
    expect(await refusalOf(client.send(new ListPartsCommand(target)))).toEqual(gone);
    expect(await refusalOf(sendPart(target, 2, filmBytes(1, 1)))).toEqual(gone);
    expect(await refusalOf(client.send(new AbortMultipartUploadCommand(target)))).toEqual(gone);
    expect(blobCount()).toBe(before);
  });

  it('does not let an upload be used under another key', async () => {
    const target = await begin('mine');
    expect(await refusalOf(sendPart({ ...target, Key: 'yours' }, 1, filmBytes(1, 1)))).toMatchObject({
      code: 'NoSuchUpload',
    });
  });

  it('aborts what has been left lying, by the laptop clock', async () => {
    const other = await openStorage();
    const uploader = other.client();
    await uploader.send(new CreateMultipartUploadCommand({ Bucket: 'uploads', Key: 'old' }));
    other.clock.advance(7 * 86_400_000);
    const later = other.client({ systemClockOffset: other.clock.offsetMillis });
    const young = await later.send(new CreateMultipartUploadCommand({ Bucket: 'uploads', Key: 'young' }));
    expect(await other.storage.abortStaleUploads('uploads', 7 * 86_400_000)).toBe(1);
    expect(await other.storage.abortStaleUploads('uploads', 7 * 86_400_000)).toBe(0);
    const parts = await later.send(
      new ListPartsCommand({ Bucket: 'uploads', Key: 'young', UploadId: young.UploadId }),
    );
    expect(parts.UploadId).toBe(young.UploadId);
    await other.close();
  });
});
