import { randomBytes } from 'node:crypto';
import { CreateMultipartUploadCommand, ListPartsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { createS3EvidenceStorage } from '../../functions/adapters/s3-evidence-storage.ts';
import { toInstant } from '../../functions/clock.ts';
import { checkProperty } from '../moto/check-property.ts';
import { startScript } from '../moto/line-by-line.ts';
import { sha256Of } from './answer.ts';
import { KEYS } from './operation.ts';
import { FILMS } from './stack-buckets.ts';
import { CREDENTIALS, REGION, type Storage } from './storages.ts';
import { arbitraryTampering, type SignedRequest } from './tampering.ts';

/**
 * What moto does not look at, so that it stands alone: an address works as it was signed, and not at all with anything
 * about it changed, before its time or after it. The other opinion comes from botocore, whose addresses must work too.
 */

const EXPIRES_IN_SECONDS = 300;
const SECRET = Buffer.from('the film that only the holder of the address sees');

interface Signed {
  request: SignedRequest;
  /** Whether the request has done what it is for: bytes stored, or bytes seen. */
  hasWorked(response: Response): Promise<boolean>;
}

const arbitraryAim = fc.record({
  key: fc.nat({ max: KEYS.length - 1 }),
  does: fc.constantFrom('send a part' as const, 'read' as const),
  size: fc.integer({ min: 1, max: 300 }),
});
type Aim = typeof arbitraryAim extends fc.Arbitrary<infer T> ? T : never;

export async function proveSignedAddresses(
  storage: Storage,
  { seed, numRuns }: { seed: number; numRuns: number },
): Promise<void> {
  const property = fc.asyncProperty(arbitraryAim, arbitraryTampering, async (aim, tampering) => {
    const signed = await sign(aim, storage, Date.now());
    const changed = tampering.apply(signed.request);
    if (changed) await assertRefused(`An address of ${aim.does} ${tampering.what}`, changed, signed);
    const response = await send(signed.request);
    const worked = await signed.hasWorked(response);
    if (response.status !== 200 || !worked)
      throw new Error(`As it was signed it is answered ${response.status}.`);
  });
  await checkProperty(property, { seed, numRuns });
}

/** Signed for another time: over by a second at the least, or from a clock that is far ahead. */
export async function proveTimes(
  storage: Storage,
  { seed, numRuns }: { seed: number; numRuns: number },
): Promise<void> {
  const outside = fc.oneof(
    fc.integer({ min: EXPIRES_IN_SECONDS + 1, max: 7 * 86_400 }).map((seconds) => -seconds),
    fc.integer({ min: 15 * 60 + 60, max: 7 * 86_400 }),
  );
  const property = fc.asyncProperty(arbitraryAim, outside, async (aim, seconds) => {
    const signed = await sign(aim, storage, Date.now() + seconds * 1_000);
    await assertRefused(`An address signed ${seconds} s from now`, signed.request, signed);
  });
  await checkProperty(property, { seed, numRuns });
}

export async function proveBotocore(
  storage: Storage,
  { seed, numRuns, progress }: { seed: number; numRuns: number; progress: (text: string) => void },
): Promise<void> {
  const botocore = await startScript('presign.py', progress);
  try {
    const property = fc.asyncProperty(arbitraryAim, async (aim) => {
      const { Key, UploadId, body } = await prepare(aim, storage);
      const headers = { 'x-amz-checksum-sha256': sha256Of(body) };
      const params =
        aim.does === 'read'
          ? { Bucket: FILMS, Key, ResponseContentDisposition: `attachment; filename="a b+c.mp4"` }
          : { Bucket: FILMS, Key, UploadId, PartNumber: 1, ChecksumSHA256: headers['x-amz-checksum-sha256'] };
      const url = await botocore.ask({
        ...{ endpoint: storage.url, region: REGION, ...CREDENTIALS, expiresInSeconds: EXPIRES_IN_SECONDS },
        ...{ operation: aim.does === 'read' ? 'get_object' : 'upload_part', params },
      });
      const response = await send({
        ...{ method: aim.does === 'read' ? 'GET' : 'PUT', url: new URL(String(url)) },
        ...(aim.does === 'read' ? { headers: {}, body: undefined } : { headers, body }),
      });
      if (response.status !== 200) throw new Error(`botocore's ${url} is answered ${await response.text()}`);
      await response.arrayBuffer();
    });
    await checkProperty(property, { seed, numRuns });
  } finally {
    botocore.close();
  }
}

async function prepare({ key, does, size }: Aim, { client }: Storage) {
  const Key = `${randomBytes(8).toString('hex')}/${KEYS[key]}`;
  const body = does === 'read' ? SECRET : new Uint8Array(size).fill(size);
  if (does === 'read') {
    await client.send(new PutObjectCommand({ Bucket: FILMS, Key, Body: SECRET }));
    return { Key, UploadId: undefined, body };
  }
  const begun = await client.send(
    new CreateMultipartUploadCommand({ Bucket: FILMS, Key, ChecksumAlgorithm: 'SHA256' }),
  );
  return { Key, UploadId: begun.UploadId, body };
}

async function sign(aim: Aim, storage: Storage, atMillis: number): Promise<Signed> {
  const { Key, UploadId, body } = await prepare(aim, storage);
  const evidence = createS3EvidenceStorage({ client: storage.client, bucket: FILMS });
  const when = { now: toInstant(atMillis), expiresInSeconds: EXPIRES_IN_SECONDS };
  if (aim.does === 'read') {
    const url = await evidence.signDownload({ objectKey: Key, fileName: 'film.mp4', ...when });
    return {
      request: { method: 'GET', url: new URL(url), headers: {}, body: undefined },
      hasWorked: async (response) => Buffer.from(await response.arrayBuffer()).includes(SECRET),
    };
  }
  const part = {
    objectKey: Key,
    multipartId: UploadId ?? '',
    partNumber: 1,
    size: body.length,
    sha256: sha256Of(body),
  };
  const { url, headers } = await evidence.signPart({ ...part, ...when });
  return {
    request: { method: 'PUT', url: new URL(url), headers, body },
    hasWorked: async (response) => {
      await response.arrayBuffer();
      const { Parts = [] } = await storage.client.send(
        new ListPartsCommand({ Bucket: FILMS, Key, UploadId }),
      );
      return Parts.length > 0;
    },
  };
}

async function assertRefused(what: string, request: SignedRequest, signed: Signed): Promise<void> {
  const response = await send(request);
  const worked = await signed.hasWorked(response);
  if (response.status < 400 || response.status >= 500 || worked) {
    throw new Error(
      `${what} is answered ${response.status}${worked ? ' and has worked' : ''}, expected a refusal.`,
    );
  }
}

function send({ method, url, headers, body }: SignedRequest): Promise<Response> {
  return fetch(url, { method, headers, ...(body === undefined ? {} : { body: new Uint8Array(body) }) });
}
