import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { NoAnswer, Refused } from '../shared/refused.ts';
import { createStore, type Store } from '../shared/store.ts';
import type { CustomerApi } from './api.ts';

export interface PolicyState {
  policy?: CustomerPolicy;
  /** When the service said so, by this device's clock. */
  asOf?: number;
  /** The link opens nothing: unknown, expired and revoked look the same. */
  isDead?: boolean;
  connection: 'fine' | 'offline' | 'fault';
}

/** While something is expected to happen, and for a while after somebody did something. */
const SOON_MILLIS = 4_000;
const QUIET_MILLIS = 20_000;
const LIVELY_MILLIS = 180_000;
const LONGEST_PAUSE_MILLIS = 30_000;

export interface PolicyWatch {
  state: Store<PolicyState>;
  /** Asks now, and again soon for a while: something was just done. */
  refresh(): Promise<void>;
}

/**
 * Keeps the page true without reloading: asks every few seconds while somebody looks at it, more slowly when nothing
 * happens, at once when the page is looked at again or the network is back, and not at all in the background.
 */
export function watchPolicy(api: Pick<CustomerApi, 'readPolicy'>): PolicyWatch {
  const state = createStore<PolicyState>({ connection: 'fine' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: Promise<void> | undefined;
  let failures = 0;
  let livelyUntil = Date.now() + LIVELY_MILLIS;

  const plan = () => {
    clearTimeout(timer);
    if (state.get().isDead || document.visibilityState === 'hidden') return;
    const usual = Date.now() < livelyUntil ? SOON_MILLIS : QUIET_MILLIS;
    const patient = Math.min(LONGEST_PAUSE_MILLIS, 1_000 * 2 ** failures);
    // Spread, so that customers who lost the service together do not come back together.
    timer = setTimeout(ask, failures === 0 ? usual : patient * (0.5 + Math.random() / 2));
  };

  const ask = (): Promise<void> => {
    asking ??= api
      .readPolicy()
      .then(
        (policy) => {
          failures = 0;
          if (changed(state.get().policy, policy)) livelyUntil = Date.now() + LIVELY_MILLIS;
          state.set({ policy, asOf: Date.now(), connection: 'fine' });
        },
        (error: unknown) => {
          failures += 1;
          const before = state.get();
          if (error instanceof Refused && error.code === 'not-found')
            state.set({ isDead: true, connection: 'fine' });
          else
            state.set({
              ...before,
              connection: error instanceof NoAnswer && !error.isFault ? 'offline' : 'fault',
            });
        },
      )
      .finally(() => {
        asking = undefined;
        plan();
      });
    return asking;
  };

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void ask();
  });
  addEventListener('online', () => void ask());
  addEventListener('offline', () => state.set({ ...state.get(), connection: 'offline' }));
  void ask();

  return {
    state,
    async refresh() {
      livelyUntil = Date.now() + LIVELY_MILLIS;
      // One that is under way may have been answered before what was just done.
      await asking;
      await ask();
    },
  };
}

function changed(before: CustomerPolicy | undefined, after: CustomerPolicy): boolean {
  const mark = (policy: CustomerPolicy | undefined) =>
    JSON.stringify([policy?.claims.map(({ status }) => status), policy?.uploads.length, policy?.status]);
  return mark(before) !== mark(after);
}
