/**
 * What lib/page-bundles.ts puts into a page. The file `upload/part-digest.worker.ts` below a page's folder becomes a
 * module of its own, whose address is `WORKER_URLS.partDigest`. It says so itself:
 *
 *     declare global {
 *       interface WorkerUrls {
 *         partDigest: string;
 *       }
 *     }
 *
 * and the page starts it with `new Worker(WORKER_URLS.partDigest, { type: 'module' })`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: each worker adds itself
interface WorkerUrls {}
declare const WORKER_URLS: Readonly<WorkerUrls>;

/** The address of a picture or font, which is copied beside the scripts under a name with its hash. */
declare module '*.svg' {
  const url: string;
  export = url;
}
declare module '*.webp' {
  const url: string;
  export = url;
}
