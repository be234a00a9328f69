import { createCipheriv, createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { customerPage as texts } from '../../functions/messages/catalogue/customer-page-ru.ts';
import { PATIENCE_MILLIS } from '../e2e/laptop.ts';
import { SEED, seededRandom } from '../e2e/seeded-random.ts';
import { until } from '../e2e/until.ts';
import { type Fate, startBreakingProxy } from './breaking-proxy.ts';
import { PHONE } from './chromium.ts';
import { untilFileIsKept } from './kept-in-browser.ts';
import { openLink, press, type Stage, setStage, takePhone, untilHeading } from './stage.ts';

const MEBIBYTE = 1024 ** 2;
/** UPLOAD_MEBIBYTES makes the film another one: of 200 it is what a telephone films in minutes, with one break a part. */
const FILM_BYTES = Number(process.env.UPLOAD_MEBIBYTES || 80) * MEBIBYTE;
const PART_BYTES = 5 * MEBIBYTE;
const BREAKS = 20;

jest.setTimeout(2 * PATIENCE_MILLIS);

const random = seededRandom(SEED);
const directory = mkdtempSync(join(tmpdir(), 'protected-purchase-upload-'));
const film = join(directory, 'film.mp4');
let filmDigest: string;
let proxy: Awaited<ReturnType<typeof startBreakingProxy>>;
let stage: Stage;
let fateOf: (partNumber: number, size: number) => Fate = () => ({});

beforeAll(async () => {
  filmDigest = makeFilm();
  proxy = await startBreakingProxy((partNumber, size) => fateOf(partNumber, size));
  stage = await setStage({ proxy: proxy.address });
});
afterAll(async () => {
  await stage?.close();
  await proxy?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Bytes that the seed fixes, behind the beginning of an MP4. @returns their SHA-256 */
function makeFilm(): string {
  const key = createHash('sha256').update(`film ${SEED}`).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const digest = createHash('sha256');
  const beginning = Buffer.from('00000018667479706d703432000000006d70343269736f6d', 'hex');
  writeFileSync(film, '');
  for (let place = 0; place < FILM_BYTES; place += MEBIBYTE) {
    const piece = cipher.update(Buffer.alloc(MEBIBYTE));
    if (place === 0) beginning.copy(piece);
    digest.update(piece);
    appendFileSync(film, piece);
  }
  return digest.digest('hex');
}

const arrived = (): number =>
  new Set(proxy.puts.filter(({ status }) => status === 200).map(({ partNumber }) => partNumber)).size;

const sentBytes = (): number[] => proxy.puts.map(({ bytes }) => bytes);
const untilHalfOf = (part: number) =>
  until(`half of part ${part} has gone through`, async () =>
    proxy.puts.some(({ partNumber, bytes }) => partNumber === part && bytes > PART_BYTES / 2),
  );

/**
 * Breaks so many sendings somewhere, of all parts but these: the first of each, then where there are too few parts the
 * second. An answer is cut off a part's last sending only, because the part has arrived then.
 */
function planBreaks(partCount: number, count: number, spared: readonly number[]): Map<number, Fate[]> {
  const parts = Array.from({ length: partCount }, (_, index) => index + 1)
    .filter((partNumber) => !spared.includes(partNumber))
    .map((partNumber) => ({ partNumber, place: random() }))
    .sort((one, other) => one.place - other.place);
  const planned = new Map<number, Fate[]>();
  for (let index = 0; index < count; index += 1) {
    const { partNumber } = parts[index % parts.length] as (typeof parts)[number];
    const isLast = index + parts.length >= count;
    const fate =
      isLast && index % 5 === 0 ? { cutsAnswer: true } : { cutAfter: Math.floor(random() * PART_BYTES) };
    planned.set(partNumber, [...(planned.get(partNumber) ?? []), fate]);
  }
  return planned;
}

it(`a film of ${FILM_BYTES / MEBIBYTE} MB arrives whole over ${BREAKS} breaks, a reload and an expired signature (${SEED})`, async () => {
  const partCount = Math.ceil(FILM_BYTES / PART_BYTES);
  const pausedAt = 4;
  const reloadedAt = Math.floor(partCount / 2);
  const held = partCount - 3;
  const breaks = planBreaks(partCount, BREAKS, [pausedAt, reloadedAt, held, held + 1]);
  const afterPause = Promise.withResolvers<void>();
  const afterReload = Promise.withResolvers<void>();
  const afterClock = Promise.withResolvers<void>();
  const stops = new Map([
    [pausedAt, { heldUntil: afterPause.promise }],
    [reloadedAt, { heldUntil: afterReload.promise }],
    [held, { heldUntil: afterClock.promise }],
  ]);
  fateOf = (partNumber) => breaks.get(partNumber)?.shift() ?? stops.get(partNumber) ?? {};

  const sold = await stage.clerk.sellNew(450_000);
  const phone = await takePhone(stage, { ...PHONE, deviceScaleFactor: 1 });
  const { page, watch } = await openLink(phone, stage.linkOf(sold));
  const signed = new Set<number>();
  const declared: string[] = [];
  page.on('request', (request) => {
    if (/\/uploads\/[^/]+\/complete$/.test(request.url())) declared.push(request.postDataJSON().sha256);
  });
  page.on('requestfinished', (request) => {
    if (!/\/uploads\/[^/]+\/parts$/.test(request.url())) return;
    for (const { partNumber } of request.postDataJSON().parts) signed.add(partNumber);
  });
  await page.getByLabel(texts.video.choose).setInputFiles(film);

  await untilHalfOf(pausedAt);
  await press(page, texts.upload.pause);
  await page.getByText(texts.upload.phases.paused, { exact: true }).waitFor();
  afterPause.resolve();
  await until('nothing is under way', async () => proxy.puts.every(({ isOver }) => isOver));
  const atRest = sentBytes();
  const looks = () => proxy.answered.filter((what) => what === 'GET /v1/my/policy').length;
  const looked = looks();
  // The page lives on, and sends nothing.
  await until('the page has looked twice', async () => looks() >= looked + 2);
  expect(sentBytes()).toEqual(atRest);
  // Here, where nothing is under way that could become too old meanwhile.
  await untilFileIsKept(page);
  await press(page, texts.upload.resume);

  await untilHalfOf(reloadedAt);
  const beforeReload = arrived();
  expect(beforeReload).toBeGreaterThan(pausedAt);
  await page.reload();
  afterReload.resolve();

  await untilHalfOf(held);
  expect(arrived()).toBeGreaterThan(beforeReload);
  await until('a part is signed ahead', async () => signed.has(held + 1));
  await stage.world.advance('PT20M');
  afterClock.resolve();
  await untilHeading(page, texts.video.received);

  const { body } = await stage.specialist.untilCase(
    sold.parcel,
    'the checked film',
    ({ evidence }) => evidence[0]?.check,
  );
  expect(body.evidence).toMatchObject([{ size: FILM_BYTES, check: { sha256: filmDigest } }]);
  expect(declared.at(-1)).toBe(filmDigest);
  const expired = proxy.puts.filter(({ status }) => status === 403);
  expect(expired).toMatchObject([{ partNumber: held + 1 }]);
  expect(proxy.breaks()).toBe(BREAKS);
  // One part again for each break, the pause, the reload and the expired signature.
  expect(proxy.puts.length).toBeLessThanOrEqual(partCount + BREAKS + 2 + expired.length);
  expect(watch.errors).toEqual([]);
  await phone.close();
});
