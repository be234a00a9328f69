import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { releaseUploadHold } from '../policies/holding-open.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { changeCase } from './change-case.ts';
import { findUpload } from './find-upload.ts';
import type { BackOff, CheckQueue, EvidenceStorage } from './ports.ts';
import { isFilm } from './purpose.ts';
import { recordReceived } from './record-received.ts';

export interface UploadAborted {
  uploadId: string;
  status: 'aborted';
}

/**
 * Gives an upload up, once or many times. What was received is evidence and stays: the storage lets either the
 * completion or the abort win, and whichever did is what gets written down.
 */
export async function abortUpload(
  input: { policy: Policy; uploadId: string; now: Instant },
  ports: {
    policies: Pick<PolicyStore, 'find'>;
    cases: CaseStore;
    storage: Pick<EvidenceStorage, 'abort' | 'find'>;
    checks: CheckQueue;
    backOff: BackOff;
  },
): Promise<UploadAborted | Refusal> {
  const { uploadId, now, policy } = input;
  const id = { policyId: policy.policyId, uploadId };
  const actor = { role: 'customer' } as const;
  const answer: UploadAborted = { uploadId, status: 'aborted' };

  const upload = findUpload(await ports.cases.read(policy.trackingNumber), id, 'customer');
  if (!upload) return refuse('not-found');
  if (upload.status === 'aborted') return answer;
  if (upload.status === 'received') return refuse('upload-not-open', { status: 'received' });
  await ports.storage.abort(upload.objectKey, upload.multipartId);
  const object = await ports.storage.find(upload.objectKey);
  if (object) {
    const received = await recordReceived(upload, { actor, now, size: object.size }, ports);
    if (isRefusal(received)) return received;
    await ports.checks.enqueue([{ trackingNumber: upload.trackingNumber, uploadId }]);
    return refuse('upload-not-open', { status: 'received' });
  }

  return changeCase<UploadAborted | Refusal>(policy.trackingNumber, ports, async (file) => {
    const stored = findUpload(file, id);
    if (!stored) return { answer: refuse('not-found') };
    if (stored.status === 'aborted') return { answer };
    if (stored.status === 'received') return { answer: refuse('upload-not-open', { status: 'received' }) };
    const entry = { at: now, actor, action: 'upload-aborted', uploadId };
    const write = { uploads: [{ ...stored, status: 'aborted' as const }], entries: [entry] };
    // A document has held nothing open.
    if (!isFilm(stored)) return { answer, write };
    const current = await ports.policies.find(policy.trackingNumber);
    if (current?.policyId !== policy.policyId || current.status !== 'active') return { answer, write };
    const others = file.uploads.filter(
      (each) =>
        isFilm(each) &&
        each.policyId === policy.policyId &&
        each.uploadId !== uploadId &&
        each.status !== 'aborted',
    );
    return {
      answer,
      write: { ...write, policy: { previous: current, next: releaseUploadHold(current, others) } },
    };
  });
}
