import { deferred } from './deferred.ts';
import type { PutPart } from './ports.ts';

/** By XMLHttpRequest: `fetch` does not tell how much of a body has been sent. */
export const putPartByXhr: PutPart = ({ url, headers, bytes, onProgress, signal }) => {
  const { promise, resolve } = deferred<{ status: number }>();
  if (signal.aborted) resolve({ status: 0 });
  else {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onloadend = () => {
      signal.removeEventListener('abort', abort);
      // After an error or an abort the status is 0.
      resolve({ status: request.status });
    };
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(bytes);
  }
  return promise;
};
