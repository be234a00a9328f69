import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { changeCase, type Decided } from './change-case.ts';
import { withDigestsCompared } from './compared-digests.ts';
import { findUpload } from './find-upload.ts';
import type { BackOff } from './ports.ts';
import { planOfRecording } from './recording-parts.ts';

interface Teller {
  actor: Actor;
  now: Instant;
  claimedSha256?: string | undefined;
}

/**
 * Writes down that the object of this upload exists. Whoever finds it first does so: the customer's call, a repeat
 * of it, or the check after that call died between the storage and the table.
 */
export function recordReceived(
  upload: Upload,
  by: Teller & {
    /** Bytes of the object: what a recording turned out to be long. */
    size: number;
  },
  ports: { cases: CaseStore; backOff: BackOff },
): Promise<Upload | Refusal> {
  return changeCase<Upload | Refusal>(upload.trackingNumber, ports, (file) => {
    const stored = findUpload(file, upload);
    if (!stored) return { answer: refuse('not-found') };
    if (stored.status === 'received') return withLateDigest(stored, by);
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

/** What the sender says of the bytes when the storage's event has come before: it counts all the same, once. */
export function recordDigest(
  upload: Upload,
  by: Teller,
  ports: { cases: CaseStore; backOff: BackOff },
): Promise<Upload | Refusal> {
  return changeCase<Upload | Refusal>(upload.trackingNumber, ports, (file) => {
    const stored = findUpload(file, upload);
    return stored ? withLateDigest(stored, by) : { answer: refuse('not-found') };
  });
}

function withLateDigest(stored: Upload, { actor, now, claimedSha256 }: Teller): Decided<Upload> {
  if (claimedSha256 === undefined || stored.claimedSha256 !== undefined) return { answer: stored };
  const sha256 = claimedSha256.toLowerCase();
  const check = stored.check && withDigestsCompared(stored.check, sha256);
  const told: Upload = { ...stored, claimedSha256: sha256, ...(check && { check }) };
  const { uploadId } = told;
  const facts = { sha256, ...(check && { findings: check.findings.join(' ') }) };
  const entry = { at: now, actor, action: 'digest-told', uploadId, facts };
  return { answer: told, write: { uploads: [told], entries: [entry] } };
}
