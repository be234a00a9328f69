import { isUtf8 } from 'node:buffer';
import type { Authentic, Call } from './authentication.ts';
import type { BlobRange, Blobs } from './blobs.ts';
import type { Catalog, ContentHeaders, Piece, Retention, StoredObject } from './catalog.ts';
import { CHECKSUM_HEADERS } from './checksums.ts';
import type { CorsRule } from './cross-origin.ts';
import { type BodyDigests, BodyInspection, type BodyPromise, readBodyPromise } from './payload.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';

export interface BucketSettings {
  name: string;
  corsRules: CorsRule[];
  objectLock: boolean;
  notifiesEvents: boolean;
}

export interface ObjectCreated {
  bucket: string;
  key: string;
  size: number;
  /** Without quotes, as in S3's event. */
  etag: string;
  versionId: string;
  /** Grows with every event, in hexadecimal of equal length. */
  sequencer: string;
  reason: 'PutObject' | 'CompleteMultipartUpload' | 'CopyObject';
  /** RFC 3339. */
  time: string;
}

/** What every operation works on. */
export interface StorageState {
  catalog: Catalog;
  blobs: Blobs;
  now: () => number;
  buckets: ReadonlyMap<string, BucketSettings>;
  /** Called after the event has been recorded. */
  announce: (sequence: number, event: ObjectCreated) => void;
}

/** An authentic call to one bucket, and its key where there is one. */
export interface S3Request {
  call: Call;
  authentic: Authentic;
  bucket: BucketSettings;
  key: string;
  /** The query parameters that belong to the operation. */
  parameters: ReadonlyMap<string, string>;
  /** The body, readable once; reading it asks a client that waits to go on. */
  openBody: () => AsyncIterable<Uint8Array>;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body?: string | BlobRange[];
}

export type Operation = (state: StorageState, request: S3Request) => Promise<Answer | Refusal>;

const LARGEST_BODY = 5 * 1024 ** 3;
/** Enough for the list of 10,000 parts. */
const LARGEST_DOCUMENT = 4 * 1024 ** 2;

const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  'x-amz-storage-class',
];

/** Streams the body to a new blob, and keeps it only when it is what was promised. */
export async function storeBody(
  state: StorageState,
  request: S3Request,
  promise: BodyPromise,
): Promise<{ blob: string; digests: BodyDigests } | Refusal> {
  if (promise.size > LARGEST_BODY) {
    return refuse('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.');
  }
  const inspection = new BodyInspection(promise);
  const { blob } = await state.blobs.write(inspection.pass(request.openBody()));
  const digests = inspection.judge();
  if (isRefusal(digests)) {
    state.blobs.remove([blob]);
    return digests;
  }
  return { blob, digests };
}

/** Reads a small request document, with the same checks as any body. */
export async function readDocument(request: S3Request): Promise<string | Refusal> {
  const promise = readBodyPromise(request.call, request.authentic);
  if (isRefusal(promise)) return promise;
  if (promise.size > LARGEST_DOCUMENT) return refuse('MalformedXML', 'The document is too large.');
  const inspection = new BodyInspection(promise);
  const chunks: Uint8Array[] = [];
  for await (const chunk of inspection.pass(request.openBody())) chunks.push(chunk);
  const digests = inspection.judge();
  if (isRefusal(digests)) return digests;
  const bytes = Buffer.concat(chunks);
  return isUtf8(bytes) ? bytes.toString() : refuse('MalformedXML', 'The document is not UTF-8.');
}

export function readContentHeaders(request: S3Request): ContentHeaders {
  const others: Record<string, string> = {};
  const names = new Set([
    ...request.call.headers.keys(),
    ...request.call.query.map(([name]) => name.toLowerCase()),
  ]);
  for (const name of names) {
    const value = request.authentic.header(name);
    if (value === undefined || !(name.startsWith('x-amz-meta-') || KEPT_HEADERS.includes(name))) continue;
    const kept = name === 'content-encoding' ? value.replace(/\s*aws-chunked\s*,?\s*/, '') : value;
    if (kept !== '') others[name] = kept;
  }
  return { contentType: request.authentic.header('content-type') ?? 'binary/octet-stream', others };
}

/** The retention that a new object is to have from its first moment. */
export function readRetentionHeaders(request: S3Request, nowMillis: number): Retention | undefined | Refusal {
  const mode = request.authentic.header('x-amz-object-lock-mode');
  const until = request.authentic.header('x-amz-object-lock-retain-until-date');
  if (mode === undefined && until === undefined) return undefined;
  return makeRetention(request.bucket, mode, until, nowMillis);
}

export function makeRetention(
  bucket: BucketSettings,
  mode: string | undefined,
  until: string | undefined,
  nowMillis: number,
): Retention | Refusal {
  if (!bucket.objectLock) return refuse('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  if (mode === 'COMPLIANCE') {
    return refuse(
      'NotImplemented',
      'Only GOVERNANCE retention is implemented: COMPLIANCE can never be shortened.',
    );
  }
  const untilMillis = until === undefined ? Number.NaN : Date.parse(until);
  if (mode !== 'GOVERNANCE' || Number.isNaN(untilMillis)) {
    return refuse('InvalidArgument', 'A retention needs the mode GOVERNANCE and a date in ISO 8601.');
  }
  if (untilMillis <= nowMillis) {
    return refuse('InvalidArgument', 'The retain until date must be in the future!');
  }
  return { mode, untilMillis };
}

export function isRetained(object: StoredObject, nowMillis: number): boolean {
  return object.retention !== undefined && object.retention.untilMillis > nowMillis;
}

export function refuseRetained(): Refusal {
  return refuse('AccessDenied', 'Access Denied because object protected by object lock.');
}

/** `If-None-Match: *`, the only condition on a write that is known; any other is refused, not ignored. */
export function readWriteCondition(request: S3Request): { mustBeNew: boolean } | Refusal {
  const ifNoneMatch = request.authentic.header('if-none-match');
  if (request.authentic.header('if-match') !== undefined || (ifNoneMatch ?? '*') !== '*') {
    return refuse('NotImplemented', 'A write can only be conditional on If-None-Match: *.');
  }
  return { mustBeNew: ifNoneMatch === '*' };
}

/** Why an object may not be put under its key now, if it may not. */
export function refuseWrite(
  state: StorageState,
  request: S3Request,
  condition: { mustBeNew: boolean },
): Refusal | undefined {
  const existing = state.catalog.findObject(request.bucket.name, request.key);
  if (!existing) return undefined;
  if (condition.mustBeNew) {
    return refuse('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  // A versioned bucket would keep the locked version below the new one; here there is one version, so it stays.
  return isRetained(existing, state.now()) ? refuseRetained() : undefined;
}

/** Puts the object, ends its upload and records its event, all or nothing. */
export function commitObject(
  state: StorageState,
  request: S3Request,
  commit: {
    object: StoredObject;
    pieces: readonly Piece[];
    condition: { mustBeNew: boolean };
    reason: ObjectCreated['reason'];
    endsUpload?: string;
  },
): Refusal | undefined {
  const { object, pieces, condition, reason, endsUpload } = commit;
  const outcome = state.catalog.transaction(() => {
    const refusal = refuseWrite(state, request, condition);
    if (refusal) return refusal;
    const orphans = state.catalog.putObject(object, pieces);
    if (endsUpload !== undefined) orphans.push(...state.catalog.deleteUpload(endsUpload));
    const event = {
      bucket: object.bucket,
      key: object.key,
      size: object.size,
      etag: object.entityTag,
      versionId: object.versionId,
      reason,
      time: new Date(object.storedAt).toISOString(),
    };
    const sequence = request.bucket.notifiesEvents ? state.catalog.addEvent(event) : undefined;
    return { orphans, event, sequence };
  });
  if (isRefusal(outcome)) return outcome;
  dropOrphans(state, outcome.orphans);
  if (outcome.sequence !== undefined) {
    state.announce(outcome.sequence, { ...outcome.event, sequencer: sequencer(outcome.sequence) });
  }
  return undefined;
}

export function sequencer(sequence: number): string {
  return sequence.toString(16).toUpperCase().padStart(18, '0');
}

/** Removes the blobs that no row names any more; copies share theirs. */
export function dropOrphans(state: StorageState, blobs: readonly string[]): void {
  state.blobs.remove(blobs.filter((blob) => !state.catalog.isBlobNamed(blob)));
}

export function checksumHeaders(
  object: Pick<StoredObject, 'checksumAlgorithm' | 'checksum'>,
): Record<string, string> {
  if (!object.checksumAlgorithm || object.checksum === undefined) return {};
  return {
    [CHECKSUM_HEADERS[object.checksumAlgorithm]]: object.checksum,
    'x-amz-checksum-type': object.checksum.includes('-') ? 'COMPOSITE' : 'FULL_OBJECT',
  };
}

export function quoted(entityTag: string): string {
  return `"${entityTag}"`;
}

export function xmlAnswer(xml: string, headers: Record<string, string> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: xml };
}
