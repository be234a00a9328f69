import type { Upload } from '../contracts/case.ts';
import { isFilm } from '../evidence/purpose.ts';

/** The film whose check was written by this change: only then is it known what it is, and that it is whole. */
export function filmsToLookAt(
  before: Upload | undefined,
  after: Upload,
): { trackingNumber: string; uploadId: string }[] {
  if (!after.check || before?.check || !isFilm(after)) return [];
  return [{ trackingNumber: after.trackingNumber, uploadId: after.uploadId }];
}
