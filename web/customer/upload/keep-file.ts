import { fingerprintOf } from './fingerprint.ts';
import type { KeptUpload, UploadPorts } from './ports.ts';
import type { UnbegunCopy } from './unbegun-file.ts';

/** What becomes of the copy that the device keeps of a file, beside the sending of it. */
export interface FileKeeping {
  /** Resolves when nothing is being written any more. */
  ended: Promise<void>;
  hasNoSpace(): boolean;
}

export function keepFile(
  file: Blob,
  upload: Omit<KeptUpload, 'file' | 'fingerprint'>,
  ports: Pick<UploadPorts, 'kept' | 'partDigest'>,
  copy?: UnbegunCopy,
): FileKeeping {
  let hasNoSpace = false;

  async function keep(): Promise<void> {
    const fingerprint = await fingerprintOf(file, upload.partSize, ports);
    // First what needs no room: with it alone the same file can be recognized when it is chosen again.
    if ((await ports.kept.save({ ...upload, fingerprint })) !== 'kept') return copy?.drop();
    const written = await copy?.written;
    if (copy && written === 'kept') await ports.kept.save({ ...upload, fingerprint }, copy.id);
    else if (written === 'no-space') hasNoSpace = true;
    else hasNoSpace = (await ports.kept.save({ ...upload, fingerprint, file })) === 'no-space';
  }

  // A file that cannot be read now is found by the sending, which says so.
  return { ended: keep().catch(() => {}), hasNoSpace: () => hasNoSpace };
}
