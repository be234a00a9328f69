import type { UploadClock } from '../../../web/customer/upload/ports.ts';

export interface SimulatedClock extends UploadClock {
  /** Lets everything happen that needs no time to pass. */
  settle(): Promise<void>;
  /** Moves to the next moment at which something waits to happen; false when nothing does. */
  advance(): boolean;
  /** Moves on until it is so. */
  until(isSo: () => boolean): Promise<void>;
}

const MOST_STEPS = 5_000;

export function createSimulatedClock(): SimulatedClock {
  let now = 0;
  const timers = new Set<{ at: number; ring: () => void }>();

  const clock: SimulatedClock = {
    now: () => now,
    wait(millis, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (signal.aborted) return Promise.resolve();
      const timer = { at: now + millis, ring: resolve };
      timers.add(timer);
      signal.addEventListener('abort', () => {
        timers.delete(timer);
        resolve();
      });
      return promise;
    },
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    advance() {
      const [next] = [...timers].sort((first, second) => first.at - second.at);
      if (!next) return false;
      now = next.at;
      timers.delete(next);
      next.ring();
      return true;
    },
    async until(isSo) {
      for (let step = 0; step < MOST_STEPS; step += 1) {
        await clock.settle();
        if (isSo()) return;
        if (!clock.advance()) throw new Error('Nothing will ever happen again.');
      }
      throw new Error('It never came about.');
    },
  };
  return clock;
}
