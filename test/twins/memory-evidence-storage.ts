import { createHash } from 'node:crypto';
import { type Clock, type Instant, toInstant, toMillis } from '../../functions/clock.ts';
import type { EvidenceStorage, ReceivedPart, SignedPart } from '../../functions/evidence/ports.ts';

interface StoredObject {
  bytes: Uint8Array;
  versionId: string;
  retainedUntil?: Instant;
}

interface Multipart {
  objectKey: string;
  parts: Map<number, ReceivedPart & { bytes: Uint8Array }>;
}

/** The twin of the bucket, and what a test does to it from outside. */
export interface MemoryEvidenceStorage extends EvidenceStorage {
  /** What a browser's PUT does; the name of the refusal when it is refused. */
  send(part: SignedPart, bytes: Uint8Array): Promise<'sent' | 'refused'>;
  /** Puts an object there as if it had been completed. */
  place(objectKey: string, bytes: Uint8Array): void;
  retainedUntil(objectKey: string): Instant | undefined;
  openMultiparts(): number;
  objects(): string[];
}

/**
 * The bucket in memory. Every method gives others a turn before its effect, and the effect is one step, as the
 * storage's own calls are.
 */
export function createMemoryEvidenceStorage({ clock }: { clock: Clock }): MemoryEvidenceStorage {
  const objects = new Map<string, StoredObject>();
  const multiparts = new Map<string, Multipart>();
  const signed = new Map<string, { multipartId: string; size: number; sha256: string; expiresAt: Instant }>();
  let count = 0;

  function objectAt(objectKey: string): StoredObject {
    const object = objects.get(objectKey);
    if (!object) throw new Error(`There is no object ${objectKey}.`);
    return object;
  }

  return {
    async begin(objectKey) {
      await Promise.resolve();
      count += 1;
      const multipartId = `multipart-${count}`;
      multiparts.set(multipartId, { objectKey, parts: new Map() });
      return multipartId;
    },

    async signPart({ objectKey, multipartId, partNumber, size, sha256, now, expiresInSeconds }) {
      await Promise.resolve();
      count += 1;
      const url = `memory://bucket/${objectKey}?uploadId=${multipartId}&partNumber=${partNumber}&signature=${count}`;
      const expiresAt = toInstant(toMillis(now) + expiresInSeconds * 1000);
      signed.set(url, { multipartId, size, sha256, expiresAt });
      return { partNumber, url, headers: { 'x-amz-checksum-sha256': sha256 }, expiresAt };
    },

    async send({ url, partNumber }, bytes) {
      await Promise.resolve();
      const grant = signed.get(url);
      const multipart = grant && multiparts.get(grant.multipartId);
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      const fits = grant && bytes.length === grant.size && sha256 === grant.sha256;
      if (!fits || !multipart || clock.now() >= grant.expiresAt) return 'refused';
      const etag = createHash('md5').update(bytes).digest('hex');
      multipart.parts.set(partNumber, { partNumber, size: bytes.length, sha256, etag, bytes: bytes.slice() });
      return 'sent';
    },

    async listParts(objectKey, multipartId) {
      await Promise.resolve();
      const multipart = multiparts.get(multipartId);
      if (multipart?.objectKey !== objectKey) return 'gone';
      const parts = [...multipart.parts.values()].sort((a, b) => a.partNumber - b.partNumber);
      return parts.map(({ bytes: _bytes, ...part }) => part);
    },

    async complete(objectKey, multipartId, parts) {
      await Promise.resolve();
      const multipart = multiparts.get(multipartId);
      if (multipart?.objectKey !== objectKey) return 'gone';
      if (objects.has(objectKey)) return 'exists';
      const pieces: Uint8Array[] = [];
      for (const part of parts) {
        const arrived = multipart.parts.get(part.partNumber);
        if (arrived?.etag !== part.etag || arrived.sha256 !== part.sha256) return 'changed';
        pieces.push(arrived.bytes);
      }
      multiparts.delete(multipartId);
      count += 1;
      objects.set(objectKey, { bytes: Buffer.concat(pieces), versionId: `version-${count}` });
      return 'completed';
    },

    async abort(objectKey, multipartId) {
      await Promise.resolve();
      if (multiparts.get(multipartId)?.objectKey === objectKey) multiparts.delete(multipartId);
    },

    async find(objectKey) {
      await Promise.resolve();
      const object = objects.get(objectKey);
      return object && { size: object.bytes.length, versionId: object.versionId };
    },

    async readRange(objectKey, start, end) {
      await Promise.resolve();
      return new Uint8Array(objectAt(objectKey).bytes.subarray(start, end));
    },

    async *readAll(objectKey) {
      const { bytes } = objectAt(objectKey);
      for (let start = 0; start < bytes.length; start += 65_536) {
        await Promise.resolve();
        yield new Uint8Array(bytes.subarray(start, start + 65_536));
      }
    },

    async retain(objectKey, versionId, until) {
      await Promise.resolve();
      const object = objectAt(objectKey);
      if (versionId !== undefined && object.versionId !== versionId) throw new Error('No such version.');
      if (object.retainedUntil && object.retainedUntil > until) throw new Error('A lock is never shortened.');
      object.retainedUntil = until;
    },

    async remove(objectKey, versionId) {
      await Promise.resolve();
      const object = objects.get(objectKey);
      if (!object || (versionId !== undefined && object.versionId !== versionId)) return;
      if (object.retainedUntil && clock.now() < object.retainedUntil)
        throw new Error('The object is locked.');
      objects.delete(objectKey);
    },

    async signDownload({ objectKey, fileName, inlineType, expiresInSeconds }) {
      const disposition = inlineType === undefined ? 'attachment' : 'inline';
      await Promise.resolve();
      const query = new URLSearchParams({
        'response-content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        'X-Amz-Expires': String(expiresInSeconds),
      });
      return `memory://bucket/${objectKey}?${query}`;
    },

    place(objectKey, bytes) {
      count += 1;
      objects.set(objectKey, { bytes, versionId: `version-${count}` });
    },
    retainedUntil: (objectKey) => objects.get(objectKey)?.retainedUntil,
    openMultiparts: () => multiparts.size,
    objects: () => [...objects.keys()],
  };
}
