/**
 * The key of an upload's object: used once, and enough to find the case again, because the storage's event about
 * a received object carries nothing else.
 */
export function objectKeyOf(upload: { trackingNumber: string; policyId: string; uploadId: string }): string {
  return `evidence/${upload.trackingNumber}/${upload.policyId}/${upload.uploadId}`;
}

/** What an event about this key asks to check, or undefined when it is no film's key. */
export function checkOfObjectKey(
  objectKey: string,
): { trackingNumber: string; uploadId: string } | undefined {
  const parts = /^evidence\/([A-Z0-9]{13,14})\/[^/]+\/([^/]+)$/.exec(objectKey);
  return parts?.[1] && parts[2] ? { trackingNumber: parts[1], uploadId: parts[2] } : undefined;
}
