import type { DocumentKind } from '../../../functions/contracts/primitives.ts';
import { putPartByXhr } from '../../customer/upload/xhr-put-part.ts';
import type { DeskApi } from '../api.ts';

const TRIES = 4;
const PAUSE_MILLIS = 1_500;

/** What has been done of it, so that another try goes on and does not begin anew. */
export interface DocumentUpload {
  file: File;
  documentKind: DocumentKind;
  begun?: { uploadId: string; partSize: number };
  sentParts: Set<number>;
}

/**
 * Sends a document part by part. A part that breaks off is tried again by itself; when nothing helps the error is
 * thrown, and the same upload given again goes on from there.
 */
export async function sendDocument(
  api: Pick<DeskApi, 'startUpload' | 'signParts' | 'completeUpload'>,
  trackingNumber: string,
  upload: DocumentUpload,
  onProgress: (share: number) => void,
): Promise<string> {
  const { file, documentKind, sentParts } = upload;
  upload.begun ??= await api.startUpload(trackingNumber, {
    fileName: file.name,
    contentType: file.type,
    size: file.size,
    documentKind,
  });
  const { uploadId, partSize } = upload.begun;
  const count = Math.ceil(file.size / partSize);
  for (let partNumber = 1; partNumber <= count; partNumber += 1) {
    if (sentParts.has(partNumber)) continue;
    const start = (partNumber - 1) * partSize;
    const bytes = new Uint8Array(await file.slice(start, start + partSize).arrayBuffer());
    await sendPart(partNumber, bytes, start);
    sentParts.add(partNumber);
  }
  const { evidenceId } = await api.completeUpload(trackingNumber, uploadId);
  onProgress(1);
  return evidenceId;

  async function sendPart(partNumber: number, bytes: Uint8Array<ArrayBuffer>, start: number): Promise<void> {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = btoa(String.fromCharCode(...digest));
    for (let attempt = 1; ; attempt += 1) {
      const { parts } = await api.signParts(trackingNumber, uploadId, {
        parts: [{ partNumber, size: bytes.length, sha256 }],
      });
      const [signed] = parts;
      const { status } = signed
        ? await putPartByXhr({
            url: signed.url,
            headers: signed.headers,
            bytes,
            signal: new AbortController().signal,
            onProgress: (sent) => onProgress((start + sent) / file.size),
          })
        : { status: 0 };
      if (status >= 200 && status < 300) return;
      if (attempt === TRIES) throw new PartNotSent();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS * attempt));
    }
  }
}

export class PartNotSent extends Error {
  override name = 'PartNotSent';
}
