import { createHash } from 'node:crypto';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { type Bytes, KEYS } from './operation.ts';
import type { Storage } from './storages.ts';

/** What a storage answered, in the words that both have to use alike. */
export interface Answer {
  status: number;
  /** Of an error. */
  code?: string;
  told?: Record<string, unknown>;
}

export interface Upload {
  id: string;
  key: string;
  parts: Map<number, { etag: string; sha256: string }>;
}

/** What one storage has made of a sequence so far: ids, versions and tags are its own. */
export interface Remembered {
  storage: Storage;
  folder: string;
  uploads: Upload[];
  /** By bucket and key: the version that lies on top. */
  versions: Map<string, string>;
  /** Where an older object lies below that: the laptop has forgotten it, S3 has not. */
  writtenOver: Set<string>;
  /** Every version that was made here, whatever has become of it. */
  made: Set<string>;
  tags: Map<string, string>;
  /** Days ahead that an object is locked for: no retention is shortened, which moto would let happen. */
  lockedDays: Map<string, number>;
}

export function bytesOf({ size, fill }: Bytes): Buffer {
  return Buffer.alloc(size, fill);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

export function keyOf(remembered: Remembered, number: number): string {
  return `${remembered.folder}${KEYS[number]}`;
}

export function remember(
  remembered: Remembered,
  { bucket, key, lockedDays = 0 }: { bucket: string; key: string; lockedDays?: number | undefined },
  { ETag, VersionId: version }: { ETag?: string | undefined; VersionId?: string | undefined },
): void {
  const place = `${bucket}/${key}`;
  remembered.tags.set(place, ETag ?? '');
  remembered.lockedDays.set(place, lockedDays);
  if (remembered.versions.has(place)) remembered.writtenOver.add(place);
  else remembered.writtenOver.delete(place);
  if (version === undefined) return;
  remembered.versions.set(place, version);
  remembered.made.add(version);
}

type Told = Record<string, unknown>;

/** What an S3 client was answered, or refused. */
export async function answered<T extends { $metadata: { httpStatusCode?: number | undefined } }>(
  send: () => Promise<T>,
  tell: (output: T) => Told | Promise<Told>,
): Promise<Answer> {
  try {
    const output = await send();
    return { status: output.$metadata.httpStatusCode ?? 0, told: plain(await tell(output)) };
  } catch (error) {
    // moto answers what it did not think of with a page in HTML, which the client cannot read.
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
    if (status >= 500) return { status };
    if (!(error instanceof S3ServiceException)) throw error;
    return { status, ...(status < 400 ? {} : { code: error.name }) };
  }
}

export async function fetched(response: Response, tell: () => Told | Promise<Told>): Promise<Answer> {
  if (!response.ok) {
    const code = /<Code>([^<]+)<\/Code>/.exec(await response.text())?.[1];
    return { status: response.status, ...(code ? { code } : {}) };
  }
  const answer = { status: response.status, told: plain(await tell()) };
  // A connection is used again only when its answer was read.
  if (!response.bodyUsed) await response.arrayBuffer();
  return answer;
}

/** Without what is undefined. */
function plain(told: Told): Told {
  return JSON.parse(JSON.stringify(told));
}
