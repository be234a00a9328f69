import { createObservableState } from './observable-state.ts';
import { createPace } from './pace.ts';
import type { UploadPorts } from './ports.ts';
import type { UploadEnd, UploadTools } from './send-upload.ts';
import { failureOf } from './upload-end.ts';
import type { UploadController, UploadState } from './upload-types.ts';

/** What an upload does from its first moment on; told its end, it leaves nothing behind. */
export interface UploadLife {
  /** Runs until the end, releasing whatever it took. */
  run(tools: UploadTools): Promise<UploadEnd>;
  /** Removes what the device keeps of it. */
  forget(uploadId: string): Promise<void>;
  /** Under which the device keeps it until the server has begun it. */
  unbegunId?: string;
  /** A file was chosen for `needs-file`. */
  takeFile?(file: Blob): Promise<boolean>;
}

const PAUSABLE = ['preparing', 'sending', 'waiting', 'finishing'];

/** Tries to tell the server that an upload was given up; then its deadline ends it. */
const ABORT_ATTEMPTS = 3;

/** Starts the life and steers it. `onEnd` is called once, when nothing of it runs any more. */
export function controlUpload(
  life: UploadLife,
  first: Omit<UploadState, 'phase' | 'sentBytes'>,
  ports: UploadPorts,
  onEnd: () => void,
): UploadController {
  const state = createObservableState<UploadState>({ ...first, phase: 'preparing', sentBytes: 0 });
  const pace = createPace(ports, state);

  async function live(): Promise<UploadEnd> {
    try {
      const end = await life.run({ ports, pace, state });
      if (end.end !== 'stopped') await settle(end);
      return end;
    } catch (error) {
      // Nothing in here rejects as a rule; what does is our mistake, and must not look like progress.
      ports.reportFault(error);
      const end: UploadEnd = { end: 'failed', problem: { kind: 'fault' }, isGone: false };
      await settle(end);
      return end;
    }
  }

  async function settle(end: Exclude<UploadEnd, { end: 'stopped' }>): Promise<void> {
    const { uploadId } = state.get();
    const isOver = end.end === 'done' || end.isGone || end.problem.code === 'empty';
    if (uploadId !== undefined && isOver) await life.forget(uploadId);
    const still = { bytesPerSecond: undefined, secondsLeft: undefined };
    if (end.end === 'done') {
      const { totalBytes, sentBytes } = state.get();
      const { evidenceId } = end;
      state.change({
        ...still,
        phase: 'done',
        problem: undefined,
        evidenceId,
        sentBytes: totalBytes ?? sentBytes,
      });
    } else {
      state.change({ ...still, phase: 'failed', problem: end.problem });
    }
    onEnd();
  }

  const ended = live();

  async function giveUp(): Promise<void> {
    pace.stop();
    if ((await ended).end !== 'stopped') return;
    const { uploadId } = state.get();
    const receivedAs = uploadId === undefined ? undefined : await abort(uploadId);
    await settle(
      receivedAs === undefined
        ? { end: 'failed', problem: { kind: 'refused', code: 'given-up' }, isGone: true }
        : { end: 'done', evidenceId: receivedAs },
    );
  }

  /** The evidence that the server had already made of it, if it had. */
  async function abort(uploadId: string): Promise<string | undefined> {
    for (let attempt = 1; attempt <= ABORT_ATTEMPTS; attempt += 1) {
      const answer = await ports.api.abort(uploadId);
      if (answer.ok) return undefined;
      if (answer.code === 'upload-not-open' && answer.facts?.state === 'received') {
        const completed = await ports.api.complete(uploadId, {});
        return completed.ok ? completed.value.evidenceId : undefined;
      }
      if (failureOf(answer).end !== 'broken') return undefined;
      await ports.clock.wait(1000 * 2 ** attempt * ports.random(), new AbortController().signal);
    }
    return undefined;
  }

  function keepPaused(isPaused: boolean): void {
    const id = state.get().uploadId ?? life.unbegunId;
    if (id !== undefined) void ports.kept.setPaused(id, isPaused);
  }

  let givingUp: Promise<void> | undefined;
  return {
    state: state.get,
    subscribe: state.subscribe,
    pause() {
      if (!PAUSABLE.includes(state.get().phase)) return;
      pace.pause();
      keepPaused(true);
    },
    resume() {
      pace.resume();
      keepPaused(false);
    },
    async provideFile(file) {
      if (state.get().phase !== 'needs-file' || !life.takeFile) return false;
      const isTheSame = await life.takeFile(file);
      if (!isTheSame && state.get().phase === 'needs-file')
        state.change({ problem: { kind: 'file-changed' } });
      return isTheSame;
    },
    giveUp() {
      givingUp ??= giveUp();
      return givingUp;
    },
  };
}
