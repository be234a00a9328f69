import { deferred } from './deferred.ts';
import type { WholeDigest } from './ports.ts';

declare global {
  interface WorkerUrls {
    wholeDigest: string;
  }
}

export type DigestQuestion = Uint8Array<ArrayBuffer> | null;

/** In a thread of its own: WebCrypto takes a file only whole, and hundreds of megabytes would stop the page. */
export function createWholeDigest(): WholeDigest {
  const worker = new Worker(WORKER_URLS.wholeDigest, { type: 'module' });
  const { promise: broken, reject: breakOff } = deferred<never>();
  broken.catch(() => {});
  worker.onerror = () => breakOff(new Error('This browser does not run the worker.'));

  function ask(question: DigestQuestion): Promise<string> {
    const answered = new Promise<string>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
    });
    worker.postMessage(question, question ? [question.buffer] : []);
    return Promise.race([answered, broken]);
  }

  return {
    async add(bytes) {
      await ask(bytes);
    },
    finish: () => ask(null),
    close: () => worker.terminate(),
  };
}
