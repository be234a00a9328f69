import { createObservableState } from '../upload/observable-state.ts';
import type { RecordingUpload, UploadState } from '../upload/upload-types.ts';
import { type Camera, onCameraGone, openCamera } from './camera.ts';
import { createMarkedPicture, type MarkedPicture } from './marked-picture.ts';
import { chooseFormat, type RecordingFormat } from './recording-format.ts';
import type {
  RecordingController,
  RecordingOptions,
  RecordingProblem,
  RecordingState,
} from './recording-types.ts';
import { keepScreenAwake } from './screen-awake.ts';

/** A piece a second: what a dropped phone loses at most on the device. */
const PIECE_MILLIS = 1_000;
const VIDEO_BITS_PER_SECOND = 2_500_000;
const AUDIO_BITS_PER_SECOND = 64_000;
/** Room below the policy's limit for what the recorder still holds when it is told to stop. */
const LAST_BYTES = 2 * 1024 ** 2;

/** What the server says of an upload that this phone did not end. */
const ENDED_ELSEWHERE = ['upload-not-open', 'not-found'];

/** Whether this browser can film in the page at all; else a file has to be chosen. */
export function isRecordingSupported(acceptedTypes: readonly string[]): boolean {
  return formatFor(acceptedTypes) !== undefined;
}

function formatFor(acceptedTypes: readonly string[]): RecordingFormat | undefined {
  const canFilm =
    typeof MediaRecorder === 'function' &&
    'captureStream' in HTMLCanvasElement.prototype &&
    // Missing on a page that is not served securely.
    (navigator.mediaDevices as MediaDevices | undefined)?.getUserMedia !== undefined;
  return canFilm ? chooseFormat(acceptedTypes, (type) => MediaRecorder.isTypeSupported(type)) : undefined;
}

/** Asks for the camera at once; never throws: what goes wrong is in the state. */
export function startRecording(options: RecordingOptions): RecordingController {
  const { video, trackingNumber, uploader, serverNow = Date.now } = options;
  const format = formatFor(options.acceptedTypes);
  const state = createObservableState<RecordingState>({
    ...{ phase: 'asking', seconds: 0, recordedBytes: 0, sentBytes: 0, hasSound: false },
  });
  const fileName = `film-${new Date(serverNow()).toISOString().slice(0, 19).replace(/\D/g, '-')}.${format?.extension}`;
  let camera: Camera | undefined;
  let picture: MarkedPicture | undefined;
  let recorder: MediaRecorder | undefined;
  let upload: RecordingUpload | undefined;
  let startedAt: number | undefined;
  let isClosed = false;
  const releases: (() => void)[] = [];

  function release(): void {
    for (const each of releases.splice(0)) each();
    picture?.close();
    camera?.close();
    if (picture && video.srcObject === picture.stream) video.srcObject = null;
  }

  function fail(problem: RecordingProblem): void {
    release();
    state.change({ phase: 'failed', problem });
  }

  function marks() {
    const seconds = startedAt === undefined ? 0 : Math.floor((performance.now() - startedAt) / 1000);
    const { phase, recordingCode: code } = state.get();
    if (phase === 'recording' && seconds !== state.get().seconds) state.change({ seconds });
    return { trackingNumber, seconds, now: new Date(serverNow()), ...(code !== undefined && { code }) };
  }

  async function open(): Promise<void> {
    if (!format) return fail('unsupported');
    const opened = await openCamera();
    if ('problem' in opened) return fail(opened.problem);
    camera = opened;
    if (isClosed) return release();
    try {
      picture = await createMarkedPicture(camera.picture, marks);
    } catch {
      return fail('unsupported');
    }
    if (isClosed) return release();
    releases.push(onCameraGone(camera.picture, () => (recorder ? end('interrupted') : fail('interrupted'))));
    video.srcObject = picture.stream;
    void video.play().catch(() => {});
    state.change({ phase: 'ready', hasSound: camera.sound !== undefined });
  }

  async function begin(): Promise<void> {
    if (state.get().phase !== 'ready' || !format) return;
    state.change({ phase: 'starting', problem: undefined, code: undefined, detail: undefined });
    const begun = await uploader.startRecordingUpload({ fileName, contentType: format.contentType });
    if ('problem' in begun) {
      if (state.get().phase !== 'starting') return;
      const { code, detail } = begun.problem;
      return state.change({ phase: 'ready', problem: 'not-started', code, detail });
    }
    if (isClosed || state.get().phase !== 'starting' || !camera || !picture) {
      return void begun.controller.giveUp();
    }
    upload = begun;
    try {
      record(begun, camera, picture, format);
    } catch {
      void begun.controller.giveUp();
      fail('unsupported');
    }
  }

  function record(
    to: RecordingUpload,
    from: Camera,
    shown: MarkedPicture,
    { mimeType }: RecordingFormat,
  ): void {
    const { uploadId, recordingCode } = to;
    const tracks = [...shown.stream.getVideoTracks(), ...(from.sound ? [from.sound] : [])];
    const settings: MediaRecorderOptions & { videoKeyFrameIntervalDuration: number } = {
      mimeType,
      // An MP4 is given out from key frame to key frame only, which would be many seconds otherwise.
      videoKeyFrameIntervalDuration: PIECE_MILLIS,
      videoBitsPerSecond: VIDEO_BITS_PER_SECOND,
      audioBitsPerSecond: AUDIO_BITS_PER_SECOND,
    };
    recorder = new MediaRecorder(new MediaStream(tracks), settings);
    recorder.ondataavailable = ({ data }) => void keep(data, to);
    recorder.onerror = () => end('interrupted');
    recorder.onstop = () => {
      release();
      // The browser stops it by itself when the tracks end.
      if (state.get().phase === 'recording') state.change({ phase: 'stopping' });
      void to.end();
    };
    releases.push(keepScreenAwake());
    startedAt = performance.now();
    state.change({ phase: 'recording', uploadId, recordingCode });
    shown.draw();
    to.controller.subscribe(follow);
    recorder.start(PIECE_MILLIS);
  }

  async function keep(data: Blob, to: RecordingUpload): Promise<void> {
    if (data.size === 0) return;
    state.change({ recordedBytes: state.get().recordedBytes + data.size });
    if (state.get().recordedBytes > options.maximumBytes - LAST_BYTES) end('too-long');
    if (!(await to.append(data))) end('no-space');
  }

  /** What becomes of the upload; once it has failed there is nothing to film for. */
  function follow({ phase, sentBytes, evidenceId, problem }: UploadState): void {
    if (phase === 'done') state.change({ phase: 'sent', sentBytes, evidenceId });
    else if (phase === 'failed') {
      const { code, detail } = problem ?? {};
      const isEndedElsewhere = code !== undefined && ENDED_ELSEWHERE.includes(code);
      state.change({
        ...{ phase: 'failed', code, detail },
        ...(isEndedElsewhere && { problem: 'ended-elsewhere' }),
      });
      end();
    } else if (sentBytes !== state.get().sentBytes) state.change({ sentBytes });
  }

  function end(problem?: RecordingProblem): void {
    if (recorder?.state !== 'recording') return;
    if (state.get().phase === 'recording') state.change({ phase: 'stopping', ...(problem && { problem }) });
    recorder.stop();
  }

  void open();
  return {
    state: state.get,
    subscribe: state.subscribe,
    begin,
    stop: () => end(),
    close() {
      isClosed = true;
      if (recorder?.state === 'recording') end();
      else if (recorder === undefined) release();
    },
    upload: () => upload?.controller,
  };
}
