import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { holdOpenForUpload } from '../policies/holding-open.ts';
import type { IdSource, PolicyStore } from '../policies/ports.ts';
import { changeCase, type Decided } from './change-case.ts';
import { baseType, judgeNewUpload, type PartPlan, plainFileName, planParts } from './film-limits.ts';
import { objectKeyOf } from './object-key.ts';
import type { BackOff, EvidenceStorage } from './ports.ts';

export type UploadStarted = PartPlan & { uploadId: string };

interface StartUploadInput {
  policy: Policy;
  fileName: string;
  contentType: string;
  size: number;
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
    ids: Pick<IdSource, 'uploadId'>;
    backOff: BackOff;
  },
): Promise<UploadStarted | Refusal> {
  const { trackingNumber, policyId } = input.policy;
  const uploadId = ports.ids.uploadId();
  const objectKey = objectKeyOf({ trackingNumber, policyId, uploadId });
  let multipartId: string | undefined;

  const outcome = await changeCase<UploadStarted | Refusal>(trackingNumber, ports, async (file) => {
    // The link may have found an older policy of this number, and another writer may have changed this one.
    const policy = await ports.policies.find(trackingNumber);
    if (policy?.policyId !== policyId) return { answer: refuse('policy-not-active', { status: 'ended' }) };
    const refusal = judgeNewUpload(input, file.uploads, policy, input.now);
    if (refusal) return { answer: refusal };
    multipartId ??= await ports.storage.begin(objectKey);
    return begunUpload(input, policy, { uploadId, objectKey, multipartId });
  });

  if (isRefusal(outcome) && multipartId !== undefined) await ports.storage.abort(objectKey, multipartId);
  return outcome;
}

function begunUpload(
  { fileName, contentType, size, now }: StartUploadInput,
  policy: Policy,
  keys: Pick<Upload, 'uploadId' | 'objectKey' | 'multipartId'>,
): Decided<UploadStarted> {
  const plan = planParts(size);
  const upload: Upload = {
    trackingNumber: policy.trackingNumber,
    policyId: policy.policyId,
    ...keys,
    fileName: plainFileName(fileName),
    contentType: baseType(contentType),
    size,
    ...plan,
    startedAt: now,
    status: 'open',
  };
  return {
    answer: { uploadId: keys.uploadId, ...plan },
    write: {
      uploads: [upload],
      policy: { previous: policy, next: holdOpenForUpload(policy, now) },
      entries: [
        {
          at: now,
          actor: { role: 'customer' },
          action: 'upload-started',
          uploadId: keys.uploadId,
          facts: { size, contentType: upload.contentType },
        },
      ],
    },
  };
}
