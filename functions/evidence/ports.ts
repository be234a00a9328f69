import type { Instant } from '../clock.ts';

export interface ReceivedPart {
  partNumber: number;
  size: number;
  /** Base64, computed by the storage. */
  sha256: string;
  etag: string;
}

export interface SignedPart {
  partNumber: number;
  url: string;
  /** Headers that the browser has to send exactly so; the length, signed as well, it sends by itself. */
  headers: Record<string, string>;
  expiresAt: Instant;
}

/** The object storage for films; bytes go from the browser straight there, part by part. */
export interface EvidenceStorage {
  /** Opens a multipart upload and answers its id. */
  begin(objectKey: string): Promise<string>;
  /** A short-lived URL for one PUT of exactly these bytes. */
  signPart(part: {
    objectKey: string;
    multipartId: string;
    partNumber: number;
    size: number;
    sha256: string;
    now: Instant;
    expiresInSeconds: number;
  }): Promise<SignedPart>;
  /** All parts that have arrived, by number; `gone` when the multipart upload was completed, aborted or never was. */
  listParts(objectKey: string, multipartId: string): Promise<ReceivedPart[] | 'gone'>;
  /**
   * Composes the object, unless the key is already used. `changed`: a part is no longer what was listed, because
   * it was sent again meanwhile.
   */
  complete(
    objectKey: string,
    multipartId: string,
    parts: ReceivedPart[],
  ): Promise<'completed' | 'exists' | 'gone' | 'changed'>;
  /** Discards the parts; nothing happens when the multipart upload is gone already. */
  abort(objectKey: string, multipartId: string): Promise<void>;
  /** Size and version of the object, or undefined when there is none. */
  find(objectKey: string): Promise<{ size: number; versionId?: string } | undefined>;
  /** Bytes `start` (inclusive) to `end` (exclusive). */
  readRange(objectKey: string, start: number, end: number): Promise<Uint8Array>;
  /** The whole object, in order, in pieces. */
  readAll(objectKey: string): AsyncIterable<Uint8Array>;
  /** Locks the object against removal until then; extending is allowed, shortening is not. */
  retain(objectKey: string, versionId: string | undefined, until: Instant): Promise<void>;
  /** Removes the object for good; nothing happens when it is gone already. */
  remove(objectKey: string, versionId: string | undefined): Promise<void>;
  /**
   * A short-lived URL on a host without cookies, with `nosniff` whatever the bytes are: as an attachment, or to be
   * shown in a page as this type.
   */
  signDownload(download: {
    objectKey: string;
    fileName: string;
    inlineType?: string | undefined;
    now: Instant;
    expiresInSeconds: number;
  }): Promise<string>;
}

/** Waits before the given attempt (1, 2, …) of a write that lost against another one: full jitter, bounded. */
export type BackOff = (attempt: number) => Promise<void>;

/** Where a check of a received film waits; at least once, ids only. */
export interface CheckQueue {
  enqueue(checks: { trackingNumber: string; uploadId: string }[]): Promise<void>;
}
