import type { CaseFile, Upload } from '../contracts/case.ts';

/** Whose upload it is to go on with: what somebody began is finished or given up from the same side. */
export type Side = 'customer' | 'desk';

/** The upload of this policy: another policy of the same parcel number is another customer. */
export function findUpload(
  file: CaseFile,
  { policyId, uploadId }: { policyId: string; uploadId: string },
  side?: Side,
): Upload | undefined {
  const found = file.uploads.find((upload) => upload.uploadId === uploadId && upload.policyId === policyId);
  return side !== undefined && found && sideOf(found) !== side ? undefined : found;
}

function sideOf({ filedBy }: Upload): Side {
  return filedBy === undefined ? 'customer' : 'desk';
}
