import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload, UploadPurpose } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Actor, DocumentKind } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { countUpload, holdOpenForUpload } from '../policies/holding-open.ts';
import type { IdSource, PolicyStore } from '../policies/ports.ts';
import { changeCase, type Decided } from './change-case.ts';
import {
  baseType,
  judgeNewUpload,
  type PartPlan,
  plainFileName,
  planParts,
  RECORDING_PLAN,
  uploadDeadline,
} from './film-limits.ts';
import { objectKeyOf } from './object-key.ts';
import type { BackOff, EvidenceStorage } from './ports.ts';
import { isFilm } from './purpose.ts';

export interface UploadStarted {
  uploadId: string;
  partSize: PartPlan['partSize'];
  /** Not there while the length of a recording is not known. */
  partCount?: number;
  /** To be said into the camera: it shows that the recording belongs to this upload. */
  recordingCode?: string;
  finishUntil: Instant;
}

interface StartUploadInput {
  policy: Policy;
  fileName: string;
  contentType: string;
  /** Bytes; left out when the film is only being recorded. */
  size?: number | undefined;
  purpose?: UploadPurpose | undefined;
  /** What a document shows. */
  documentKind?: DocumentKind | undefined;
  /** A specialist who files it for the customer. */
  filedBy?: Actor | undefined;
  now: Instant;
}

/**
 * Begins an upload: every limit is judged before a byte is sent, and from here on the policy is held open.
 *
 * The multipart upload is opened before it is written down: one that nobody wrote down is discarded by the
 * bucket's lifecycle, whereas a written one that does not exist could never be finished.
 */
export async function startUpload(
  input: StartUploadInput,
  ports: {
    policies: Pick<PolicyStore, 'find'>;
    cases: CaseStore;
    storage: Pick<EvidenceStorage, 'begin' | 'abort'>;
    ids: Pick<IdSource, 'uploadId' | 'recordingCode'>;
    backOff: BackOff;
  },
): Promise<UploadStarted | Refusal> {
  const { trackingNumber, policyId } = input.policy;
  const uploadId = ports.ids.uploadId();
  const recordingCode = input.size === undefined ? ports.ids.recordingCode() : undefined;
  const objectKey = objectKeyOf({ trackingNumber, policyId, uploadId });
  let multipartId: string | undefined;

  const outcome = await changeCase<UploadStarted | Refusal>(trackingNumber, ports, async (file) => {
    // The link may have found an older policy of this number, and another writer may have changed this one.
    const policy = await ports.policies.find(trackingNumber);
    if (policy?.policyId !== policyId) return { answer: refuse('policy-not-active', { status: 'ended' }) };
    const refusal = judgeNewUpload(input, file.uploads, policy, input.now);
    if (refusal) return { answer: refusal };
    multipartId ??= await ports.storage.begin(objectKey);
    const keys = { uploadId, objectKey, multipartId, ...(recordingCode && { recordingCode }) };
    return begunUpload(input, policy, keys);
  });

  if (isRefusal(outcome) && multipartId !== undefined) await ports.storage.abort(objectKey, multipartId);
  return outcome;
}

function begunUpload(
  { fileName, contentType, size, purpose = 'film', documentKind, filedBy, now }: StartUploadInput,
  policy: Policy,
  keys: Pick<Upload, 'uploadId' | 'objectKey' | 'multipartId' | 'recordingCode'>,
): Decided<UploadStarted> {
  const { uploadId, recordingCode } = keys;
  const plan = size === undefined ? RECORDING_PLAN : planParts(size);
  const upload: Upload = {
    trackingNumber: policy.trackingNumber,
    policyId: policy.policyId,
    ...keys,
    fileName: plainFileName(fileName),
    contentType: baseType(contentType),
    ...(purpose !== 'film' && { purpose }),
    ...(documentKind && { documentKind }),
    ...(filedBy && { filedBy }),
    ...(size !== undefined && { size }),
    ...plan,
    startedAt: now,
    status: 'open',
  };
  return {
    answer: {
      uploadId,
      ...plan,
      ...(recordingCode && { recordingCode }),
      finishUntil: uploadDeadline(now, policy),
    },
    write: {
      uploads: [upload],
      policy: {
        previous: policy,
        // Only a film begun in time makes a later claim be in time.
        next: isFilm(upload) ? holdOpenForUpload(policy, now) : countUpload(policy),
      },
      entries: [
        {
          at: now,
          actor: filedBy ?? { role: 'customer' },
          action: 'upload-started',
          uploadId,
          facts: {
            ...(size !== undefined && { size }),
            contentType: upload.contentType,
            ...(purpose !== 'film' && { purpose }),
            ...(documentKind && { documentKind }),
            ...(recordingCode && { recordingCode }),
          },
        },
      ],
    },
  };
}
