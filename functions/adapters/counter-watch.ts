import type { CounterWatch, SellerWatch } from '../sellers/ports.ts';
import { NOBODY, sellerIdsOf } from '../sellers/seller-identity.ts';
import type { TraceHasher } from '../signals/ports.ts';

/** A clerk does not notice so much; a quote that is otherwise done never waits longer for a warning. */
export const PATIENCE_MILLIS = 50;

/** Real time that passes, whatever the clock says. */
export interface Timer {
  after(millis: number): { passed: Promise<void>; cancel(): void };
}

export const realTimer: Timer = {
  after(millis) {
    let timeout: NodeJS.Timeout | undefined;
    const passed = new Promise<void>((resolve) => {
      timeout = setTimeout(resolve, millis);
    });
    return { passed, cancel: () => clearTimeout(timeout) };
  },
};

/**
 * Asks for the surest id of the seller only, and makes nobody wait longer than a counter can: the key of the hashes,
 * the connection and the table all have to answer until shortly after the quote's own. What does not is told to
 * `missed`.
 */
export function createCounterWatch({
  watch,
  hasher,
  timer,
  missed,
}: {
  watch: () => Pick<SellerWatch, 'find'>;
  hasher: () => Promise<TraceHasher>;
  timer: Timer;
  missed: (why: 'slow' | 'failed') => void;
}): CounterWatch {
  return {
    look(seller) {
      const ask = async () => {
        const [surest] = sellerIdsOf(seller, await hasher());
        return surest === undefined || surest === NOBODY ? undefined : watch().find(surest);
      };
      // Caught at once: a quote that is refused meanwhile never asks how it went.
      const looking = ask().catch(() => void missed('failed'));
      return async () => {
        const limit = timer.after(PATIENCE_MILLIS);
        try {
          return await Promise.race([looking, limit.passed.then(() => void missed('slow'))]);
        } finally {
          limit.cancel();
        }
      };
    },
  };
}
