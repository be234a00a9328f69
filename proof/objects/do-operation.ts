import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { createS3EvidenceStorage } from '../../functions/adapters/s3-evidence-storage.ts';
import { toInstant } from '../../functions/clock.ts';
import {
  type Answer,
  answered,
  bytesOf,
  fetched,
  keyOf,
  type Remembered,
  remember,
  sha256Of,
  type Upload,
} from './answer.ts';
import type { Operation } from './operation.ts';
import { list, read } from './read-operations.ts';
import { FILMS } from './stack-buckets.ts';
import type { Storage } from './storages.ts';

const DAY = 86_400_000;
const EXPIRES_IN_SECONDS = 300;
const NO_TAG = `"${'0'.repeat(32)}"`;

/** @returns nothing when there is not yet what the operation speaks of. */
export async function doOperation(operation: Operation, remembered: Remembered): Promise<Answer | undefined> {
  const { client } = remembered.storage;
  switch (operation.does) {
    case 'begin':
      return begin(operation, remembered);
    case 'send part':
    case 'list parts':
    case 'complete':
    case 'abort': {
      const upload = remembered.uploads[operation.upload % Math.max(remembered.uploads.length, 1)];
      if (!upload) return undefined;
      if (operation.does === 'send part') return sendPart(operation, upload, remembered.storage);
      if (operation.does === 'complete') return complete(operation, upload, remembered);
      const named = { Bucket: FILMS, Key: upload.key, UploadId: upload.id };
      const PartNumberMarker = operation.does === 'list parts' ? operation.after?.toString() : undefined;
      // moto goes on by places, not by numbers, which is known: the same only where no number is left out.
      if (PartNumberMarker !== undefined && hasGaps(upload)) return undefined;
      if (operation.does === 'abort')
        return answered(
          () => client.send(new AbortMultipartUploadCommand(named)),
          () => ({}),
        );
      return answered(
        () => client.send(new ListPartsCommand({ ...named, MaxParts: operation.most, PartNumberMarker })),
        (page) => ({
          // moto has no checksums of parts to tell of; the adapters' own tests hold the laptop to them.
          parts: page.Parts?.map(({ PartNumber, ETag, Size }) => ({ PartNumber, ETag, Size })),
          truncated: page.IsTruncated,
          next: page.IsTruncated ? page.NextPartNumberMarker : undefined,
        }),
      );
    }
    case 'put':
      return put(operation, remembered);
    case 'get':
    case 'head':
    case 'download':
      return read(operation, remembered);
    case 'delete':
      return remove(operation, remembered);
    case 'retain':
      return retain(operation, remembered);
    case 'list':
      return list(operation, remembered);
    case 'preflight':
      return preflight(operation, remembered);
    case 'look for the bucket':
      return answered(
        () => client.send(new HeadBucketCommand({ Bucket: operation.bucket })),
        () => ({}),
      );
  }
}

type Of<D extends Operation['does']> = Extract<Operation, { does: D }>;

async function begin(operation: Of<'begin'>, remembered: Remembered): Promise<Answer> {
  const Key = keyOf(remembered, operation.key);
  const command = new CreateMultipartUploadCommand({
    Bucket: FILMS,
    Key,
    ChecksumAlgorithm: 'SHA256',
    ContentType: operation.type,
    ContentDisposition: operation.disposition,
  });
  return answered(
    () => remembered.storage.client.send(command),
    ({ UploadId, Bucket, Key: told }) => {
      remembered.uploads.push({ id: UploadId ?? '', key: Key, parts: new Map() });
      return { Bucket, Key: told };
    },
  );
}

/** By a presigned address, as the page does, with the length and the checksum signed. */
async function sendPart(operation: Of<'send part'>, upload: Upload, storage: Storage): Promise<Answer> {
  const bytes = bytesOf(operation.bytes);
  const sha256 = sha256Of(bytes);
  const { url } = await createS3EvidenceStorage({ client: storage.client, bucket: FILMS }).signPart({
    ...{
      objectKey: upload.key,
      multipartId: upload.id,
      partNumber: operation.part,
      size: bytes.length,
      sha256,
    },
    ...{ now: toInstant(Date.now()), expiresInSeconds: EXPIRES_IN_SECONDS },
  });
  const headers: Record<string, string> = { 'x-amz-checksum-sha256': sha256 };
  const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  const answer = await fetched(response, () => ({ etag: response.headers.get('etag') }));
  if (answer.status === 200)
    upload.parts.set(operation.part, { etag: response.headers.get('etag') ?? '', sha256 });
  return answer;
}

async function complete(operation: Of<'complete'>, upload: Upload, remembered: Remembered): Promise<Answer> {
  const sent = [...upload.parts].sort(([one], [other]) => one - other);
  const named = operation.names === 'the first' ? sent.slice(0, 1) : sent;
  const Parts = named.map(([PartNumber, { etag, sha256 }]) => ({
    PartNumber,
    ETag: operation.names === 'another tag' ? NO_TAG : etag,
    ChecksumSHA256: sha256,
  }));
  if (operation.names === 'one not sent') {
    Parts.push({ PartNumber: 9_999, ETag: NO_TAG, ChecksumSHA256: sha256Of(new Uint8Array()) });
    Parts.sort((one, other) => one.PartNumber - other.PartNumber);
  }
  const command = new CompleteMultipartUploadCommand({
    ...{ Bucket: FILMS, Key: upload.key, UploadId: upload.id, MultipartUpload: { Parts } },
    IfNoneMatch: '*',
  });
  return answered(
    () => remembered.storage.client.send(command),
    (output) => {
      remember(remembered, { bucket: FILMS, key: upload.key }, output);
      const { ETag, VersionId, Bucket, Key } = output;
      return { ETag, hasVersion: VersionId !== undefined, Bucket, Key };
    },
  );
}

async function put(operation: Of<'put'>, remembered: Remembered): Promise<Answer> {
  const { bucket: Bucket, headers, lockDays } = operation;
  const Key = keyOf(remembered, operation.key);
  const bytes = bytesOf(operation.bytes);
  const isLocked = Bucket === FILMS && lockDays !== undefined;
  const command = new PutObjectCommand({
    ...{ Bucket, Key, Body: bytes, ...headers },
    // Among the films nothing is ever written a second time, which the laptop's one version for each key rests on.
    ...(Bucket === FILMS ? { IfNoneMatch: '*' } : {}),
    ...(operation.checksum || isLocked
      ? { ChecksumAlgorithm: 'SHA256' as const, ChecksumSHA256: sha256Of(bytes) }
      : {}),
    ...(isLocked
      ? { ObjectLockMode: 'GOVERNANCE' as const, ObjectLockRetainUntilDate: daysAhead(lockDays) }
      : {}),
  });
  return answered(
    () => remembered.storage.client.send(command),
    (output) => {
      remember(remembered, { bucket: Bucket, key: Key, lockedDays: isLocked ? lockDays : 0 }, output);
      return { ETag: output.ETag, hasVersion: output.VersionId !== undefined };
    },
  );
}

function hasGaps({ parts }: Upload): boolean {
  return Math.max(0, ...parts.keys()) !== parts.size;
}

/** The whole day, so that two storages that are asked one after the other agree. */
function daysAhead(days: number): Date {
  return new Date((Math.floor(Date.now() / DAY) + 1 + days) * DAY);
}

/** Of the films the version, as the functions do; without one only a marker would be laid over it. */
async function remove(operation: Of<'delete'>, remembered: Remembered): Promise<Answer | undefined> {
  const Key = keyOf(remembered, operation.key);
  const place = `${operation.bucket}/${Key}`;
  const byVersion = operation.bucket === FILMS || operation.byVersion;
  const VersionId = byVersion ? remembered.versions.get(place) : undefined;
  // Below a version that was written over S3 would find the older one again, and the laptop nothing: known.
  if (byVersion && (VersionId === undefined || remembered.writtenOver.has(place))) return undefined;
  if (!byVersion) remembered.versions.delete(place);
  const command = new DeleteObjectCommand({
    Bucket: operation.bucket,
    Key,
    ...(VersionId ? { VersionId } : {}),
  });
  return answered(
    () => remembered.storage.client.send(command),
    () => ({}),
  );
}

async function retain(operation: Of<'retain'>, remembered: Remembered): Promise<Answer | undefined> {
  const Key = keyOf(remembered, operation.key);
  const VersionId = remembered.versions.get(`${FILMS}/${Key}`);
  const place = `${FILMS}/${Key}`;
  if (VersionId === undefined || operation.days < (remembered.lockedDays.get(place) ?? 0)) return undefined;
  const command = new PutObjectRetentionCommand({
    ...{ Bucket: FILMS, Key, VersionId },
    Retention: { Mode: 'GOVERNANCE', RetainUntilDate: daysAhead(operation.days) },
  });
  const answer = await answered(
    () => remembered.storage.client.send(command),
    () => ({}),
  );
  if (answer.status === 200) remembered.lockedDays.set(place, operation.days);
  return answer;
}

async function preflight(operation: Of<'preflight'>, { storage, folder }: Remembered): Promise<Answer> {
  const { origin, method, headers } = operation;
  const response = await fetch(`${storage.url}/${FILMS}/${encodeURI(folder)}film`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers.length > 0 ? { 'access-control-request-headers': headers.join(', ') } : {}),
    },
  });
  const listed = (name: string) =>
    response.headers
      .get(`access-control-${name}`)
      ?.split(',')
      .map((each) => each.trim().toLowerCase())
      .sort();
  return fetched(response, () => ({
    origin: response.headers.get('access-control-allow-origin'),
    methods: listed('allow-methods'),
    exposed: listed('expose-headers'),
    age: response.headers.get('access-control-max-age'),
  }));
}
