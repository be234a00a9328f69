import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { LetterStorage } from '../letters/ports.ts';

/** Sent letters, beside the evidence: written once, and locked from the first moment. */
export function createS3LetterStorage({
  client,
  bucket: Bucket,
}: {
  client: S3Client;
  bucket: string;
}): LetterStorage {
  return {
    async put(Key, bytes, keepUntil) {
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: bytes,
          ContentType: 'application/pdf',
          ContentDisposition: 'attachment',
          ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
          IfNoneMatch: '*',
          ObjectLockMode: 'GOVERNANCE',
          ObjectLockRetainUntilDate: new Date(keepUntil),
        }),
      );
    },

    async read(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error('The storage answered a letter without bytes.');
      return Body.transformToByteArray();
    },
  };
}
