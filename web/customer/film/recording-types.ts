import type { UploadController, Uploader } from '../upload/upload-types.ts';

/**
 * - `asking`: the browser asks the person for the camera
 * - `ready`: the preview runs, nothing is recorded yet (`begin`)
 * - `starting`: the server is asked for the code that is burnt into the picture
 * - `recording`, then `stopping`: filming is over, the rest is being sent (`upload` says how far)
 * - `sent`, `failed`: the end
 */
export type RecordingPhase = 'asking' | 'ready' | 'starting' | 'recording' | 'stopping' | 'sent' | 'failed';

/**
 * - `no-camera`: there is none; `refused`: the person or the browser forbids it; `busy`: another program has it
 * - `unsupported`: this browser cannot record: let the person choose a file
 * - `not-started`: the server could not be asked for a code (`code`, `detail`); phase is `ready`, `begin` tries again
 * - `interrupted`: the camera ended (a call, another app); what was filmed is kept and sent
 * - `ended-elsewhere`: another phone made a film of what had arrived, or gave it up; the camera is released
 * - `no-space`, `too-long`: the device or the policy's limit is full; what was filmed is kept and sent
 */
export type RecordingProblem =
  | 'no-camera'
  | 'refused'
  | 'busy'
  | 'unsupported'
  | 'not-started'
  | 'interrupted'
  | 'ended-elsewhere'
  | 'no-space'
  | 'too-long';

export interface RecordingState {
  phase: RecordingPhase;
  /** Whole seconds filmed. */
  seconds: number;
  recordedBytes: number;
  sentBytes: number;
  /** False when the microphone is missing or was refused: the film goes on without sound. */
  hasSound: boolean;
  /** Of the film in the picture; there from `recording` on. */
  recordingCode?: string;
  uploadId?: string;
  evidenceId?: string;
  problem?: RecordingProblem;
  /** Of `not-started` or of a failed upload: the server's code and its text in the reader's language. */
  code?: string;
  detail?: string;
}

export interface RecordingController {
  state(): RecordingState;
  subscribe(listener: (state: RecordingState) => void): () => void;
  /** From `ready`. */
  begin(): Promise<void>;
  /** Ends the filming; the rest is sent by itself. */
  stop(): void;
  /** Releases the camera. Of a film that is being recorded: stops it and sends what there is. */
  close(): void;
  /** From `recording` on: progress, pause and giving up of what is sent. */
  upload(): UploadController | undefined;
}

export interface RecordingOptions {
  /** Shows what is filmed, marks included. Needs `muted` and `playsinline`. */
  video: HTMLVideoElement;
  trackingNumber: string;
  uploader: Uploader;
  /** Of the policy's view (`film`). */
  acceptedTypes: readonly string[];
  maximumBytes: number;
  /** For the date and minute in the picture: phones are often set wrong. Milliseconds; the device's clock unless given. */
  serverNow?: () => number;
}
