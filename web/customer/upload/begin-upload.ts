import type { DocumentKind } from '../../../functions/contracts/primitives.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { UploadPorts } from './ports.ts';
import type { ApiAnswer, StartedUpload } from './upload-api.ts';
import type { OpenUpload, UploadPurpose } from './upload-types.ts';

interface NewUpload {
  fileName: string;
  contentType: string;
  purpose: UploadPurpose;
  documentKind?: DocumentKind | undefined;
  /** Missing for a recording. */
  file?: Blob;
}

/**
 * Begins an upload, or finds the one that was begun before and whose answer was lost on the way: a policy takes
 * only so many. An open upload of the same name and size is gone on with when nothing has arrived of it, or when
 * this device knows that it is of the same file.
 */
export async function beginUpload(
  upload: NewUpload,
  ports: Pick<UploadPorts, 'api' | 'kept' | 'partDigest'>,
  isSentHere: (uploadId: string) => boolean,
): Promise<ApiAnswer<StartedUpload>> {
  const { fileName, contentType, purpose, documentKind, file } = upload;
  const listed = await ports.api.list();
  if (!listed.ok) return listed;
  for (const open of listed.value) {
    if (!isAlike(open, upload) || isSentHere(open.uploadId)) continue;
    const read = await ports.api.read(open.uploadId);
    if (!read.ok) return read;
    const { uploadId, status, partSize, recordingCode, receivedParts } = read.value;
    if (status !== 'open') continue;
    const kept = await ports.kept.read(uploadId);
    const isTheSame = kept
      ? file !== undefined &&
        kept.fingerprint === (await fingerprintOf(file, partSize, ports).catch(() => ''))
      : receivedParts.length === 0;
    if (isTheSame)
      return {
        ok: true,
        value: { uploadId, partSize, ...(recordingCode !== undefined && { recordingCode }) },
      };
  }
  return ports.api.start({
    fileName,
    contentType,
    purpose,
    ...(documentKind && { documentKind }),
    ...(file && { size: file.size }),
  });
}

/** Whether it may be what was begun for this file when the answer was lost. */
export function isAlike(
  open: OpenUpload,
  { fileName, purpose, file }: Pick<NewUpload, 'fileName' | 'purpose' | 'file'>,
): boolean {
  return (
    open.status === 'open' &&
    open.size === file?.size &&
    (open.purpose ?? 'film') === purpose &&
    // The server puts odd names right; one that it changed more than this only costs a second upload.
    open.fileName === fileName.normalize('NFC').trim()
  );
}
