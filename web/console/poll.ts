import { useEffect, useMemo } from 'preact/hooks';
import { NoAnswer, Refused } from '../shared/refused.ts';
import { createStore, type Store } from '../shared/store.ts';
import { useStore } from '../shared/use-store.ts';
import type { Answered } from './ask-desk.ts';
import { line } from './line-state.tsx';

export interface Polled<Value> {
  value?: Value;
  etag?: string | undefined;
  /** When the service last said that this is so, by this machine's clock. */
  asOf?: number;
  /** Older than what the desk promises: what is shown may have become untrue. */
  isStale: boolean;
  /** The service does not let this be read, or knows nothing of it. */
  refused?: Refused;
}

export interface Poll<Value> {
  state: Store<Polled<Value>>;
  /** Asks now: something was just done. */
  refresh(): Promise<void>;
  /** What an action has answered is newer than any poll. */
  put(value: Value, etag: string | undefined): void;
  stop(): void;
}

const EVERY_MILLIS = 5_000;
const STALE_AFTER_MILLIS = 10_000;
const LONGEST_PAUSE_MILLIS = 15_000;

/**
 * Keeps an answer true while somebody looks at it: asks every five seconds with the ETag of what is known, at once when
 * the page is looked at again or the network is back, and not at all in the background.
 */
export function createPoll<Value>(ask: (etag?: string) => Promise<Answered<Value>>): Poll<Value> {
  const state = createStore<Polled<Value>>({ isStale: false });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let staleTimer: ReturnType<typeof setTimeout> | undefined;
  let asking: Promise<void> | undefined;
  let failures = 0;
  let puts = 0;
  let isStopped = false;

  const plan = () => {
    clearTimeout(timer);
    if (isStopped || state.get().refused || document.visibilityState === 'hidden') return;
    const pause = failures === 0 ? EVERY_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, 1_000 * 2 ** failures);
    timer = setTimeout(askOnce, pause);
  };
  const fresh = (known: Omit<Polled<Value>, 'isStale' | 'asOf'>) => {
    const asOf = Date.now();
    state.set({ ...known, asOf, isStale: false });
    line.set({ state: 'fine' });
    clearTimeout(staleTimer);
    staleTimer = setTimeout(() => state.set({ ...state.get(), isStale: true }), STALE_AFTER_MILLIS);
  };

  const askOnce = (): Promise<void> => {
    const putsBefore = puts;
    const before = state.get();
    asking ??= ask(before.value === undefined ? undefined : before.etag)
      .then(
        ({ value, etag }) => {
          failures = 0;
          // An action was answered meanwhile, later than this was asked.
          if (isStopped || puts !== putsBefore) return;
          fresh(value === undefined ? { value: before.value as Value, etag: before.etag } : { value, etag });
        },
        (error: unknown) => {
          failures += 1;
          if (isStopped) return;
          if (error instanceof Refused) state.set({ ...state.get(), refused: error });
          else {
            const isFault = error instanceof NoAnswer && error.isFault;
            const { asOf } = state.get();
            line.set({ state: isFault ? 'fault' : 'offline', ...(asOf !== undefined && { asOf }) });
          }
        },
      )
      .finally(() => {
        asking = undefined;
        plan();
      });
    return asking;
  };

  const onVisible = () => {
    if (document.visibilityState === 'visible') void askOnce();
    else clearTimeout(timer);
  };
  const onOnline = () => void askOnce();
  document.addEventListener('visibilitychange', onVisible);
  addEventListener('online', onOnline);
  void askOnce();

  return {
    state,
    async refresh() {
      // One that is under way may have been answered before what was just done.
      await asking;
      await askOnce();
    },
    put(value, etag) {
      puts += 1;
      fresh({ value, etag });
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      clearTimeout(staleTimer);
      document.removeEventListener('visibilitychange', onVisible);
      removeEventListener('online', onOnline);
    },
  };
}

/** A poll for as long as the component is there; another `key` is another question. */
export function usePoll<Value>(
  key: string,
  ask: (etag?: string) => Promise<Answered<Value>>,
): Polled<Value> & Pick<Poll<Value>, 'refresh' | 'put'> {
  const poll = useMemo(() => createPoll(ask), [key]);
  useEffect(() => poll.stop, [poll]);
  const polled = useStore(poll.state);
  return { ...polled, refresh: poll.refresh, put: poll.put };
}
