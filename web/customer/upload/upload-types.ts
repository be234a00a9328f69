import type { DocumentKind } from '../../../functions/contracts/primitives.ts';

/** What a film or a document is sent for; the server keeps different limits for each. */
export type UploadPurpose = 'film' | 'document';

/**
 * - `preparing`: an upload is being asked for, or the server is asked what has arrived
 * - `sending`: bytes are on their way, or (of a recording) the next part is being filmed
 * - `waiting`: something broke; it goes on by itself, see `problem`
 * - `paused`: by the person, nothing is sent
 * - `finishing`: all bytes are there, the server makes one file of them
 * - `done`, `failed`: the end; after `failed` only a new upload helps
 * - `needs-file`: this device keeps no copy: the same file has to be chosen again (`provideFile`)
 * - `elsewhere`: another tab of this browser sends it; this one takes over when that one closes
 */
export type UploadPhase =
  | 'preparing'
  | 'sending'
  | 'waiting'
  | 'paused'
  | 'finishing'
  | 'done'
  | 'failed'
  | 'needs-file'
  | 'elsewhere';

/**
 * - `offline`: no answer at all
 * - `server`: the server or the storage answered that it cannot just now
 * - `storage`: the bytes cannot be read from this device
 * - `refused`: the service does not take it; `code` and `detail` say why
 * - `file-changed`: the chosen file is not the one that was begun
 * - `no-space`: the device has no room for a copy; the upload goes on, but a reload will ask for the file
 * - `nothing-arrived`: there is nothing yet to make a film of; whoever films it may go on
 * - `fault`: something of ours is broken; there is nothing to wait for
 */
export interface UploadProblem {
  kind:
    | 'offline'
    | 'server'
    | 'storage'
    | 'refused'
    | 'file-changed'
    | 'no-space'
    | 'nothing-arrived'
    | 'fault';
  /** The server's code of a refusal (`upload-not-open`, `uploads-too-many`, …). */
  code?: string;
  /** The server's text, already in the reader's language. */
  detail?: string;
  /** When it will be tried again, milliseconds of the device's clock; sooner when the line comes back. */
  retryAt?: number;
}

export interface UploadState {
  /** Missing until the server has begun the upload. */
  uploadId?: string;
  purpose: UploadPurpose;
  fileName: string;
  phase: UploadPhase;
  sentBytes: number;
  /** Missing while a film is being recorded. */
  totalBytes?: number;
  /** Over the last ten seconds or so. */
  bytesPerSecond?: number;
  secondsLeft?: number;
  problem?: UploadProblem;
  /** Once `done`. */
  evidenceId?: string;
}

export interface UploadController {
  state(): UploadState;
  /** Called after every change (progress: several times a second); returns how to stop listening. */
  subscribe(listener: (state: UploadState) => void): () => void;
  /** Lasts until `resume`, over reloads too. */
  pause(): void;
  /** After `pause`; while `waiting` it tries again at once. */
  resume(): void;
  /** For `needs-file`: true when it is the file that was begun; else the problem becomes `file-changed`. */
  provideFile(file: Blob): Promise<boolean>;
  /** Ends the upload here and at the server; what the server has already made a film of stays. */
  giveUp(): Promise<void>;
}

/** A line of `uploads` in the view of the policy, as far as it matters here. */
export interface OpenUpload {
  uploadId: string;
  fileName: string;
  purpose?: UploadPurpose;
  /** Missing: it was being recorded in a page. */
  size?: number | undefined;
  status: 'open' | 'completing' | 'received' | 'aborted';
  recordingCode?: string | undefined;
}

export interface UploadRequest {
  file: Blob;
  fileName: string;
  contentType: string;
  purpose: UploadPurpose;
  /** What a document shows. */
  documentKind?: DocumentKind | undefined;
}

/** An open recording of which this device keeps nothing: a lost phone's, or one that is filming somewhere now. */
export interface AbandonedRecording {
  uploadId: string;
  fileName: string;
  recordingCode?: string;
  /** In one piece from its beginning on; 0 too when the server could not be asked. */
  receivedBytes: number;
  /** True: another phone is filming it now. Missing until it has been looked at for some seconds. */
  isGrowing?: boolean;
  /** Looks again; the one that it answers takes the place of this one. Never rejects. */
  refresh(): Promise<AbandonedRecording>;
  /**
   * Makes a film of what has arrived. Never by itself: another phone may still be filming. When nothing has arrived
   * yet it fails with the problem `nothing-arrived`, and the recording stays as it is.
   */
  finishWithWhatArrived(): UploadController;
}

export interface ResumedUploads {
  controllers: UploadController[];
  abandonedRecordings: AbandonedRecording[];
}

/** Why a recording could not be begun. */
export interface NotBegun {
  problem: UploadProblem;
}

/** A film that is being recorded: bytes are appended while it is already being sent. */
export interface RecordingUpload {
  uploadId: string;
  /** To be burnt into the picture. */
  recordingCode: string;
  controller: UploadController;
  /**
   * Keeps these bytes and sends them as soon as they fill a part. False: the device has no room left; the bytes
   * are still held in memory and sent, but the recording should end.
   */
  append(bytes: Blob): Promise<boolean>;
  /** No more bytes will come: the rest is sent and the film made. With nothing appended the upload is given up. */
  end(): Promise<void>;
}

export interface Uploader {
  /** Begins (or goes on with an upload of the same file that was begun and lost); never throws. */
  startUpload(request: UploadRequest): UploadController;
  /**
   * Goes on with what the policy's view lists as `open` or `completing`; others are ignored, and so is what this
   * page already sends. Also with files that were chosen before a reload and that the server has not begun to take:
   * their controllers have no `uploadId` yet. Kept bytes of uploads that are no longer open are removed. Never throws.
   */
  resumeUploads(uploads: readonly OpenUpload[]): Promise<ResumedUploads>;
  /** One attempt: without the server there is no code to film with. */
  startRecordingUpload(request: {
    fileName: string;
    contentType: string;
  }): Promise<RecordingUpload | NotBegun>;
}
