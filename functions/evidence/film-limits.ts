import type { Instant } from '../clock.ts';
import type { Upload, UploadPurpose } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Actor } from '../contracts/primitives.ts';
import { VISIBLE } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { deadlineAfter, isBefore } from '../policies/deadline.ts';
import { effectiveStatus } from '../policies/policy.ts';
import { termsOf } from '../policies/terms.ts';
import { isFilm, purposeOf } from './purpose.ts';

const MEBIBYTE = 1024 ** 2;

/** The least that S3 takes as a part (the last one excepted); a break in the line costs at most one part. */
export const SMALLEST_PART_BYTES = 5 * MEBIBYTE;

/** The most parts that S3 composes an object of. */
export const MOST_PARTS = 10_000;

/** URLs that one call signs: a page sends a few parts at a time, and URLs die within minutes. */
export const PARTS_PER_SIGNING = 50;

/**
 * Uploads of one purpose ever begun on one policy, aborted ones too. The terms limit what is kept; this limits what somebody with
 * the link can make us remember, since a case is read whole.
 */
export const UPLOADS_EVER_BEGUN = 100;

export interface PartPlan {
  partSize: number;
  partCount: number;
}

export type WholePlan = PartPlan & { size: number };

/** The parts of a film whose length is not known yet, because it is being recorded: as many as there will be. */
export const RECORDING_PLAN: Pick<PartPlan, 'partSize'> = { partSize: SMALLEST_PART_BYTES };

/** Whether its length is known: from the beginning, or because the recording has been composed. */
export function isPlanned<Plan extends Pick<Upload, 'size' | 'partSize' | 'partCount'>>(
  upload: Plan,
): upload is Plan & WholePlan {
  return upload.size !== undefined && upload.partCount !== undefined;
}

/** Parts that cover the size exactly: all of `partSize` but the last, which is what remains. */
export function planParts(size: number): PartPlan {
  const needed = Math.ceil(size / MOST_PARTS / MEBIBYTE) * MEBIBYTE;
  const partSize = Math.max(SMALLEST_PART_BYTES, needed);
  return { partSize, partCount: Math.ceil(size / partSize) };
}

/** Exactly how many bytes this part has, or undefined when the plan has no such part. */
export function sizeOfPart(plan: WholePlan, partNumber: number): number | undefined {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > plan.partCount) return undefined;
  return partNumber < plan.partCount ? plan.partSize : plan.size - (plan.partCount - 1) * plan.partSize;
}

/** Numbers of the parts that have not arrived in their exact size. */
export function missingParts(
  plan: WholePlan,
  arrived: readonly { partNumber: number; size: number }[],
): number[] {
  const sizes = new Map(arrived.map((part) => [part.partNumber, part.size]));
  const numbers = Array.from({ length: plan.partCount }, (_, index) => index + 1);
  return numbers.filter((partNumber) => sizes.get(partNumber) !== sizeOfPart(plan, partNumber));
}

/** Until when what was begun can be finished; from then on it counts no more and its parts may be discarded. */
export function uploadDeadline(startedAt: Instant, policy: Policy): Instant {
  return deadlineAfter(startedAt, termsOf(policy).startedCounts.upload, policy.office.timeZone);
}

/** Where an upload stands now: time ends an unfinished one, whatever has been written. */
export function standingOf(
  upload: Pick<Upload, 'status' | 'startedAt'>,
  policy: Policy,
  now: Instant,
): 'open' | 'received' | 'aborted' | 'expired' {
  if (upload.status === 'received' || upload.status === 'aborted') return upload.status;
  return isBefore(now, uploadDeadline(upload.startedAt, policy)) ? 'open' : 'expired';
}

/** `video/webm;codecs=vp9` → `video/webm`: a browser's recorder names its codecs along. */
export function baseType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/**
 * A file's name as it may be stored and shown: one line that reads as it is written. Phones name films in ways
 * that no customer can change, so an odd name is put right, never refused.
 */
export function plainFileName(fileName: string): string {
  const plain = fileName
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
  // Cut by characters: half of one would be none.
  const cut = [...plain].reduce((name, next) => (name.length + next.length > 255 ? name : name + next), '');
  return VISIBLE.test(cut) ? cut.trim() : 'film';
}

interface NewUpload {
  contentType: string;
  /** Left out for a film that is being recorded. */
  size?: number | undefined;
  purpose?: UploadPurpose | undefined;
  /** A specialist, who files what came by letter. */
  filedBy?: Actor | undefined;
}

/** Why an upload cannot be begun, or undefined when it can: all that is known before a byte is sent. */
export function judgeNewUpload(
  given: NewUpload,
  uploads: Upload[],
  policy: Policy,
  now: Instant,
): Refusal | undefined {
  const status = effectiveStatus(policy, now);
  if (given.filedBy) {
    // A late reply to a letter comes when all is closed, and may be why it is opened again.
    const wasClaimed = policy.openClaims > 0 || policy.lastClaimClosedAt !== undefined;
    if (!wasClaimed) return refuse('no-open-claim');
  } else {
    if (status !== 'active') return refuse('policy-not-active', { status });
    // A document answers somebody who is deciding; without a claim nobody is.
    if (!isFilm(given) && policy.openClaims === 0) return refuse('no-open-claim');
  }
  const terms = termsOf(policy);
  const { acceptedTypes, maximumBytes, filesPerPolicy } = isFilm(given) ? terms.film : terms.documents;
  if (!acceptedTypes.includes(baseType(given.contentType))) {
    return refuse('upload-type-not-accepted', { acceptedTypes: [...acceptedTypes] });
  }
  if (given.size !== undefined || !isFilm(given)) {
    const refusal = judgeSize(given.size, maximumBytes);
    if (refusal) return refusal;
  }
  const alike = uploads.filter(
    (upload) => upload.policyId === policy.policyId && purposeOf(upload) === purposeOf(given),
  );
  const open = alike.filter((upload) => standingOf(upload, policy, now) === 'open');
  const received = alike.filter((upload) => upload.status === 'received');
  if (open.length + received.length >= filesPerPolicy) {
    return refuse('uploads-too-many', {
      filesPerPolicy,
      // An answer may have been lost on the way: these can be gone on with, or given up to make room.
      openUploads: open.map(({ uploadId, size, startedAt }) => ({ uploadId, size, startedAt })),
    });
  }
  if (alike.length >= UPLOADS_EVER_BEGUN) {
    return refuse('uploads-too-many', { uploadsEverBegun: UPLOADS_EVER_BEGUN });
  }
  return undefined;
}

function judgeSize(size: number | undefined, maximumBytes: number): Refusal | undefined {
  if (size === undefined || !Number.isSafeInteger(size) || size < 1) {
    return refuse('invalid-request', { field: 'size', minimum: 1 });
  }
  return size > maximumBytes ? refuse('upload-too-large', { maximumBytes }) : undefined;
}
