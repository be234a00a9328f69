import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { termsOf } from '../policies/terms.ts';
import { isPlanned, PARTS_PER_SIGNING, sizeOfPart, standingOf } from './film-limits.ts';
import { findUpload, type Side } from './find-upload.ts';
import type { EvidenceStorage, SignedPart } from './ports.ts';
import { largestPart, mostPartsOf } from './recording-parts.ts';

/** Long enough for one part on a slow line (5 MiB at 50 kbit/s), short enough to be worthless when it leaks. */
const URL_LIFE_SECONDS = 15 * 60;

/** Base64 of 32 bytes, in the one spelling that has no stray bits. */
const SHA256_BASE64 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

interface GivenPart {
  partNumber: number;
  size: number;
  sha256: string;
}

/** URLs for exactly these parts: the signature covers length and checksum, so that nothing else can be sent. */
export async function signParts(
  input: { policy: Policy; uploadId: string; parts: GivenPart[]; side?: Side; now: Instant },
  ports: { cases: CaseStore; storage: Pick<EvidenceStorage, 'signPart'> },
): Promise<{ parts: SignedPart[] } | Refusal> {
  const { policy, uploadId, side = 'customer', now } = input;
  const file = await ports.cases.read(policy.trackingNumber);
  const upload = findUpload(file, { policyId: policy.policyId, uploadId }, side);
  if (!upload) return refuse('not-found');
  const standing = standingOf(upload, policy, now);
  if (standing !== 'open') return refuse('upload-not-open', { status: standing });
  const refusal = judgeParts(upload, input.parts, termsOf(policy).film.maximumBytes);
  if (refusal) return refusal;
  const { objectKey, multipartId } = upload;
  const sign = (part: GivenPart) =>
    ports.storage.signPart({ ...part, objectKey, multipartId, now, expiresInSeconds: URL_LIFE_SECONDS });
  return { parts: await Promise.all(input.parts.map(sign)) };
}

function judgeParts(upload: Upload, parts: GivenPart[], maximumBytes: number): Refusal | undefined {
  if (parts.length < 1 || parts.length > PARTS_PER_SIGNING) {
    return refuse('upload-part-invalid', { because: 'count', minimum: 1, maximum: PARTS_PER_SIGNING });
  }
  return parts
    .map((part) => judgePart(upload, part, maximumBytes))
    .find((each) => each !== undefined && isRefusal(each));
}

function judgePart(upload: Upload, part: GivenPart, maximumBytes: number): Refusal | undefined {
  const refusal = isPlanned(upload)
    ? judgePlannedPart(sizeOfPart(upload, part.partNumber), part, upload.partCount)
    : judgeRecordedPart(upload, part, maximumBytes);
  if (refusal) return refusal;
  const { partNumber, sha256 } = part;
  return SHA256_BASE64.test(sha256)
    ? undefined
    : refuse('upload-part-invalid', { partNumber, because: 'sha256' });
}

function judgePlannedPart(
  expected: number | undefined,
  { partNumber, size }: GivenPart,
  partCount: number,
): Refusal | undefined {
  if (expected === undefined) {
    return refuse('upload-part-invalid', { partNumber, because: 'number', maximum: partCount });
  }
  return size === expected
    ? undefined
    : refuse('upload-part-invalid', { partNumber, because: 'size', size: expected });
}

/** Which part is the last one shows at the end, so that any may be short. */
function judgeRecordedPart(
  upload: Upload,
  { partNumber, size }: GivenPart,
  maximumBytes: number,
): Refusal | undefined {
  const largest = largestPart(upload, partNumber, maximumBytes);
  if (largest === undefined) {
    const maximum = mostPartsOf(upload, maximumBytes);
    return refuse('upload-part-invalid', { partNumber, because: 'number', maximum });
  }
  const fits = Number.isInteger(size) && size >= 1 && size <= largest;
  return fits ? undefined : refuse('upload-part-invalid', { partNumber, because: 'size', maximum: largest });
}
