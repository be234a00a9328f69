import type { UploadApi } from './upload-api.ts';
import type { UploadPurpose, UploadRequest } from './upload-types.ts';

/** Everything that the uploader needs of the world, so that its rules can be tried without a browser. */
export interface UploadPorts {
  api: UploadApi;
  putPart: PutPart;
  kept: KeptUploads;
  /** Files that are kept before the server has begun to take them. */
  mostUnbegun: number;
  locks: UploadLocks;
  clock: UploadClock;
  /** Calls the listener when trying again is worth it: the line is back, the page is looked at. Returns the end. */
  onAttention(listener: () => void): () => void;
  /** SHA-256 of a part, base64. */
  partDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  wholeDigest(): WholeDigest;
  /** From 0 up to 1. */
  random(): number;
  /** A mistake of ours, for whoever looks for it; people are told that there was one. */
  reportFault(error: unknown): void;
}

/** Sends one part to where it was signed for. Never rejects: status 0 is no answer (or it was aborted). */
export type PutPart = (part: {
  url: string;
  headers: Record<string, string>;
  bytes: Uint8Array<ArrayBuffer>;
  onProgress(sentBytes: number): void;
  signal: AbortSignal;
}) => Promise<{ status: number }>;

export interface UploadClock {
  now(): number;
  /** Resolves after so long, or at once when aborted. */
  wait(millis: number, signal: AbortSignal): Promise<void>;
}

export interface UploadLocks {
  /** How to release it, or undefined when another tab holds it. */
  take(name: string): Promise<(() => void) | undefined>;
  /** Waits until it is free; undefined when aborted before. */
  wait(name: string, signal: AbortSignal): Promise<(() => void) | undefined>;
}

/** SHA-256 of a whole that comes in pieces. Methods reject where the browser cannot. */
export interface WholeDigest {
  /** Takes the bytes over: they are empty for the caller afterwards. */
  add(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Hex. */
  finish(): Promise<string>;
  close(): void;
}

/** What this device keeps of an upload; nothing of the link's token is among it. */
export interface KeptUpload {
  uploadId: string;
  purpose: UploadPurpose;
  fileName: string;
  partSize: number;
  /** Missing: a recording, whose bytes are kept in pieces. */
  size?: number;
  /** By which a file that is chosen again is recognized: digests of its first and a middle part. */
  fingerprint?: string;
  file?: Blob;
}

/** A file that was chosen and that the server has not begun to take. */
export interface UnbegunFile extends UploadRequest {
  id: string;
}

/** The device's storage. Never rejects but in `readRecorded`: a device that keeps nothing is a normal one. */
export interface KeptUploads {
  /**
   * Whether it is kept now; `no-space` where a smaller one might have been. `begunFrom`: the unbegun file that it is
   * of, whose copy it takes over at the same moment.
   */
  save(upload: KeptUpload, begunFrom?: string): Promise<'kept' | 'no-space' | 'unavailable'>;
  read(uploadId: string): Promise<KeptUpload | undefined>;
  /** Uploads of this policy, as another link in the same browser has its own; and whatever was forgotten long ago. */
  list(): Promise<string[]>;
  saveUnbegun(file: UnbegunFile): Promise<'kept' | 'no-space' | 'unavailable'>;
  readUnbegun(id: string): Promise<UnbegunFile | undefined>;
  /** Ids of this policy's. */
  listUnbegun(): Promise<string[]>;
  /** An upload, or an unbegun file, with all its bytes. */
  remove(uploadId: string): Promise<void>;
  /** A pause is the person's: a reload does not end it. */
  setPaused(uploadId: string, isPaused: boolean): Promise<void>;
  isPaused(uploadId: string): Promise<boolean>;
  /** Pieces are appended one after the other, without gaps. False: it was not kept. */
  append(uploadId: string, offset: number, bytes: ArrayBuffer): Promise<boolean>;
  recordedBytes(uploadId: string): Promise<number>;
  readRecorded(uploadId: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}
