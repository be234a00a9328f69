import type { UploadApi } from './upload-api.ts';
import type { Uploader } from './upload-types.ts';

/** The uploader of a page, with the browser's own network, storage and locks. One for a page. */
export function createBrowserUploader(_api: UploadApi): Uploader {
  throw new Error('not there yet');
}
