import type { RecordingController, RecordingOptions } from './recording-types.ts';

/** Whether this browser can film in the page at all; else a file has to be chosen. */
export function isRecordingSupported(_acceptedTypes: readonly string[]): boolean {
  return false;
}

/** Asks for the camera at once; never throws: what goes wrong is in the state. */
export function startRecording(_options: RecordingOptions): RecordingController {
  throw new Error('not there yet');
}
