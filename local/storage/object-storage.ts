import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LaptopClock } from '../clock.ts';
import { authenticate, type Call, type Credentials } from './authentication.ts';
import { Blobs } from './blobs.ts';
import { Catalog } from './catalog.ts';
import { allowCrossOrigin } from './cross-origin.ts';
import { EventDelivery } from './event-delivery.ts';
import { dropUpload } from './multipart-operations.ts';
import { isRefusal, type Refusal, refuse, statusOfRefusal } from './refusal.ts';
import { findOperation } from './route.ts';
import {
  type Answer,
  type BucketSettings,
  dropOrphans,
  isRetained,
  type ObjectCreated,
  type StorageState,
} from './storage-state.ts';
import { writeErrorXml } from './xml.ts';

export type { BucketSettings, ObjectCreated } from './storage-state.ts';

export interface ObjectStorageOptions {
  /** 0 for any that is free. */
  port: number;
  directory: string;
  clock: LaptopClock;
  credentials: Credentials;
  region: string;
  buckets: BucketSettings[];
  /** Called at least once for every object of a bucket that notifies; again when it fails or the process dies. */
  onObjectCreated?: (event: ObjectCreated) => void | Promise<void>;
}

export interface ObjectStorage {
  url: string;
  close(): Promise<void>;
  /** What the lifecycle rule AbortIncompleteMultipartUpload does. Returns how many were aborted. */
  abortStaleUploads(bucket: string, olderThanMillis: number): Promise<number>;
  /** What a lifecycle rule with an expiration does; retained objects stay. Returns how many were deleted. */
  expireObjects(bucket: string, prefix: string, olderThanMillis: number): Promise<number>;
}

const LONGEST_KEY_BYTES = 1024;

/** Starts the S3 of the laptop: private by default, signatures enforced, everything acknowledged on the disk. */
export async function startObjectStorage(options: ObjectStorageOptions): Promise<ObjectStorage> {
  mkdirSync(options.directory, { recursive: true });
  const catalog = new Catalog(join(options.directory, 'catalog.db'));
  const blobs = new Blobs(join(options.directory, 'blobs'));
  blobs.sweep((blob) => catalog.isBlobNamed(blob));
  const events = new EventDelivery(catalog, options.onObjectCreated ?? (() => {}));
  const state: StorageState = {
    catalog,
    blobs,
    now: () => options.clock.now(),
    buckets: new Map(options.buckets.map((bucket) => [bucket.name, bucket])),
    announce: (sequence, event) => events.deliver(sequence, event),
  };
  const underWay = new Set<Promise<void>>();
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse, waits: boolean) => {
    const served = serveCall(state, options, incoming, outgoing, waits).finally(() =>
      underWay.delete(served),
    );
    underWay.add(served);
  };
  const server = createServer((incoming, outgoing) => serve(incoming, outgoing, false));
  // A client that asks whether it may send its body hears a refusal before it has sent a byte.
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) =>
    serve(incoming, outgoing, true),
  );
  server.requestTimeout = 0; // a film over a poor line takes as long as it takes
  server.keepAliveTimeout = 65_000;
  await listen(server, options.port).catch((fault) => {
    catalog.close();
    throw fault;
  });
  events.resume();

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await Promise.all(underWay);
      await events.close();
      catalog.close();
    },
    abortStaleUploads: async (bucket, olderThanMillis) => {
      const stale = catalog.uploadsInitiatedUntil(bucket, state.now() - olderThanMillis);
      for (const upload of stale) dropUpload(state, upload.uploadId);
      return stale.length;
    },
    expireObjects: async (bucket, prefix, olderThanMillis) =>
      expireObjects(state, bucket, prefix, olderThanMillis),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function expireObjects(state: StorageState, bucket: string, prefix: string, olderThanMillis: number): number {
  const now = state.now();
  let expired = 0;
  let after = '';
  for (;;) {
    const page = state.catalog.listObjects(bucket, prefix, after, 1000);
    const last = page.at(-1);
    if (!last) return expired;
    after = last.key;
    const due = page.filter((object) => object.storedAt <= now - olderThanMillis && !isRetained(object, now));
    const orphans = state.catalog.transaction(() =>
      due.flatMap((object) => state.catalog.deleteObject(bucket, object.key)),
    );
    dropOrphans(state, orphans);
    expired += due.length;
  }
}

async function serveCall(
  state: StorageState,
  options: ObjectStorageOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  waits: boolean,
): Promise<void> {
  // An SDK learns the clock's offset from this header, so it must tell the laptop's time, not the machine's.
  outgoing.sendDate = false;
  outgoing.setHeader('date', new Date(state.now()).toUTCString());
  outgoing.setHeader('x-content-type-options', 'nosniff');
  outgoing.setHeader('x-amz-request-id', randomUUID());
  // Who never hears "100 Continue" may never send its body; the connection cannot be used again.
  if (waits) outgoing.setHeader('connection', 'close');
  const openBody = () => {
    if (waits) {
      outgoing.removeHeader('connection');
      outgoing.writeContinue();
    }
    // The iterator must not destroy the socket: the answer still has to go out over it.
    return incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  };
  let answer: Answer | Refusal;
  try {
    answer = await answerCall(state, options, incoming, outgoing, openBody);
  } catch (fault) {
    if (incoming.destroyed && !incoming.complete) return; // the caller hung up while sending
    console.error('The object storage failed:', fault);
    answer = refuse('InternalError', 'We encountered an internal error. Please try again.');
  }
  try {
    await send(state, incoming, outgoing, isRefusal(answer) ? answerRefusal(answer, incoming) : answer);
  } catch (fault) {
    if (!outgoing.destroyed) outgoing.destroy();
    if ((fault as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      console.error('The object storage failed while it answered:', fault);
    }
  }
}

function answerRefusal(refusal: Refusal, incoming: IncomingMessage): Answer {
  const body = writeErrorXml({
    Code: refusal.refused,
    Message: refusal.message,
    Resource: (incoming.url ?? '/').split('?')[0] ?? '/',
  });
  return { status: statusOfRefusal(refusal), headers: { 'content-type': 'application/xml' }, body };
}

async function send(
  state: StorageState,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: Answer,
): Promise<void> {
  const { body } = answer;
  const text = typeof body === 'string' ? Buffer.from(body) : undefined;
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    ...(text ? { 'content-length': String(text.length) } : {}),
  });
  // What is left of a refused body is read and thrown away, so that the connection can go on.
  incoming.resume();
  if (incoming.method === 'HEAD' || body === undefined) outgoing.end();
  else if (text) outgoing.end(text);
  else if (Array.isArray(body)) await pipeline(Readable.from(state.blobs.read(body)), outgoing);
}

async function answerCall(
  state: StorageState,
  options: ObjectStorageOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  openBody: () => AsyncIterable<Uint8Array>,
): Promise<Answer | Refusal> {
  const call = readCall(incoming);
  if (isRefusal(call)) return call;
  const place = readPlace(call.rawPath);
  if (isRefusal(place)) return place;
  const bucket = state.buckets.get(place.bucket);
  if (call.method === 'OPTIONS') return answerPreflight(call, bucket);
  const origin = call.headers.get('origin');
  if (origin !== undefined && bucket) {
    const allowed = allowCrossOrigin(bucket.corsRules, { origin, method: call.method, headers: [] });
    for (const [name, value] of Object.entries(allowed ?? {})) outgoing.setHeader(name, value);
  }
  const authentic = authenticate(call, { ...options, nowMillis: state.now() });
  if (isRefusal(authentic)) return authentic;
  const found = findOperation(call, authentic, place.key === '' ? 'bucket' : 'object');
  if (isRefusal(found)) return found;
  if (!bucket) return refuse('NoSuchBucket', 'The specified bucket does not exist');
  if (Buffer.byteLength(place.key) > LONGEST_KEY_BYTES)
    return refuse('KeyTooLongError', 'Your key is too long');
  return found.operation(state, {
    call,
    authentic,
    bucket,
    key: place.key,
    parameters: found.parameters,
    openBody,
  });
}

function readCall(incoming: IncomingMessage): Call | Refusal {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(',') : value);
  }
  try {
    decodeURIComponent(rawPath);
    const query = (mark < 0 ? '' : target.slice(mark + 1))
      .split('&')
      .filter((field) => field !== '')
      .map((field) => {
        const [name, ...value] = field.split('=');
        return [decodeURIComponent(name ?? ''), decodeURIComponent(value.join('='))] as const;
      });
    return { method: incoming.method ?? 'GET', rawPath, query, headers };
  } catch {
    return refuse('InvalidURI', "Couldn't parse the specified URI.");
  }
}

function readPlace(rawPath: string): { bucket: string; key: string } | Refusal {
  const match = /^\/([^/]*)(?:\/(.*))?$/s.exec(rawPath);
  if (!match) return refuse('InvalidURI', "Couldn't parse the specified URI.");
  return { bucket: decodeURIComponent(match[1] ?? ''), key: decodeURIComponent(match[2] ?? '') };
}

function answerPreflight(call: Call, bucket: BucketSettings | undefined): Answer | Refusal {
  const origin = call.headers.get('origin');
  const method = call.headers.get('access-control-request-method');
  if (origin === undefined || method === undefined) {
    return refuse('AccessForbidden', 'Insufficient information. Origin request header needed.');
  }
  const headers = (call.headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((header) => header.trim().toLowerCase())
    .filter((header) => header !== '');
  const allowed = allowCrossOrigin(bucket?.corsRules ?? [], { origin, method, headers });
  if (!allowed) {
    return refuse('AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  }
  return { status: 200, headers: allowed };
}
