import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createS3EvidenceStorage } from '../../functions/adapters/s3-evidence-storage.ts';
import { toInstant } from '../../functions/clock.ts';
import { type Answer, answered, fetched, keyOf, type Remembered } from './answer.ts';
import type { Operation, Reading } from './operation.ts';

type Of<D extends Operation['does']> = Extract<Operation, { does: D }>;

const NO_TAG = `"${'f'.repeat(32)}"`;
const MOST_PAGES = 50;

export async function read(
  operation: Reading | Of<'download'>,
  remembered: Remembered,
): Promise<Answer | undefined> {
  const { client } = remembered.storage;
  const Key = keyOf(remembered, operation.key);
  if (operation.does === 'download') {
    return remembered.tags.has(`${operation.bucket}/${Key}`)
      ? download(operation, Key, remembered)
      : undefined;
  }
  const asked = questionOf(operation, Key, remembered);
  const own = remembered.versions.get(`${operation.bucket}/${Key}`);
  if (!asked) return undefined;
  if (operation.does === 'head') {
    return withoutCode(
      await answered(
        () => client.send(new HeadObjectCommand(asked)),
        (output) => headersOf(output, own),
      ),
    );
  }
  return answered(
    () => client.send(new GetObjectCommand(asked)),
    async (output) => ({
      ...headersOf(output, own),
      body: digestOf(await output.Body?.transformToByteArray()),
    }),
  );
}

/** HEAD has no body for a code; what the client calls the error is made out of the status. */
function withoutCode({ status, told }: Answer): Answer {
  return { status, ...(told ? { told } : {}) };
}

function questionOf(operation: Reading, Key: string, { versions, tags }: Remembered) {
  const { bucket: Bucket, range: Range, version } = operation;
  const place = `${Bucket}/${Key}`;
  const VersionId =
    version === 'its own' ? versions.get(place) : [...versions].find(([other]) => other !== place)?.[1];
  if (version !== 'none' && VersionId === undefined) return undefined;
  const tagOf = (asked: typeof operation.ifMatch) =>
    asked === 'its own' ? (tags.get(place) ?? NO_TAG) : NO_TAG;
  return {
    Bucket,
    Key,
    ...(version === 'none' ? {} : { VersionId }),
    ...(Range === undefined ? {} : { Range }),
    ...(operation.ifMatch === undefined ? {} : { IfMatch: tagOf(operation.ifMatch) }),
    ...(operation.ifNoneMatch === undefined ? {} : { IfNoneMatch: tagOf(operation.ifNoneMatch) }),
  };
}

interface ReadOutput {
  ContentLength?: number | undefined;
  ContentType?: string | undefined;
  ContentDisposition?: string | undefined;
  CacheControl?: string | undefined;
  ContentRange?: string | undefined;
  AcceptRanges?: string | undefined;
  ETag?: string | undefined;
  VersionId?: string | undefined;
  Metadata?: Record<string, string> | undefined;
  ObjectLockMode?: string | undefined;
  ObjectLockRetainUntilDate?: Date | undefined;
}

function headersOf(output: ReadOutput, ownVersion: string | undefined): Record<string, unknown> {
  return {
    length: output.ContentLength,
    type: output.ContentType,
    disposition: output.ContentDisposition,
    cache: output.CacheControl,
    range: output.ContentRange,
    ranges: output.AcceptRanges,
    tag: output.ETag,
    isOwnVersion: output.VersionId !== undefined && output.VersionId === ownVersion,
    metadata: output.Metadata,
    lock: output.ObjectLockMode,
    until: output.ObjectLockRetainUntilDate?.toISOString(),
  };
}

function digestOf(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? new Uint8Array())
    .digest('hex')
    .slice(0, 16);
}

/** By the address that the desk gets, with what it says about the answer's headers. */
async function download(
  operation: Of<'download'>,
  objectKey: string,
  { storage }: Remembered,
): Promise<Answer> {
  const url = await createS3EvidenceStorage({
    client: storage.client,
    bucket: operation.bucket,
  }).signDownload({
    ...{ objectKey, fileName: operation.fileName, now: toInstant(Date.now()), expiresInSeconds: 300 },
    ...(operation.type === undefined ? {} : { inlineType: operation.type }),
  });
  const response = await fetch(url);
  return fetched(response, async () => ({
    type: response.headers.get('content-type'),
    disposition: response.headers.get('content-disposition'),
    cache: response.headers.get('cache-control'),
    body: digestOf(new Uint8Array(await response.arrayBuffer())),
  }));
}

/** All pages, one after the other. */
export async function list(operation: Of<'list'>, remembered: Remembered): Promise<Answer> {
  const { folder, storage } = remembered;
  const pages: unknown[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const command = new ListObjectsV2Command({
      Bucket: operation.bucket,
      Prefix: `${folder}${operation.folder}`,
      ...(operation.most === undefined ? {} : { MaxKeys: operation.most }),
      ...(operation.startAfter === undefined ? {} : { StartAfter: keyOf(remembered, operation.startAfter) }),
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    const answer = await answered(
      () => storage.client.send(command),
      ({ Contents, IsTruncated, KeyCount, NextContinuationToken }) => {
        token = IsTruncated ? NextContinuationToken : undefined;
        const found = Contents?.map(({ Key, Size, ETag, StorageClass }) => ({
          Key,
          Size,
          ETag,
          StorageClass,
        }));
        return { found: found ?? [], IsTruncated, KeyCount, hasMore: token !== undefined };
      },
    );
    if (answer.status !== 200) return answer;
    pages.push(answer.told);
    if (token === undefined) break;
  }
  return { status: 200, told: { pages } };
}
