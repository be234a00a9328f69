import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { changeCase } from './change-case.ts';
import { findUpload } from './find-upload.ts';
import type { BackOff } from './ports.ts';
import { planOfRecording } from './recording-parts.ts';

/**
 * Writes down that the object of this upload exists. Whoever finds it first does so: the customer's call, a repeat
 * of it, or the check after that call died between the storage and the table.
 */
export function recordReceived(
  upload: Upload,
  by: {
    actor: Actor;
    now: Instant;
    claimedSha256?: string | undefined;
    /** Bytes of the object: what a recording turned out to be long. */
    size: number;
  },
  ports: { cases: CaseStore; backOff: BackOff },
): Promise<Upload | Refusal> {
  return changeCase<Upload | Refusal>(upload.trackingNumber, ports, (file) => {
    const stored = findUpload(file, upload);
    if (!stored) return { answer: refuse('not-found') };
    if (stored.status === 'received') return { answer: stored };
    if (stored.status === 'aborted') return { answer: refuse('upload-not-open', { status: 'aborted' }) };
    const size = stored.size ?? by.size;
    const received: Upload = {
      ...stored,
      size,
      partCount: stored.partCount ?? planOfRecording(stored, size).partCount,
      status: 'received',
      receivedAt: by.now,
      ...(by.claimedSha256 !== undefined && { claimedSha256: by.claimedSha256.toLowerCase() }),
    };
    const { uploadId } = received;
    const entry = { at: by.now, actor: by.actor, action: 'upload-received', uploadId, facts: { size } };
    return { answer: received, write: { uploads: [received], entries: [entry] } };
  });
}
