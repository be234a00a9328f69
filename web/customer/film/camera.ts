import type { RecordingProblem } from './recording-types.ts';

const REAR_CAMERA: MediaTrackConstraints = {
  facingMode: { ideal: 'environment' },
  width: { ideal: 1280 },
  height: { ideal: 720 },
};

/** A camera that shows nothing for so long has been taken away: a call, another app, a locked phone. */
const GONE_AFTER_MILLIS = 5_000;

export interface Camera {
  picture: MediaStreamTrack;
  sound?: MediaStreamTrack;
  close(): void;
}

export async function openCamera(): Promise<Camera | { problem: RecordingProblem }> {
  try {
    return cameraOf(await withOrWithoutSound());
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** A film without sound is better than none: the microphone may be missing or refused. */
async function withOrWithoutSound(): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  try {
    return await mediaDevices.getUserMedia({ video: REAR_CAMERA, audio: true });
  } catch {
    return mediaDevices.getUserMedia({ video: REAR_CAMERA });
  }
}

function cameraOf(stream: MediaStream): Camera | { problem: RecordingProblem } {
  const [picture] = stream.getVideoTracks();
  const [sound] = stream.getAudioTracks();
  if (!picture) return { problem: 'no-camera' };
  return {
    picture,
    ...(sound && { sound }),
    close() {
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

function problemOf(error: unknown): RecordingProblem {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no-camera';
  return 'unsupported';
}

/** Calls once when the camera was taken away, or the page was out of sight for as long. Returns the end. */
export function onCameraGone(picture: MediaStreamTrack, gone: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiddenAt: number | undefined;
  const muted = () => {
    timer ??= setTimeout(gone, GONE_AFTER_MILLIS);
  };
  const unmuted = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  /** Hidden pages draw nothing: what is recorded meanwhile is a standing picture. */
  const seen = () => {
    if (document.visibilityState === 'hidden') hiddenAt ??= Date.now();
    else if (hiddenAt !== undefined && Date.now() - hiddenAt > GONE_AFTER_MILLIS) gone();
    else hiddenAt = undefined;
  };
  picture.addEventListener('ended', gone);
  picture.addEventListener('mute', muted);
  picture.addEventListener('unmute', unmuted);
  document.addEventListener('visibilitychange', seen);
  addEventListener('pagehide', gone);
  return () => {
    unmuted();
    picture.removeEventListener('ended', gone);
    picture.removeEventListener('mute', muted);
    picture.removeEventListener('unmute', unmuted);
    document.removeEventListener('visibilitychange', seen);
    removeEventListener('pagehide', gone);
  };
}
