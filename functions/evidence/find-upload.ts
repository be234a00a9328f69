import type { CaseFile, Upload } from '../contracts/case.ts';

/** The upload of this policy: another policy of the same parcel number is another customer. */
export function findUpload(
  file: CaseFile,
  { policyId, uploadId }: { policyId: string; uploadId: string },
): Upload | undefined {
  return file.uploads.find((upload) => upload.uploadId === uploadId && upload.policyId === policyId);
}
