import { createHash } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { codeOf, openStorage, refusalOf, type StorageFixture } from './storage-fixture.ts';

const FILM = Buffer.from('the film of an unboxing');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');

describe('presigned URLs', () => {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorage();
  });
  afterAll(() => fixture.close());

  /** A PUT that binds length, type and bytes, as the service signs its parts. */
  async function signPut(
    key: string,
    expiresIn = 300,
  ): Promise<{ url: string; headers: Record<string, string> }> {
    const command = new PutObjectCommand({
      Bucket: 'plain',
      Key: key,
      ContentLength: FILM.length,
      ContentType: 'video/mp4',
      ChecksumSHA256: sha256(FILM),
    });
    const url = await getSignedUrl(fixture.client(), command, {
      expiresIn,
      signableHeaders: new Set(['host', 'content-length', 'content-type', 'x-amz-checksum-sha256']),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      signingDate: new Date(fixture.clock.now()),
    });
    return { url, headers: { 'content-type': 'video/mp4', 'x-amz-checksum-sha256': sha256(FILM) } };
  }

  const signGet = (key: string, settings: object = {}) =>
    getSignedUrl(fixture.client(), new GetObjectCommand({ Bucket: 'plain', Key: key, ...settings }), {
      expiresIn: 60,
      signingDate: new Date(fixture.clock.now()),
    });

  const isStored = async (key: string) => (await fetch(await signGet(key))).status === 200;

  it('stores what was signed', async () => {
    const { url, headers } = await signPut('film.mp4');
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;content-type;host;x-amz-checksum-sha256',
    );
    const response = await fetch(url, { method: 'PUT', body: FILM, headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe(`"${createHash('md5').update(FILM).digest('hex')}"`);
    expect(response.headers.get('x-amz-version-id')).toMatch(/^[\w-]{32}$/);
    const read = await fetch(await signGet('film.mp4'));
    expect(Buffer.from(await read.arrayBuffer())).toEqual(FILM);
    expect(read.headers.get('content-type')).toBe('video/mp4');
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('refuses another length, other bytes, another type, and a signed header left out', async () => {
    const { url, headers } = await signPut('refused.mp4');
    const put = (body: Buffer, changed: Record<string, string>) =>
      fetch(url, { method: 'PUT', body, headers: changed });
    const longer = await put(Buffer.concat([FILM, FILM]), headers);
    expect([longer.status, await codeOf(longer)]).toEqual([403, 'SignatureDoesNotMatch']);
    const other = await put(Buffer.from(FILM).fill(0), headers);
    expect([other.status, await codeOf(other)]).toEqual([400, 'BadDigest']);
    const html = await put(FILM, { ...headers, 'content-type': 'text/html' });
    expect([html.status, await codeOf(html)]).toEqual([403, 'SignatureDoesNotMatch']);
    const without = await put(FILM, { 'content-type': 'video/mp4' });
    expect([without.status, await codeOf(without)]).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await isStored('refused.mp4')).toBe(false);
  });

  it('refuses a tampered URL', async () => {
    const { url, headers } = await signPut('tampered.mp4');
    const tampered = [
      url.replace('tampered.mp4', 'other.mp4'),
      url.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000'),
      url.replace(/Signature=(.)/, (_, digit: string) => `Signature=${digit === '0' ? '1' : '0'}`),
      `${url}&versionId=1`,
    ];
    for (const target of tampered) {
      const response = await fetch(target, { method: 'PUT', body: FILM, headers });
      expect([response.status, await codeOf(response)]).toEqual([403, 'SignatureDoesNotMatch']);
    }
    expect(await isStored('tampered.mp4')).toBe(false);
  });

  it('ages with the laptop clock', async () => {
    const { url, headers } = await signPut('late.mp4', 60);
    fixture.clock.advance(62_000);
    const response = await fetch(url, { method: 'PUT', body: FILM, headers });
    const text = await response.text();
    expect(response.status).toBe(403);
    expect(text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
  });

  it('verifies a checksum that the presigner moved into the query', async () => {
    const command = new PutObjectCommand({ Bucket: 'plain', Key: 'hoisted', ChecksumSHA256: sha256(FILM) });
    const url = await getSignedUrl(fixture.client(), command, {
      expiresIn: 60,
      signingDate: new Date(fixture.clock.now()),
    });
    expect(url).toContain('x-amz-checksum-sha256=');
    const other = await fetch(url, { method: 'PUT', body: 'other bytes' });
    expect([other.status, await codeOf(other)]).toEqual([400, 'BadDigest']);
    expect((await fetch(url, { method: 'PUT', body: FILM })).status).toBe(200);
  });

  it('shows the trap of the default client: its presigned PUT carries the checksum of an empty body', async () => {
    const client = fixture.client({ requestChecksumCalculation: 'WHEN_SUPPORTED' });
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'plain', Key: 'trap' }), {
      signingDate: new Date(fixture.clock.now()),
    });
    const response = await fetch(url, { method: 'PUT', body: FILM });
    expect([response.status, await codeOf(response)]).toEqual([400, 'BadDigest']);
  });

  it('refuses an x-amz- header that was not signed', async () => {
    const url = await signGet('film.mp4');
    const response = await fetch(url, { headers: { 'x-amz-meta-owner': 'me' } });
    expect([response.status, await codeOf(response)]).toEqual([403, 'AccessDenied']);
  });

  it('overrides the headers of an answer only as far as the signer said', async () => {
    await fetch((await signPut('page')).url, {
      method: 'PUT',
      body: FILM,
      headers: (await signPut('page')).headers,
    });
    const url = await signGet('page', {
      ResponseContentDisposition: 'attachment; filename="film.mp4"',
      ResponseContentType: 'application/octet-stream',
    });
    const response = await fetch(url);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="film.mp4"');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const unsigned = await fetch(`${fixture.storage.url}/plain/page?response-content-type=text/html`);
    expect([unsigned.status, await codeOf(unsigned)]).toEqual([403, 'AccessDenied']);
    const added = await fetch(`${await signGet('page')}&response-content-type=text/html`);
    expect([added.status, await codeOf(added)]).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('takes a presigned part, and only it', async () => {
    const client = fixture.client({ systemClockOffset: fixture.clock.offsetMillis });
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket: 'plain', Key: 'parts', ChecksumAlgorithm: 'SHA256' }),
    );
    const target = { Bucket: 'plain', Key: 'parts', UploadId };
    const url = await getSignedUrl(
      client,
      new UploadPartCommand({
        ...target,
        PartNumber: 7,
        ContentLength: FILM.length,
        ChecksumSHA256: sha256(FILM),
      }),
      {
        expiresIn: 60,
        signableHeaders: new Set(['host', 'content-length', 'x-amz-checksum-sha256']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
        signingDate: new Date(fixture.clock.now()),
      },
    );
    const headers = { 'x-amz-checksum-sha256': sha256(FILM) };
    const otherPart = await fetch(url.replace('partNumber=7', 'partNumber=8'), {
      method: 'PUT',
      body: FILM,
      headers,
    });
    expect(await codeOf(otherPart)).toBe('SignatureDoesNotMatch');
    const wrong = await fetch(url, { method: 'PUT', body: Buffer.from(FILM).reverse(), headers });
    expect(await codeOf(wrong)).toBe('BadDigest');
    expect((await client.send(new ListPartsCommand(target))).Parts).toBeUndefined();
    const right = await fetch(url, { method: 'PUT', body: FILM, headers });
    expect(right.status).toBe(200);
    const { Parts } = await client.send(new ListPartsCommand(target));
    expect(Parts).toMatchObject([{ PartNumber: 7, Size: FILM.length, ChecksumSHA256: sha256(FILM) }]);
  });

  it('refuses a header-signed call of another key, another secret or another time', async () => {
    const head = new HeadObjectCommand({ Bucket: 'plain', Key: 'film.mp4' });
    const get = new GetObjectCommand({ Bucket: 'plain', Key: 'film.mp4' });
    const systemClockOffset = fixture.clock.offsetMillis;
    const stranger = fixture.client({
      systemClockOffset,
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    });
    expect(await refusalOf(stranger.send(get))).toEqual({ code: 'InvalidAccessKeyId', status: 403 });
    const guesser = fixture.client({
      systemClockOffset,
      credentials: { accessKeyId: 'laptop', secretAccessKey: 'guess' },
    });
    expect(await refusalOf(guesser.send(get))).toEqual({ code: 'SignatureDoesNotMatch', status: 403 });
    expect((await refusalOf(guesser.send(head))).status).toBe(403);
    const elsewhere = fixture.client({ systemClockOffset, region: 'us-east-1' });
    expect(await refusalOf(elsewhere.send(get))).toEqual({
      code: 'AuthorizationHeaderMalformed',
      status: 400,
    });
    const late = fixture.client({ systemClockOffset: systemClockOffset - 16 * 60_000 });
    expect(await refusalOf(late.send(get))).toEqual({ code: 'RequestTimeTooSkewed', status: 403 });
  });

  it('is private: who has signed nothing reads, writes and lists nothing', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'POST']) {
      for (const path of ['/plain/film.mp4', '/plain', '/', '/nowhere/x']) {
        const response = await fetch(`${fixture.storage.url}${path}`, { method });
        expect(response.status).toBe(403);
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      }
    }
  });
});
