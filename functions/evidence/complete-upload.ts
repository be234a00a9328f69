import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { termsOf } from '../policies/terms.ts';
import { composeParts } from './compose-parts.ts';
import { standingOf } from './film-limits.ts';
import { findUpload, type Side } from './find-upload.ts';
import type { BackOff, CheckQueue, EvidenceStorage } from './ports.ts';
import { recordDigest, recordReceived } from './record-received.ts';

export interface UploadCompleted {
  evidenceId: string;
  status: 'received';
}

interface CompletePorts {
  cases: CaseStore;
  storage: Pick<EvidenceStorage, 'listParts' | 'complete' | 'find'>;
  checks: CheckQueue;
  backOff: BackOff;
}

interface CompleteInput {
  policy: Policy;
  uploadId: string;
  sha256?: string | undefined;
  /** Bytes of a recording. Without it all that arrived in one piece is taken: the phone may have died. */
  size?: number | undefined;
  side?: Side;
  now: Instant;
}

/**
 * Makes one piece of evidence of the parts. It can be repeated after any failure and called twice at once: the
 * storage composes an object once, the table records it once, and every caller gets the same answer.
 */
export async function completeUpload(
  input: CompleteInput,
  ports: CompletePorts,
): Promise<UploadCompleted | Refusal> {
  const { policy, uploadId, side = 'customer' } = input;
  const file = await ports.cases.read(policy.trackingNumber);
  const upload = findUpload(file, { policyId: policy.policyId, uploadId }, side);
  if (!upload) return refuse('not-found');
  const received = await receive(upload, input, ports);
  if (isRefusal(received)) return received;
  // Until the check has been written a repeat asks for it again: the call before may have died right here.
  if (!received.check) {
    await ports.checks.enqueue([{ trackingNumber: upload.trackingNumber, uploadId: upload.uploadId }]);
  }
  return { evidenceId: upload.uploadId, status: 'received' };
}

async function receive(
  upload: Upload,
  { policy, sha256, size, now }: CompleteInput,
  ports: CompletePorts,
): Promise<Upload | Refusal> {
  const actor = upload.filedBy ?? ({ role: 'customer' } as const);
  const by = { actor, now, claimedSha256: sha256 };
  // The storage's event may have come before this call: then it only tells the digest.
  if (upload.status === 'received') return recordDigest(upload, by, ports);
  if (upload.status === 'aborted') return refuse('upload-not-open', { status: 'aborted' });
  const refusal = judgeSize(upload, policy, size);
  if (refusal) return refusal;
  const isExpired = standingOf(upload, policy, now) === 'expired';
  const object = await composeParts(upload, { size, isExpired }, ports);
  if (isRefusal(object)) return object;
  return recordReceived(upload, { ...by, size: object.size }, ports);
}

function judgeSize(upload: Upload, policy: Policy, size: number | undefined): Refusal | undefined {
  if (size === undefined || size === upload.size) return undefined;
  if (upload.size !== undefined) return refuse('upload-part-invalid', { size: upload.size });
  const { maximumBytes } = termsOf(policy).film;
  return size > maximumBytes ? refuse('upload-too-large', { maximumBytes }) : undefined;
}
