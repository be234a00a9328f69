import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload, UploadPurpose } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { termsOf } from '../policies/terms.ts';
import { isPlanned, type PartPlan, sizeOfPart, standingOf, uploadDeadline } from './film-limits.ts';
import { findUpload } from './find-upload.ts';
import type { EvidenceStorage } from './ports.ts';
import { purposeOf } from './purpose.ts';
import { largestPart, partsOfPlan, planOfRecording } from './recording-parts.ts';

export interface UploadState {
  uploadId: string;
  /**
   * `completing`: all bytes are there, and `complete` has to be called once more to write that down. `aborted`:
   * given up, or no longer in time; only a new one helps.
   */
  status: Upload['status'];
  purpose: UploadPurpose;
  fileName: string;
  /** With `partCount`: not there while a recording has not been composed. */
  size?: number;
  partSize: PartPlan['partSize'];
  partCount?: number;
  recordingCode?: string;
  finishUntil: Instant;
  receivedParts: { partNumber: number; size: number }[];
}

/** What has arrived, as the storage knows it: a page that was closed asks this and sends only the rest. */
export async function readUpload(
  input: { policy: Policy; uploadId: string; now: Instant },
  ports: { cases: CaseStore; storage: Pick<EvidenceStorage, 'listParts' | 'find'> },
): Promise<UploadState | Refusal> {
  const { policy, now } = input;
  const file = await ports.cases.read(policy.trackingNumber);
  const upload = findUpload(file, { policyId: policy.policyId, uploadId: input.uploadId }, 'customer');
  if (!upload) return refuse('not-found');
  const { uploadId, fileName, size, partSize, partCount, recordingCode, startedAt } = upload;
  const { maximumBytes } = termsOf(policy).film;
  return {
    ...{ uploadId, purpose: purposeOf(upload), fileName, partSize },
    ...(size !== undefined && { size }),
    ...(partCount !== undefined && { partCount }),
    ...(recordingCode !== undefined && { recordingCode }),
    finishUntil: uploadDeadline(startedAt, policy),
    ...(await arrived(upload, standingOf(upload, policy, now), ports.storage, maximumBytes)),
  };
}

type Arrived = Pick<UploadState, 'status' | 'receivedParts' | 'size' | 'partCount'>;

async function arrived(
  upload: Upload,
  standing: ReturnType<typeof standingOf>,
  storage: Pick<EvidenceStorage, 'listParts' | 'find'>,
  maximumBytes: number,
): Promise<Arrived> {
  if (standing === 'received') {
    return { status: 'received', receivedParts: isPlanned(upload) ? partsOfPlan(upload) : [] };
  }
  if (standing !== 'open') return { status: 'aborted', receivedParts: [] };
  const parts = await storage.listParts(upload.objectKey, upload.multipartId);
  if (parts !== 'gone') {
    return {
      status: 'open',
      receivedParts: parts
        // A part of another size is none: it has to be sent again.
        .filter((part) => fits(upload, part, maximumBytes))
        .map(({ partNumber, size }) => ({ partNumber, size })),
    };
  }
  const object = await storage.find(upload.objectKey);
  if (!object) return { status: 'aborted', receivedParts: [] };
  const plan = isPlanned(upload) ? upload : planOfRecording(upload, object.size);
  return {
    status: 'completing',
    size: plan.size,
    partCount: plan.partCount,
    receivedParts: partsOfPlan(plan),
  };
}

function fits(upload: Upload, part: { partNumber: number; size: number }, maximumBytes: number): boolean {
  if (isPlanned(upload)) return part.size === sizeOfPart(upload, part.partNumber);
  const largest = largestPart(upload, part.partNumber, maximumBytes);
  return largest !== undefined && part.size >= 1 && part.size <= largest;
}
