import { deferred } from './deferred.ts';
import type { UploadLocks } from './ports.ts';

/** Between tabs by Web Locks; an old browser goes on without, as if this tab were the only one. */
export function createWebLocks(): UploadLocks {
  const locks = navigator.locks as LockManager | undefined;
  return {
    take: (name) => hold(locks, name, { ifAvailable: true }),
    wait: (name, signal) => hold(locks, name, { signal }),
  };
}

function hold(
  locks: LockManager | undefined,
  name: string,
  options: LockOptions,
): Promise<(() => void) | undefined> {
  const { promise: release, resolve: letGo } = deferred<void>();
  const { promise: held, resolve } = deferred<(() => void) | undefined>();
  if (!locks) return Promise.resolve(letGo);
  locks
    .request(name, options, (lock) => {
      resolve(lock ? letGo : undefined);
      return lock ? release : undefined;
    })
    .catch(() => resolve(undefined));
  return held;
}
