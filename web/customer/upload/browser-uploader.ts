import { deferred } from './deferred.ts';
import { createIndexedDbKept } from './indexed-db-kept.ts';
import type { UploadClock, UploadPorts } from './ports.ts';
import type { UploadApi } from './upload-api.ts';
import type { Uploader } from './upload-types.ts';
import { createUploader } from './uploader.ts';
import { createWebLocks } from './web-locks.ts';
import { createWholeDigest } from './whole-digest.ts';
import { putPartByXhr } from './xhr-put-part.ts';

/** Enough for whoever does not say how many a policy takes. */
const MOST_UNBEGUN = 10;

/**
 * The uploader of a page, with the browser's own network, storage and locks. One for a page. What the device keeps is
 * kept for one policy: another link in the same browser neither goes on with it nor removes it.
 */
export function createBrowserUploader(
  api: UploadApi,
  policy: { policyId?: string; filesPerPolicy?: number } = {},
): Uploader {
  const ports: UploadPorts = {
    api,
    putPart: putPartByXhr,
    kept: createIndexedDbKept(policy.policyId),
    mostUnbegun: policy.filesPerPolicy ?? MOST_UNBEGUN,
    locks: createWebLocks(),
    clock,
    onAttention,
    partDigest,
    wholeDigest: createWholeDigest,
    random: Math.random,
    reportFault: console.error,
  };
  return createUploader(ports);
}

const clock: UploadClock = {
  now: Date.now,
  wait(millis, signal) {
    const { promise, resolve } = deferred<void>();
    if (signal.aborted) resolve();
    const timer = setTimeout(resolve, millis);
    const end = () => resolve();
    signal.addEventListener('abort', end);
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    });
  },
};

/** The line came back, or the person looks at the page again (a phone slows hidden pages down). */
function onAttention(listener: () => void): () => void {
  const looked = () => {
    if (document.visibilityState === 'visible') listener();
  };
  addEventListener('online', listener);
  document.addEventListener('visibilitychange', looked);
  return () => {
    removeEventListener('online', listener);
    document.removeEventListener('visibilitychange', looked);
  };
}

async function partDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest));
}
