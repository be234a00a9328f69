import { randomBytes } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Answer, answered, sha256Of } from './answer.ts';
import { FILMS, LAKE } from './stack-buckets.ts';
import type { Storage } from './storages.ts';

/**
 * What the generated sequences leave out, since the two are known to differ in it: docs/engine-differences-objects.md
 * says who is right by AWS's documentation. A difference that is gone fails as loudly as a new one.
 */
export interface KnownDifference {
  title: string;
  laptop: Answer;
  moto: Answer;
  ask(storage: Storage): Promise<Answer>;
}

const DAY = 86_400_000;
const BYTES = new Uint8Array(100).fill(7);
const LOCKED = {
  ObjectLockMode: 'GOVERNANCE' as const,
  ChecksumSHA256: sha256Of(BYTES),
  ChecksumAlgorithm: 'SHA256' as const,
};

const inDays = (days: number) => new Date(Date.now() + days * DAY);
const place = () => ({ Bucket: FILMS, Key: `known/${randomBytes(8).toString('hex')}` });
const ok: Answer = { status: 200, told: {} };
const refused = (status: number, code: string): Answer => ({ status, code });

async function begun(client: S3Client) {
  const where = place();
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...where, ChecksumAlgorithm: 'SHA256' }),
  );
  return { ...where, UploadId };
}

type Begun = Awaited<ReturnType<typeof begun>>;

async function sent(client: S3Client, upload: Begun, PartNumber: number, Body: Uint8Array) {
  const ChecksumSHA256 = sha256Of(Body);
  const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumSHA256 }));
  return { PartNumber, ETag, ChecksumSHA256 };
}

/** As the function that tells the lake does when a batch comes again: over its own file. */
async function writtenTwice(client: S3Client) {
  const where = { ...place(), Bucket: LAKE };
  const versions: (string | undefined)[] = [];
  for (const Body of ['once', 'again'])
    versions.push((await client.send(new PutObjectCommand({ ...where, Body }))).VersionId);
  return { where, versions };
}

async function got(client: S3Client, asked: { Bucket: string; Key: string; VersionId?: string | undefined }) {
  const output = await client.send(new GetObjectCommand(asked));
  await output.Body?.transformToByteArray();
  return output;
}

const nothing = () => ({});

export const knownDifferences: KnownDifference[] = [
  {
    title: 'a second object over one that is locked',
    laptop: refused(403, 'AccessDenied'),
    moto: ok,
    async ask({ client }) {
      const put = { ...place(), Body: BYTES };
      const until = { ObjectLockRetainUntilDate: inDays(9) };
      await client.send(new PutObjectCommand({ ...put, ...LOCKED, ...until }));
      return answered(() => client.send(new PutObjectCommand(put)), nothing);
    },
  },
  {
    title: 'a version whose object was deleted without a version',
    laptop: refused(404, 'NoSuchVersion'),
    moto: ok,
    async ask({ client }) {
      const where = place();
      const { VersionId } = await client.send(new PutObjectCommand({ ...where, Body: BYTES }));
      await client.send(new DeleteObjectCommand(where));
      return answered(() => got(client, { ...where, VersionId }), nothing);
    },
  },
  {
    title: 'a version of the lake that was written over',
    laptop: refused(404, 'NoSuchVersion'),
    moto: ok,
    async ask({ client }) {
      const { where, versions } = await writtenTwice(client);
      return answered(() => got(client, { ...where, VersionId: versions[0] }), nothing);
    },
  },
  {
    title: 'an object of the lake below a version that was deleted',
    laptop: refused(404, 'NoSuchKey'),
    moto: ok,
    async ask({ client }) {
      const { where, versions } = await writtenTwice(client);
      await client.send(new DeleteObjectCommand({ ...where, VersionId: versions[1] }));
      return answered(() => got(client, where), nothing);
    },
  },
  {
    title: 'parts that are named in another order than that of their numbers',
    laptop: refused(400, 'InvalidPartOrder'),
    moto: ok,
    async ask({ client }) {
      const upload = await begun(client);
      const large = new Uint8Array(5 * 1024 ** 2);
      const parts = [await sent(client, upload, 1, large), await sent(client, upload, 2, large)];
      const MultipartUpload = { Parts: parts.toReversed() };
      return answered(
        () => client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload })),
        nothing,
      );
    },
  },
  {
    title: 'a part that is not what its checksum says',
    laptop: refused(400, 'BadDigest'),
    moto: ok,
    async ask({ client }) {
      const upload = await begun(client);
      const part = { ...upload, PartNumber: 1, Body: BYTES, ChecksumSHA256: sha256Of(new Uint8Array()) };
      return answered(() => client.send(new UploadPartCommand(part)), nothing);
    },
  },
  {
    title: 'a part without the checksum that the upload was opened with',
    laptop: refused(400, 'InvalidRequest'),
    moto: ok,
    async ask({ client }) {
      const part = { ...(await begun(client)), PartNumber: 1, Body: BYTES };
      return answered(() => client.send(new UploadPartCommand(part)), nothing);
    },
  },
  {
    title: 'a completion that leaves out the checksums of the parts',
    laptop: refused(400, 'InvalidRequest'),
    moto: ok,
    async ask({ client }) {
      const upload = await begun(client);
      const { PartNumber, ETag } = await sent(client, upload, 1, BYTES);
      const MultipartUpload = { Parts: [{ PartNumber, ETag }] };
      return answered(
        () => client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload })),
        nothing,
      );
    },
  },
  {
    title: 'a retention that is shortened',
    laptop: refused(403, 'AccessDenied'),
    moto: ok,
    async ask({ client }) {
      const where = place();
      const { VersionId } = await client.send(new PutObjectCommand({ ...where, Body: BYTES }));
      const retain = (days: number) =>
        client.send(
          new PutObjectRetentionCommand({
            ...{ ...where, VersionId },
            Retention: { Mode: 'GOVERNANCE', RetainUntilDate: inDays(days) },
          }),
        );
      await retain(20);
      return answered(() => retain(10), nothing);
    },
  },
  {
    title: 'a retention of the mode COMPLIANCE',
    laptop: { status: 501 },
    moto: ok,
    async ask({ client }) {
      const until = { ObjectLockRetainUntilDate: inDays(9) };
      const put = { ...place(), Body: BYTES, ...LOCKED, ...until, ObjectLockMode: 'COMPLIANCE' as const };
      return answered(() => client.send(new PutObjectCommand(put)), nothing);
    },
  },
  {
    title: 'the retention of an object, asked for',
    laptop: { status: 200, told: { mode: 'GOVERNANCE' } },
    // It answers the object itself, which the client cannot take for a document.
    moto: { status: 200, told: { mode: 'no XML' } },
    async ask({ client }) {
      const where = place();
      const put = { ...where, Body: BYTES, ...LOCKED, ObjectLockRetainUntilDate: inDays(9) };
      await client.send(new PutObjectCommand(put));
      const asked = answered(
        () => client.send(new GetObjectRetentionCommand(where)),
        ({ Retention }) => ({ mode: Retention?.Mode }),
      );
      return asked.catch((error) => ({ status: error.$metadata.httpStatusCode, told: { mode: 'no XML' } }));
    },
  },
  {
    title: 'a checksum of an algorithm that the stack does not use',
    laptop: { status: 501 },
    moto: ok,
    async ask({ client }) {
      const put = { ...place(), Body: BYTES, ChecksumAlgorithm: 'SHA1' as const };
      return answered(() => client.send(new PutObjectCommand(put)), nothing);
    },
  },
];
