import { createHash, randomBytes } from 'node:crypto';

/** 128 random bits and a checksum, which tells a mistyped token from one that was never given out. */
export function newTaskToken(): string {
  const secret = randomBytes(24);
  return Buffer.concat([secret, checksum(secret)]).toString('base64url');
}

export function isTaskToken(token: string): boolean {
  const bytes = Buffer.from(token, 'base64url');
  return (
    bytes.length === 32 &&
    bytes.toString('base64url') === token &&
    checksum(bytes.subarray(0, 24)).equals(bytes.subarray(24))
  );
}

function checksum(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest().subarray(0, 8);
}
