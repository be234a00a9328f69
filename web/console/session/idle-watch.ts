import { createStore, type Store } from '../../shared/store.ts';

/** Active, or about to be signed out: in so many seconds. */
export type Idleness = { kind: 'active' } | { kind: 'warned'; secondsLeft: number } | { kind: 'over' };

export interface IdleWatch {
  state: Store<Idleness>;
  /** Somebody is here. */
  input(): void;
  stop(): void;
}

export interface IdleClock {
  now(): number;
  /** Calls back once, at the earliest after so long; returns how to take that back. */
  after(millis: number, run: () => void): () => void;
}

const ACTIVE: Idleness = { kind: 'active' };

/**
 * Says when nobody has touched the page for too long, and warns before. It goes by the time of the last input and not
 * by counted timers: a machine that slept for an hour wakes up signed out.
 */
export function watchIdleness(
  limits: { idleMillis: number; warnMillis: number },
  clock: IdleClock,
): IdleWatch {
  const state = createStore<Idleness>(ACTIVE);
  let lastInput = clock.now();
  let cancel = () => {};
  const look = () => {
    cancel();
    const left = lastInput + limits.idleMillis - clock.now();
    if (left <= 0) {
      state.set({ kind: 'over' });
      return;
    }
    const untilWarning = left - limits.warnMillis;
    if (untilWarning > 0) {
      state.set(ACTIVE);
      cancel = clock.after(untilWarning, look);
      return;
    }
    const secondsLeft = Math.ceil(left / 1_000);
    state.set({ kind: 'warned', secondsLeft });
    cancel = clock.after(left - (secondsLeft - 1) * 1_000, look);
  };
  look();
  return {
    state,
    input() {
      // Whoever comes back too late was away too long, whatever the timers did meanwhile.
      if (state.get().kind === 'over' || clock.now() - lastInput >= limits.idleMillis) return look();
      lastInput = clock.now();
      // The timer that is set finds out by itself; only a warning has to go at once.
      if (state.get().kind === 'warned') look();
    },
    stop: () => cancel(),
  };
}
