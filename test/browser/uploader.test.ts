import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import type { UploadController, UploadPhase } from '../../web/customer/upload/upload-types.ts';
import { openChromium } from './chromium.ts';
import { startFilmServer } from './film-server.ts';
import { countKept, untilFileIsKept, untilUnbegunIsKept } from './kept-in-browser.ts';
import type { RecorderPage } from './recorder-page.ts';

declare global {
  var page: RecorderPage;
  var upload: UploadController;
}

const PART_SIZE = 1024 ** 2;
const SIZE = 8 * PART_SIZE + 12_345;
const PARTS = 9;

/** The same bytes as in the page below. */
const FILM = Buffer.from(Uint8Array.from({ length: SIZE }, (_, index) => (index * 31 + (index >> 10)) & 255));
const SHA256 = createHash('sha256').update(FILM).digest('hex');

let browser: Browser;
let server: Awaited<ReturnType<typeof startFilmServer>>;

beforeAll(async () => {
  browser = await openChromium({ camera: true });
}, 60_000);
afterAll(() => browser?.close());

beforeEach(async () => {
  server = await startFilmServer(PART_SIZE);
});
afterEach(() => server.close());

async function open(page: Page): Promise<Page> {
  await page.goto(server.address);
  await page.waitForFunction(() => globalThis.page !== undefined);
  return page;
}

const start = (page: Page) =>
  page.evaluate((size) => {
    const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 10)) & 255);
    globalThis.upload = globalThis.page.uploader.startUpload({
      ...{ file: new File([bytes], 'box.mp4'), fileName: 'box.mp4' },
      ...{ contentType: 'video/mp4', purpose: 'film' },
    });
  }, SIZE);

const resume = (page: Page) =>
  page.evaluate(async () => {
    const listed = await globalThis.page.api.list();
    const { controllers } = await globalThis.page.uploader.resumeUploads(listed.ok ? listed.value : []);
    if (!controllers[0]) throw new Error('There is nothing to go on with.');
    globalThis.upload = controllers[0];
  });

const reaches = (page: Page, phase: UploadPhase) =>
  page.waitForFunction((wanted) => globalThis.upload.state().phase === wanted, phase, { timeout: 60_000 });

const reachesBytes = (page: Page, bytes: number) =>
  page.waitForFunction((least) => globalThis.upload.state().sentBytes >= least, bytes, { timeout: 60_000 });

const partsSent = () => server.requests.filter((request) => request.startsWith('PUT ')).length;

/** A page that was reloaded in the middle of its fifth part. */
async function openReloaded(): Promise<Page> {
  const page = await open(await browser.newPage());
  server.line.holdsFromPart = 5;
  await start(page);
  await reachesBytes(page, 4 * PART_SIZE);
  await untilFileIsKept(page);
  await page.reload();
  server.line.holdsFromPart = Number.POSITIVE_INFINITY;
  await page.waitForFunction(() => globalThis.page !== undefined);
  return page;
}

it('sends a file over a line that breaks, each break costing one part, and leaves nothing behind', async () => {
  const page = await open(await browser.newPage());
  server.line.breaksNextParts = 2;
  await start(page);
  await reaches(page, 'done');
  expect(server.filmOf('upload-1').equals(FILM)).toBe(true);
  expect(server.uploads.get('upload-1')?.claimedSha256).toBe(SHA256);
  expect(partsSent()).toBe(PARTS + 2);
  expect(await countKept(page)).toBe(0);
  await page.close();
}, 90_000);

it('goes on after a reload with the copy that the browser keeps', async () => {
  const page = await openReloaded();
  await resume(page);
  await reaches(page, 'done');
  expect(server.filmOf('upload-1').equals(FILM)).toBe(true);
  expect(server.uploads.get('upload-1')?.claimedSha256).toBe(SHA256);
  expect(partsSent()).toBeLessThanOrEqual(PARTS + 1);
  expect(await countKept(page)).toBe(0);
  await page.close();
}, 90_000);

it('goes on with a file that is chosen by hand again, and leaves no copy of it behind', async () => {
  const page = await openReloaded();
  await start(page);
  await reaches(page, 'done');
  expect(server.uploads.size).toBe(1);
  expect(server.filmOf('upload-1').equals(FILM)).toBe(true);
  expect(await countKept(page)).toBe(0);
  await page.close();
}, 90_000);

it('keeps a file that was chosen without a line over a reload, begins it by itself, and pauses as it was told', async () => {
  const page = await open(await browser.newPage());
  await page.route('**/v1/**', (route) => route.abort());
  await start(page);
  await reaches(page, 'waiting');
  await untilUnbegunIsKept(page);
  await page.evaluate(() => globalThis.upload.pause());
  await page.reload();
  await page.unroute('**/v1/**');
  await page.waitForFunction(() => globalThis.page !== undefined);
  await resume(page);
  await reaches(page, 'paused');
  expect(server.uploads.size).toBe(0);
  await page.evaluate(() => globalThis.upload.resume());
  await reaches(page, 'done');
  expect(server.filmOf('upload-1').equals(FILM)).toBe(true);
  expect(await countKept(page)).toBe(0);
  await page.close();
}, 90_000);

it('leaves alone what is kept for another link in the same browser', async () => {
  const page = await open(await browser.newPage());
  server.line.holdsFromPart = 5;
  await start(page);
  await untilFileIsKept(page);
  await page.reload();
  await page.waitForFunction(() => globalThis.page !== undefined);
  await page.evaluate(() => globalThis.page.uploaderOf('another policy').resumeUploads([]));
  server.line.holdsFromPart = Number.POSITIVE_INFINITY;
  await resume(page);
  await reaches(page, 'done');
  expect(server.filmOf('upload-1').equals(FILM)).toBe(true);
  await page.close();
}, 90_000);

it('is taken over by a second tab when the first one closes', async () => {
  const context = await browser.newContext();
  const first = await open(await context.newPage());
  server.line.holdsFromPart = 5;
  await start(first);
  await reachesBytes(first, 4 * PART_SIZE);
  await untilFileIsKept(first);
  const second = await open(await context.newPage());
  await resume(second);
  await reaches(second, 'elsewhere');
  await reachesBytes(second, 4 * PART_SIZE);
  server.line.holdsFromPart = Number.POSITIVE_INFINITY;
  await first.close();
  await second.waitForFunction(() => ['done', 'needs-file'].includes(globalThis.upload.state().phase));
  expect(await second.evaluate(() => globalThis.upload.state().phase)).toBe('done');
  expect(server.filmOf('upload-1').equals(FILM)).toBe(true);
  await context.close();
}, 90_000);
