import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { type PartPlan, sizeOfPart, standingOf } from './film-limits.ts';
import { findUpload } from './find-upload.ts';
import type { EvidenceStorage } from './ports.ts';

export interface UploadState extends PartPlan {
  uploadId: string;
  /**
   * `completing`: all bytes are there, and `complete` has to be called once more to write that down. `aborted`:
   * given up, or no longer in time; only a new one helps.
   */
  status: Upload['status'];
  fileName: string;
  size: number;
  receivedParts: { partNumber: number; size: number }[];
}

/** What has arrived, as the storage knows it: a page that was closed asks this and sends only the rest. */
export async function readUpload(
  input: { policy: Policy; uploadId: string; now: Instant },
  ports: { cases: CaseStore; storage: Pick<EvidenceStorage, 'listParts' | 'find'> },
): Promise<UploadState | Refusal> {
  const { policy, now } = input;
  const file = await ports.cases.read(policy.trackingNumber);
  const upload = findUpload(file, { policyId: policy.policyId, uploadId: input.uploadId });
  if (!upload) return refuse('not-found');
  const { uploadId, fileName, size, partSize, partCount } = upload;
  return {
    ...{ uploadId, fileName, size, partSize, partCount },
    ...(await arrived(upload, standingOf(upload, policy, now), ports.storage)),
  };
}

async function arrived(
  upload: Upload,
  standing: ReturnType<typeof standingOf>,
  storage: Pick<EvidenceStorage, 'listParts' | 'find'>,
): Promise<Pick<UploadState, 'status' | 'receivedParts'>> {
  if (standing === 'received') return { status: 'received', receivedParts: allParts(upload) };
  if (standing !== 'open') return { status: 'aborted', receivedParts: [] };
  const parts = await storage.listParts(upload.objectKey, upload.multipartId);
  if (parts !== 'gone') {
    return {
      status: 'open',
      receivedParts: parts
        // A part of another size is none: it has to be sent again.
        .filter((part) => part.size === sizeOfPart(upload, part.partNumber))
        .map(({ partNumber, size }) => ({ partNumber, size })),
    };
  }
  const isComposed = (await storage.find(upload.objectKey)) !== undefined;
  return isComposed
    ? { status: 'completing', receivedParts: allParts(upload) }
    : { status: 'aborted', receivedParts: [] };
}

function allParts(upload: Upload): { partNumber: number; size: number }[] {
  return Array.from({ length: upload.partCount }, (_, index) => ({
    partNumber: index + 1,
    size: sizeOfPart(upload, index + 1) as number,
  }));
}
