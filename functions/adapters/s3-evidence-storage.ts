import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectRetentionCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { toInstant, toMillis } from '../clock.ts';
import type { EvidenceStorage, ReceivedPart } from '../evidence/ports.ts';
import { createS3Presigner } from './s3-presigner.ts';

/** A stream of gigabytes breaks now and then; it goes on from where it broke, but not for ever. */
const STREAM_BREAKS = 5;

export interface S3EvidenceStorageOptions {
  client: S3Client;
  bucket: string;
  /** A host (or `scheme://host`) in front of the bucket that adds `nosniff` and passes the signed query on to S3. */
  downloadHost?: string;
}

export function createS3EvidenceStorage(options: S3EvidenceStorageOptions): EvidenceStorage {
  const { client, bucket: Bucket, downloadHost } = options;
  const presigner = createS3Presigner(client, Bucket);

  const storage: EvidenceStorage = {
    async begin(Key) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({
          Bucket,
          Key,
          ChecksumAlgorithm: 'SHA256',
          // Whatever the bytes are, nothing takes them for a page.
          ContentType: 'application/octet-stream',
          ContentDisposition: 'attachment',
        }),
      );
      if (!UploadId) throw new Error('The storage opened an upload without an id.');
      return UploadId;
    },

    async signPart({ objectKey, multipartId, partNumber, size, sha256, now, expiresInSeconds }) {
      const checksum = { 'x-amz-checksum-sha256': sha256 };
      const url = await presigner.presign({
        ...{ method: 'PUT', objectKey, at: new Date(now), expiresInSeconds },
        query: { partNumber: String(partNumber), uploadId: multipartId, 'x-id': 'UploadPart' },
        // As a header the checksum is signed and compared with the body; in the query it would only decorate the URL.
        headers: { 'content-length': String(size), ...checksum },
      });
      return {
        partNumber,
        url,
        // The length is signed too, but no page may set that header: every client sends its body's own.
        headers: checksum,
        expiresAt: toInstant(toMillis(now) + expiresInSeconds * 1000),
      };
    },

    async listParts(Key, UploadId) {
      const parts: ReceivedPart[] = [];
      let PartNumberMarker: string | undefined;
      do {
        const page = await unless(['NoSuchUpload'], () =>
          client.send(
            new ListPartsCommand({ Bucket, Key, UploadId, ...(PartNumberMarker && { PartNumberMarker }) }),
          ),
        );
        if (typeof page === 'string') return 'gone';
        for (const part of page.Parts ?? []) {
          parts.push({
            partNumber: part.PartNumber ?? 0,
            size: part.Size ?? 0,
            sha256: part.ChecksumSHA256 ?? '',
            etag: part.ETag ?? '',
          });
        }
        PartNumberMarker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
      } while (PartNumberMarker !== undefined);
      return parts;
    },

    async complete(Key, UploadId, parts) {
      const outcome = await unless(Object.keys(completionFailures), () =>
        client.send(
          new CompleteMultipartUploadCommand({
            Bucket,
            Key,
            UploadId,
            IfNoneMatch: '*',
            MultipartUpload: {
              Parts: parts.map(({ partNumber, etag, sha256 }) => ({
                PartNumber: partNumber,
                ETag: etag,
                ChecksumSHA256: sha256,
              })),
            },
          }),
        ),
      );
      return typeof outcome === 'string' ? (completionFailures[outcome] ?? 'gone') : 'completed';
    },

    async abort(Key, UploadId) {
      await unless(['NoSuchUpload'], () =>
        client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })),
      );
    },

    async find(Key) {
      const found = await unless(['NotFound', 'NoSuchKey'], () =>
        client.send(new HeadObjectCommand({ Bucket, Key })),
      );
      if (typeof found === 'string') return undefined;
      return { size: found.ContentLength ?? 0, ...(found.VersionId && { versionId: found.VersionId }) };
    },

    async readRange(Key, start, end) {
      if (start >= end) return new Uint8Array(0);
      const { Body } = await client.send(
        new GetObjectCommand({ Bucket, Key, Range: `bytes=${start}-${end - 1}` }),
      );
      if (!Body) throw new Error('The storage answered a range without bytes.');
      return Body.transformToByteArray();
    },

    async *readAll(Key) {
      const found = await storage.find(Key);
      if (!found) throw new Error(`There is no object ${Key}.`);
      let offset = 0;
      for (let breaks = 0; offset < found.size; breaks += 1) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${offset}-` }));
        try {
          for await (const piece of Body as AsyncIterable<Uint8Array>) {
            yield piece;
            offset += piece.length;
          }
        } catch (error) {
          if (breaks >= STREAM_BREAKS) throw error;
        }
        if (offset < found.size && breaks >= STREAM_BREAKS) throw new Error(`${Key} ends before its size.`);
      }
    },

    async retain(Key, VersionId, until) {
      await client.send(
        new PutObjectRetentionCommand({
          Bucket,
          Key,
          ...(VersionId && { VersionId }),
          // Governance, not compliance: a court or an erasure request can still end it, by a right of its own.
          Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date(until) },
        }),
      );
    },

    async remove(Key, VersionId) {
      // Without a version only a marker would be laid over the bytes, which stay.
      const version = VersionId ?? (await storage.find(Key))?.versionId;
      await unless(['NoSuchKey', 'NoSuchVersion', 'NotFound'], () =>
        client.send(new DeleteObjectCommand({ Bucket, Key, ...(version && { VersionId: version }) })),
      );
    },

    async signDownload({ objectKey, fileName, inlineType, now, expiresInSeconds }) {
      const signed = await presigner.presign({
        ...{ method: 'GET', objectKey, at: new Date(now), expiresInSeconds },
        query: {
          'response-cache-control': 'no-store',
          'response-content-disposition': `${inlineType === undefined ? 'attachment' : 'inline'}; ${named(fileName)}`,
          'response-content-type': inlineType ?? 'application/octet-stream',
          'x-id': 'GetObject',
        },
      });
      if (downloadHost === undefined) return signed;
      const { pathname, search } = new URL(signed);
      return new URL(`${pathname}${search}`, originOf(downloadHost)).href;
    },
  };
  return storage;
}

const completionFailures: Record<string, 'exists' | 'gone' | 'changed'> = {
  PreconditionFailed: 'exists',
  // Another completion of the same key is under way; whether it arrives shows in the object.
  ConditionalRequestConflict: 'exists',
  NoSuchUpload: 'gone',
  InvalidPart: 'changed',
};

/** The answer, or the name of the failure when it is one of these. */
async function unless<T>(names: string[], send: () => Promise<T>): Promise<T | string> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof S3ServiceException && names.includes(error.name)) return error.name;
    throw error;
  }
}

function originOf(host: string): string {
  return host.includes('://') ? host : `https://${host}`;
}

/** RFC 6266: the real name for those who read `filename*`, a harmless one for the rest. */
function named(fileName: string): string {
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const plain = fileName.replace(/[^A-Za-z0-9._ -]/g, '_');
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
