import { GetObjectCommand, S3Client, type S3ClientConfig, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { createS3EvidenceStorage } from '../../functions/adapters/s3-evidence-storage.ts';
import { toInstant } from '../../functions/clock.ts';
import type { EvidenceStorage } from '../../functions/evidence/ports.ts';

/** What a URL is signed of: a part to be sent or a file to be fetched, by whom, and in which bucket. */
export interface Signing {
  /** Which of `openBuckets`. */
  bucket: number;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  objectKey: string;
  at: number;
  expiresInSeconds: number;
  part?: { multipartId: string; partNumber: number; size: number; sha256: string } | undefined;
}

const REGION = 'eu-central-1';

/** On a host of its own or in the path, here, in another partition, on the laptop, behind a folder. */
const BUCKETS: { bucket: string; config: S3ClientConfig }[] = [
  { bucket: 'films-eu', config: {} },
  { bucket: 'films.eu', config: {} },
  { bucket: 'films-eu', config: { forcePathStyle: true } },
  { bucket: 'films-eu', config: { region: 'cn-north-1' } },
  { bucket: 'films-eu', config: { useDualstackEndpoint: true } },
  { bucket: 'films-eu', config: { endpoint: 'http://127.0.0.1:4310' } },
  { bucket: 'films-eu', config: { endpoint: 'http://localhost:4310', forcePathStyle: true } },
  { bucket: 'films-eu', config: { endpoint: 'https://s3.example.org' } },
  { bucket: 'films-eu', config: { endpoint: 'http://localhost:80/folder' } },
];

const WELL_FORMED = { unit: 'binary' as const, minLength: 1, maxLength: 40 };
const secretText = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 60 });
const ODD_KEYS = [
  ...`/ .~-_!'()*+%?#&=;:@$,"<>\\^|{}[]`,
  '//',
  '/../',
  '/./',
  'ü',
  'Ж',
  '\u{1f600}',
  '\u0000',
];

const oddKey = fc
  .array(fc.oneof(fc.constantFrom(...ODD_KEYS), fc.string({ minLength: 1, maxLength: 8 })), {
    ...{ minLength: 1, maxLength: 12 },
  })
  .map((pieces) => pieces.join(''));

export const signings: fc.Arbitrary<Signing> = fc.record({
  bucket: fc.nat(BUCKETS.length - 1),
  credentials: fc.record(
    { accessKeyId: secretText, secretAccessKey: secretText, sessionToken: secretText },
    { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
  ),
  objectKey: fc.oneof(oddKey, fc.string(WELL_FORMED)),
  at: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) }),
  expiresInSeconds: fc.integer({ min: 1, max: 604_800 }),
  part: fc.option(
    fc.record({
      multipartId: fc.oneof(oddKey, fc.string(WELL_FORMED)),
      partNumber: fc.integer({ min: 1, max: 10_000 }),
      size: fc.integer({ min: 1, max: 5 * 1024 ** 3 }),
      sha256: fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((bytes) => Buffer.from(bytes).toString('base64')),
    }),
    { nil: undefined, freq: 3 },
  ),
});

export interface SignedBothWays {
  own(signing: Signing): Promise<string>;
  sdk(signing: Signing): Promise<string>;
  close(): void;
}

/** Our storage, and the SDK's presigner as its documentation uses it, on the same clients. */
export function openBuckets(): SignedBothWays {
  let current: Signing['credentials'] | undefined;
  const buckets = BUCKETS.map(({ bucket, config }) => {
    const client = new S3Client({
      ...{ region: REGION, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
      // Otherwise the SDK's URL of a part carries the checksum of an empty body, and no other body fits it.
      ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
      ...config,
    });
    // A client keeps what a provider of its own answers; here each call has credentials of its own.
    client.config.credentials = async () => current as Signing['credentials'];
    return { client, bucket, storage: createS3EvidenceStorage({ client, bucket }) };
  });
  const on = ({ bucket, credentials }: Signing) => {
    current = credentials;
    return buckets[bucket] as (typeof buckets)[number];
  };
  return {
    own: (signing) => signOurs(on(signing).storage, signing),
    sdk(signing) {
      const { client, bucket } = on(signing);
      return signTheirs(client, bucket, signing);
    },
    close() {
      for (const { client } of buckets) client.destroy();
    },
  };
}

async function signOurs(storage: EvidenceStorage, { objectKey, part, at, expiresInSeconds }: Signing) {
  const signing = { objectKey, now: toInstant(at), expiresInSeconds };
  if (part) return (await storage.signPart({ ...part, ...signing })).url;
  return storage.signDownload({ ...signing, fileName: FILE_NAME, inlineType: 'video/mp4' });
}

const FILE_NAME = `Распаковка "(1)*'.mp4`;
/** As the storage names it. */
const DISPOSITION = `inline; filename="__________ __1___.mp4"; filename*=UTF-8''%D0%A0%D0%B0%D1%81%D0%BF%D0%B0%D0%BA%D0%BE%D0%B2%D0%BA%D0%B0%20%22%281%29%2A%27.mp4`;

function signTheirs(client: S3Client, Bucket: string, signing: Signing): Promise<string> {
  const { objectKey: Key, part, expiresInSeconds: expiresIn } = signing;
  const signingDate = new Date(signing.at);
  if (!part) {
    const command = new GetObjectCommand({
      ...{ Bucket, Key, ResponseContentDisposition: DISPOSITION },
      ...{ ResponseContentType: 'video/mp4', ResponseCacheControl: 'no-store' },
    });
    return getSignedUrl(client, command, { expiresIn, signingDate });
  }
  const command = new UploadPartCommand({
    ...{ Bucket, Key, UploadId: part.multipartId, PartNumber: part.partNumber },
    ...{ ContentLength: part.size, ChecksumSHA256: part.sha256 },
  });
  const unhoistableHeaders = new Set(['x-amz-checksum-sha256']);
  return getSignedUrl(client, command, { expiresIn, signingDate, unhoistableHeaders });
}
