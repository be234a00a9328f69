import { ListPartsCommand, S3Client } from '@aws-sdk/client-s3';
import { jest } from '@jest/globals';
import { LAPTOP_CREDENTIALS } from '../../local/functions/function-host.ts';
import { REGION } from '../../local/intrinsics.ts';
import { clerkOf, type SoldParcel } from './clerk.ts';
import { bytesOfPart, customerOf, putPart, type SignedPart, sha256 } from './customer.ts';
import { filmOf } from './film-maker.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { SEED, seededRandom } from './seeded-random.ts';
import { specialistOf } from './specialist.ts';
import { worldOf } from './world.ts';

const MEGABYTES = 60;
const GIBIBYTE = 1024 ** 3;

jest.setTimeout(PATIENCE_MILLIS);

let laptop: Laptop;
let clerk: ReturnType<typeof clerkOf>;
let world: ReturnType<typeof worldOf>;
let specialist: ReturnType<typeof specialistOf>;

beforeAll(async () => {
  laptop = await startLaptop();
  clerk = clerkOf(laptop);
  world = worldOf(laptop);
  specialist = specialistOf(laptop);
});
afterAll(() => laptop?.dispose());

describe('a film of 60 MB', () => {
  let sold: SoldParcel;
  let customer: ReturnType<typeof customerOf>;
  let film: Buffer;
  let evidenceId: string;

  beforeAll(async () => {
    sold = await clerk.sellNew(450_000);
    customer = customerOf(laptop, sold.link);
    film = filmOf(MEGABYTES, await world.now());
  });

  it(`arrives through breaks at random places (E2E_SEED=${SEED}), with at most one part sent again for each`, async () => {
    expect(film.length).toBeGreaterThan(50_000_000);
    const random = seededRandom(SEED);
    const plan = await customer.startUpload(film);
    expect(plan).toMatchObject({ partSize: 5_242_880, partCount: Math.ceil(film.length / 5_242_880) });
    const begun: number[] = [];
    let breaks = 0;
    for (;;) {
      const missing = await customer.missingParts(plan);
      if (missing.length === 0) break;
      const partNumber = missing[Math.floor(random() * missing.length)] as number;
      const { length } = bytesOfPart(film, plan, partNumber);
      // Also right after the last byte, when only the answer is lost.
      const breakAfter = random() < 0.2 ? length : Math.floor(random() * length);
      const isCalm = breaks >= 8;
      const tried = await customer.sendParts(
        film,
        plan,
        missing,
        isCalm ? undefined : { partNumber, breakAfter },
      );
      // What the storage has is not sent again.
      expect(missing).toEqual(expect.arrayContaining(tried));
      begun.push(...tried);
      if (!isCalm) breaks += 1;
    }
    expect(breaks).toBeGreaterThan(0);
    expect(begun.length).toBeLessThanOrEqual(plan.partCount + breaks);

    const done = await customer.complete(plan.uploadId, sha256(film));
    expect(done.status).toBe(200);
    expect((await customer.complete(plan.uploadId, sha256(film))).text).toBe(done.text);
    expect((await customer.complete(plan.uploadId)).text).toBe(done.text);
    evidenceId = done.body.evidenceId;
  });

  it('is checked by what it is: length, sum, container, duration and time of recording', async () => {
    const { body } = await specialist.untilCase(
      sold.parcel,
      'the check',
      ({ evidence }) => evidence[0]?.check,
    );
    expect(body.evidence).toHaveLength(1);
    expect(body.evidence[0]).toMatchObject({
      evidenceId,
      status: 'received',
      size: film.length,
      check: {
        sha256: sha256(film),
        size: film.length,
        container: 'mp4',
        width: 640,
        height: 480,
        findings: [],
      },
    });
    expect(body.evidence[0].check.durationSeconds).toBeCloseTo(12, 0);
    expect(body.evidence[0].check.recordedAt).toEqual(expect.any(String));
  });

  it('comes back to the specialist byte for byte, from a host where nothing runs, and it is written down', async () => {
    const taken = await specialist.download(sold.parcel, evidenceId);
    expect(taken.status).toBe(200);
    const url = new URL(taken.body.url);
    expect(url.origin).toBe(laptop.filmOrigin);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment; filename/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'referrer-policy': 'no-referrer',
    });
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(sha256(film));
    const { body } = await specialist.read(sold.parcel);
    expect(body.timeline.at(-1)).toMatchObject({ action: 'film-taken', actor: { role: 'specialist' } });

    await world.advance('PT6M');
    const late = await fetch(url);
    expect(late.status).toBe(403);
    const unsigned = await fetch(laptop.storageOrigin + url.pathname);
    expect(unsigned.status).toBe(403);
  });

  it('is in time for a claim that follows, and is locked for it', async () => {
    const filed = await customer.fileClaim('foreign-object', 450_000);
    expect(filed.body.status).toBe('in-review');
    const { body } = await specialist.untilCase(
      sold.parcel,
      'the lock',
      ({ evidence }) => evidence[0]?.retainedUntil,
    );
    const years =
      (Date.parse(body.evidence[0].retainedUntil) - Date.parse(filed.body.filedAt)) / 31_557_600_000;
    expect(years).toBeCloseTo(3, 1);
  });
});

describe('the storage', () => {
  const film = Buffer.alloc(6_000_000, 'film');

  it('takes exactly the bytes that were announced, and only while the address lives', async () => {
    const customer = customerOf(laptop, (await clerk.sellNew()).link);
    const plan = await customer.startUpload(film);
    const [first, second] = (await customer.signParts(film, plan, [1, 2])) as [SignedPart, SignedPart];
    const right = bytesOfPart(film, plan, 1);
    const wrong = Buffer.from(right);
    wrong[100] = 0;
    expect(await putPart(first, wrong)).toMatchObject({ status: 400 });
    expect(await putPart(first, right.subarray(1))).toMatchObject({ status: 403 });
    const lying = { ...first, headers: { 'x-amz-checksum-sha256': sha256(wrong, 'base64') } };
    expect(await putPart(lying, wrong)).toMatchObject({ status: 403 });
    expect(await customer.missingParts(plan)).toEqual([1, 2]);
    expect(await putPart(first, right)).toMatchObject({ status: 200 });

    await world.advance('PT16M');
    expect(await putPart(second, bytesOfPart(film, plan, 2))).toMatchObject({ status: 403 });
    expect(await customer.missingParts(plan)).toEqual([2]);
    expect((await customer.complete(plan.uploadId)).body).toMatchObject({
      code: 'upload-parts-missing',
      partNumbers: [2],
    });
    // A new address makes it good.
    await customer.sendParts(film, plan, [2]);
    expect((await customer.complete(plan.uploadId)).status).toBe(200);
  });

  it('shows the specialist what is no video, and refuses the customer nothing', async () => {
    const { parcel, link } = await clerk.sellNew();
    const page = Buffer.from('<!doctype html><html><script>alert(1)</script></html>'.repeat(50));
    const customer = customerOf(laptop, link);
    const { uploadId } = await customer.upload(page, { fileName: 'unboxing.mp4' });
    const { body } = await specialist.untilCase(parcel, 'the check', ({ evidence }) => evidence[0]?.check);
    expect(body.evidence[0].check.findings).toEqual(
      expect.arrayContaining(['not-a-video', 'type-differs', 'contains-markup']),
    );
    const taken = await specialist.download(parcel, uploadId);
    const response = await fetch(taken.body.url);
    expect(response.headers.get('content-type')).not.toMatch(/html|script|svg/);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    await response.arrayBuffer();
    expect((await customer.fileClaim('other', 1_000)).status).toBe(201);
  });
});

describe('an upload', () => {
  it('is refused before a byte is sent: over 5 GiB, no film by its type, the sixth', async () => {
    const customer = customerOf(laptop, (await clerk.sellNew()).link);
    const begin = (more: object = {}) =>
      customer.beginUpload({ fileName: 'a.mp4', contentType: 'video/mp4', size: 1_000, ...more });
    expect((await begin({ size: 5 * GIBIBYTE + 1 })).body).toMatchObject({
      status: 422,
      code: 'upload-too-large',
      maximumBytes: 5 * GIBIBYTE,
    });
    expect((await begin({ contentType: 'text/html' })).body.code).toBe('upload-type-not-accepted');
    expect((await begin({ size: 5 * GIBIBYTE })).status).toBe(201);
    const others = await Promise.all([begin(), begin(), begin(), begin()]);
    expect(others.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const sixth = await begin();
    expect(sixth.body).toMatchObject({ status: 409, code: 'uploads-too-many', filesPerPolicy: 5 });
    // One that is given up makes room.
    expect((await customer.abort(others[0]?.body.uploadId)).status).toBe(204);
    expect((await begin()).status).toBe(201);
  });

  it('belongs to its link', async () => {
    const film = Buffer.alloc(1_000, 'film');
    const customer = customerOf(laptop, (await clerk.sellNew()).link);
    const stranger = customerOf(laptop, (await clerk.sellNew()).link);
    const { uploadId } = await customer.startUpload(film);
    const answers = await Promise.all([
      stranger.readUpload(uploadId),
      stranger.complete(uploadId),
      stranger.abort(uploadId),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await customer.readUpload(uploadId)).body.status).toBe('open');
  });

  it('that nobody finishes is discarded by the storage after eight days', async () => {
    const film = Buffer.alloc(6_000_000, 'film');
    const customer = customerOf(laptop, (await clerk.sellNew()).link);
    const plan = await customer.startUpload(film);
    const [signed] = (await customer.signParts(film, plan, [1])) as [SignedPart];
    await putPart(signed, bytesOfPart(film, plan, 1));
    const url = new URL(signed.url);
    const [, bucket, ...key] = url.pathname.split('/');
    const storage = new S3Client({
      endpoint: laptop.storageOrigin,
      region: REGION,
      credentials: LAPTOP_CREDENTIALS,
      forcePathStyle: true,
    });
    const parts = async () =>
      storage
        .send(
          new ListPartsCommand({
            Bucket: bucket,
            Key: key.join('/'),
            UploadId: url.searchParams.get('uploadId') ?? '',
          }),
        )
        .then(
          ({ Parts }) => Parts?.length,
          (error: Error) => error.name,
        );
    try {
      // The storage judges signatures by the laptop's clock, and the client signs by its own.
      storage.config.systemClockOffset = Date.parse(await world.now()) - Date.now();
      expect(await parts()).toBe(1);
      await world.advance('P10D');
      storage.config.systemClockOffset = Date.parse(await world.now()) - Date.now();
      expect(await parts()).toBe('NoSuchUpload');
    } finally {
      storage.destroy();
    }
    expect((await customer.readUpload(plan.uploadId)).body.status).toBe('aborted');
    expect((await customer.complete(plan.uploadId)).body.code).toBe('upload-not-open');
  });
});
