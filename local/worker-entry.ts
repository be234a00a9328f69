import type { WorkerOptions } from 'node:worker_threads';

/**
 * How a worker begins: with Node's cache of compiled code, before its first module loads. What is found there is neither
 * stripped of its types nor parsed again, which spares each worker 13 MB and a third of its start. The cache is told to
 * the worker alone and stands in no environment: a function sees what it would see on AWS.
 */
export function workerEntry(
  file: string,
  cacheDirectory: string | undefined,
): { script: string; options: Pick<WorkerOptions, 'eval'> } {
  const cache =
    cacheDirectory === undefined
      ? ''
      : `require('node:module').enableCompileCache(${JSON.stringify(cacheDirectory)});`;
  return { script: `${cache}import(${JSON.stringify(file)});`, options: { eval: true } };
}
