import { deferred } from './deferred.ts';
import type { ObservableState } from './observable-state.ts';
import type { UploadPorts } from './ports.ts';
import type { UploadProblem, UploadState } from './upload-types.ts';

const FIRST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 30_000;

/** When an upload may work and when it rests: the person's pauses, and the waits after something broke. */
export interface Pace {
  /** Of the work at hand; a pause and the end of the upload abort it. */
  signal(): AbortSignal;
  /** Aborted once it was given up; pauses leave it alone. */
  stopSignal: AbortSignal;
  pause(): void;
  /** Ends a pause, and a wait too. */
  resume(): void;
  stop(): void;
  /** Waits while it is paused; false once the upload was given up. */
  mayGoOn(): Promise<boolean>;
  /** Waits after a break: longer from time to time, and at once when the line comes back. */
  rest(problem: UploadProblem): Promise<void>;
  /** Something got through: the next break is a first one. */
  recovered(): void;
}

export function createPace(
  ports: Pick<UploadPorts, 'clock' | 'onAttention' | 'random'>,
  state: ObservableState<UploadState>,
): Pace {
  let work = new AbortController();
  let isPaused = false;
  const stopped = new AbortController();
  let breaks = 0;
  let wake = () => {};

  /** Waits of many pages that broke together must not end together: any length up to a bound that doubles. */
  function nextWait(): number {
    breaks += 1;
    const bound = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** Math.min(breaks, 10));
    return FIRST_WAIT_MILLIS + ports.random() * (bound - FIRST_WAIT_MILLIS);
  }

  return {
    signal: () => work.signal,
    stopSignal: stopped.signal,
    pause() {
      if (stopped.signal.aborted || isPaused) return;
      isPaused = true;
      work.abort();
      state.change({
        phase: 'paused',
        problem: undefined,
        bytesPerSecond: undefined,
        secondsLeft: undefined,
      });
      wake();
    },
    resume() {
      isPaused = false;
      wake();
    },
    stop() {
      stopped.abort();
      work.abort();
      wake();
    },
    async mayGoOn() {
      while (isPaused && !stopped.signal.aborted) {
        const { promise, resolve } = deferred<void>();
        wake = resolve;
        state.change({ phase: 'paused', problem: undefined });
        await promise;
      }
      if (work.signal.aborted && !stopped.signal.aborted) work = new AbortController();
      return !stopped.signal.aborted;
    },
    async rest(problem) {
      // A pause or the end broke it, nothing else did.
      if (isPaused || stopped.signal.aborted) return;
      const millis = nextWait();
      const waiting = new AbortController();
      wake = () => waiting.abort();
      const stopListening = ports.onAttention(() => waiting.abort());
      state.change({
        phase: 'waiting',
        problem: { ...problem, retryAt: ports.clock.now() + millis },
        bytesPerSecond: undefined,
        secondsLeft: undefined,
      });
      await ports.clock.wait(millis, waiting.signal);
      stopListening();
    },
    recovered() {
      breaks = 0;
    },
  };
}
