import { S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { createS3Presigner } from '../../functions/adapters/s3-presigner.ts';
import { openBuckets, type SignedBothWays, signings } from './presigned-requests.ts';

describe('presigning', () => {
  let buckets: SignedBothWays;
  beforeAll(() => {
    buckets = openBuckets();
  });
  afterAll(() => buckets.close());

  it('gives the very URL that the SDK gives', async () => {
    await fc.assert(
      fc.asyncProperty(signings, async (signing) => {
        expect(await buckets.own(signing)).toBe(await buckets.sdk(signing));
      }),
      { numRuns: 2_000 },
    );
  });

  it('signs with the credentials of the moment', async () => {
    const [one] = fc.sample(signings, 1);
    if (!one) throw new Error('There is no sample.');
    for (const sessionToken of ['one', 'another', undefined]) {
      for (const secretAccessKey of ['this', 'that']) {
        const signing = {
          ...one,
          credentials: { accessKeyId: 'key', secretAccessKey, ...(sessionToken && { sessionToken }) },
        };
        expect(await buckets.own(signing)).toBe(await buckets.sdk(signing));
      }
    }
  });

  const request = {
    ...{ method: 'GET' as const, objectKey: 'x', query: {}, at: new Date(0), expiresInSeconds: 60 },
  };

  it('tries again where the place of the bucket was not known', async () => {
    const client = new S3Client({
      ...{ credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, region: 'eu-central-1' },
    });
    const { send } = client;
    client.send = () => Promise.reject(new Error('There is no network yet.'));
    const presigner = createS3Presigner(client, 'films');
    await expect(presigner.presign(request)).rejects.toThrow('no network yet');
    client.send = send;
    expect(await presigner.presign(request)).toMatch(
      /^https:\/\/films\.s3\.eu-central-1\.amazonaws\.com\/x\?/,
    );
    client.destroy();
  });

  it('signs every header that it is given', async () => {
    const client = new S3Client({
      ...{ credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, region: 'eu-central-1' },
    });
    const url = await createS3Presigner(client, 'films').presign({
      ...{ ...request, headers: { 'x-amz-checksum-sha256': 'c', 'content-length': '1' } },
    });
    const signed = new URL(url).searchParams.get('X-Amz-SignedHeaders');
    expect(signed).toBe('content-length;host;x-amz-checksum-sha256');
    client.destroy();
  });
});
