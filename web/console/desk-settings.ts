import type { DeskSettings } from '../../functions/contracts/console.ts';
import { within } from '../shared/within.ts';

/** As read, and when by this machine's clock. */
export interface ReadSettings {
  settings: DeskSettings;
  readAt: number;
}

/** @throws when the service does not answer, or something else does in its place. */
export async function readDeskSettings(): Promise<ReadSettings> {
  return await within(15_000, async (signal) => {
    const asked = Date.now();
    const response = await fetch('/v1/desk/settings', { signal, credentials: 'omit', cache: 'no-store' });
    const settings = (await response.json()) as DeskSettings;
    if (!response.ok || typeof settings.clientId !== 'string') throw new Error('No settings.');
    return { settings, readAt: (asked + Date.now()) / 2 };
  });
}

const AGAIN_AFTER_MILLIS = 60_000;

/**
 * The service's clock. Time left is told by it: a desk whose clock is wrong must not call a deadline met, and on the
 * laptop a month passes in a second.
 */
export function createServiceClock(first: ReadSettings) {
  let ahead = Date.parse(first.settings.now) - first.readAt;
  const readAgain = () => {
    if (document.visibilityState === 'hidden') return;
    readDeskSettings().then(
      ({ settings, readAt }) => {
        ahead = Date.parse(settings.now) - readAt;
      },
      // What was known stays.
      () => {},
    );
  };
  setInterval(readAgain, AGAIN_AFTER_MILLIS);
  document.addEventListener('visibilitychange', readAgain);
  return { now: (): number => Date.now() + ahead };
}
export type ServiceClock = ReturnType<typeof createServiceClock>;
