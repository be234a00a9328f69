import type { Upload, UploadPurpose } from '../contracts/case.ts';

export function purposeOf(upload: Pick<Upload, 'purpose'>): UploadPurpose {
  return upload.purpose ?? 'film';
}

/** Only films show the unboxing: a document never stands in for one, whatever it holds open or is waited for. */
export function isFilm(upload: Pick<Upload, 'purpose'>): boolean {
  return purposeOf(upload) === 'film';
}

/** Whether a file of this policy has arrived and is still there: what somebody can look at, cite or send on. */
export function isAtHand(upload: Upload, policyId: string): boolean {
  return upload.policyId === policyId && upload.status === 'received' && upload.removedAt === undefined;
}

/** A film that is being recorded in the page, or was until the phone died: nobody has said yet that it is all. */
export function isUnfinishedRecording(upload: Upload, policyId: string): boolean {
  const isUnfinished = upload.status === 'open' || upload.status === 'completing';
  return upload.policyId === policyId && isUnfinished && upload.recordingCode !== undefined;
}
