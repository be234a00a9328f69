import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { missingParts, standingOf } from './film-limits.ts';
import { findUpload } from './find-upload.ts';
import type { BackOff, CheckQueue, EvidenceStorage } from './ports.ts';
import { recordReceived } from './record-received.ts';

export interface UploadCompleted {
  evidenceId: string;
  status: 'received';
}

/** Parts that a refusal lists: enough to go on with. */
const LISTED_PARTS = 20;

/** A part that is sent again while the object is composed changes the list; it does so once or twice, not for ever. */
const COMPOSE_ATTEMPTS = 3;

interface CompletePorts {
  cases: CaseStore;
  storage: Pick<EvidenceStorage, 'listParts' | 'complete' | 'find'>;
  checks: CheckQueue;
  backOff: BackOff;
}

/**
 * Makes one piece of evidence of the parts. It can be repeated after any failure and called twice at once: the
 * storage composes an object once, the table records it once, and every caller gets the same answer.
 */
export async function completeUpload(
  input: { policy: Policy; uploadId: string; sha256?: string | undefined; now: Instant },
  ports: CompletePorts,
): Promise<UploadCompleted | Refusal> {
  const { policy, now } = input;
  const file = await ports.cases.read(policy.trackingNumber);
  const upload = findUpload(file, { policyId: policy.policyId, uploadId: input.uploadId });
  if (!upload) return refuse('not-found');
  const received = await receive(upload, input, ports, now);
  if (isRefusal(received)) return received;
  // Until the check has been written a repeat asks for it again: the call before may have died right here.
  if (!received.check) {
    await ports.checks.enqueue([{ trackingNumber: upload.trackingNumber, uploadId: upload.uploadId }]);
  }
  return { evidenceId: upload.uploadId, status: 'received' };
}

async function receive(
  upload: Upload,
  { policy, sha256 }: { policy: Policy; sha256?: string | undefined },
  ports: CompletePorts,
  now: Instant,
): Promise<Upload | Refusal> {
  if (upload.status === 'received') return upload;
  if (upload.status === 'aborted') return refuse('upload-not-open', { status: 'aborted' });
  const composed = await compose(upload, standingOf(upload, policy, now) === 'expired', ports);
  if (composed) return composed;
  return recordReceived(upload, { actor: { role: 'customer' }, now, claimedSha256: sha256 }, ports);
}

/** Why there is no object, or undefined when there is one. */
async function compose(
  upload: Upload,
  isExpired: boolean,
  { storage, backOff }: CompletePorts,
): Promise<Refusal | undefined> {
  const { objectKey, multipartId } = upload;
  for (let attempt = 1; attempt <= COMPOSE_ATTEMPTS; attempt += 1) {
    const parts = isExpired ? 'gone' : await storage.listParts(objectKey, multipartId);
    if (parts === 'gone') {
      if (await storage.find(objectKey)) return undefined;
      return refuse('upload-not-open', { status: isExpired ? 'expired' : 'aborted' });
    }
    const missing = missingParts(upload, parts);
    if (missing.length > 0) {
      return refuse('upload-parts-missing', {
        partNumbers: missing.slice(0, LISTED_PARTS),
        missing: missing.length,
      });
    }
    const outcome = await storage.complete(objectKey, multipartId, parts);
    if (outcome === 'completed') return undefined;
    // Somebody else composed it, or is just doing so.
    if (outcome !== 'changed' && (await storage.find(objectKey))) return undefined;
    await backOff(attempt);
  }
  return refuse('try-again');
}
