import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksum algorithms that the storage can compute; a request that names another one is refused as not implemented. */
export const CHECKSUM_ALGORITHMS = ['SHA256', 'CRC32'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

export const CHECKSUM_HEADERS: Record<ChecksumAlgorithm, string> = {
  SHA256: 'x-amz-checksum-sha256',
  CRC32: 'x-amz-checksum-crc32',
};

const DIGEST_BYTES: Record<ChecksumAlgorithm, number> = { SHA256: 32, CRC32: 4 };

/** The name of the element that carries a checksum in S3's documents, e.g. `ChecksumSHA256`. */
export function checksumElement(algorithm: ChecksumAlgorithm): `Checksum${ChecksumAlgorithm}` {
  return `Checksum${algorithm}`;
}

export function parseChecksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
}

export function isChecksumValue(algorithm: ChecksumAlgorithm, base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === DIGEST_BYTES[algorithm] && bytes.toString('base64') === base64;
}

export interface RunningChecksum {
  update(chunk: Uint8Array): void;
  base64(): string;
}

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  if (algorithm === 'SHA256') {
    const hash = createHash('sha256');
    return { update: (chunk) => void hash.update(chunk), base64: () => hash.digest('base64') };
  }
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    base64: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString('base64');
    },
  };
}

/** The composite checksum of a multipart object: the checksum of its parts' checksums, with their number behind. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, partChecksums: readonly string[]): string {
  const running = startChecksum(algorithm);
  for (const checksum of partChecksums) running.update(Buffer.from(checksum, 'base64'));
  return `${running.base64()}-${partChecksums.length}`;
}

/** The entity tag of a multipart object, without quotes: the MD5 of its parts' MD5s, with their number behind. */
export function compositeEntityTag(partMd5s: readonly string[]): string {
  const hash = createHash('md5');
  for (const md5 of partMd5s) hash.update(Buffer.from(md5, 'hex'));
  return `${hash.digest('hex')}-${partMd5s.length}`;
}
