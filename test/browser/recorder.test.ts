import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import type { RecordingController } from '../../web/customer/film/recording-types.ts';
import { openChromium } from './chromium.ts';
import { startFilmServer } from './film-server.ts';
import { countKept } from './kept-in-browser.ts';
import { readMarks } from './read-marks.ts';
import type { RecorderPage } from './recorder-page.ts';

declare global {
  var page: RecorderPage;
  var recording: RecordingController;
  var camera: MediaStreamTrack | undefined;
  var drawn: string[];
}

const PART_SIZE = 128 * 1024;

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

async function film(page: Page): Promise<void> {
  await page.goto(server.address);
  await page.evaluate(() => {
    globalThis.recording = globalThis.page.start();
  });
  await page.waitForFunction(() => globalThis.recording.state().phase === 'ready');
  await page.evaluate(() => globalThis.recording.begin());
}

const arrivedParts = () => server.uploads.get('upload-1')?.parts.size ?? 0;

/** Bytes and not moments decide how long is filmed: a busy machine encodes later than it films. */
const filmedParts = (page: Page, parts: number) =>
  page.waitForFunction((least) => globalThis.recording.state().recordedBytes >= least, parts * PART_SIZE, {
    timeout: 90_000,
  });

function expectMarked(bytes: Buffer): void {
  const { frames, texts } = readMarks(bytes);
  expect(frames).toBeGreaterThan(2);
  // Nearly every frame can be read by a machine.
  expect(texts.length).toBeGreaterThanOrEqual(frames * 0.8);
  const seconds = texts.map((text) => {
    const [, second] = /^PP 80123456789012 K7M2QX (\d+)$/.exec(text) ?? [];
    return Number(second);
  });
  expect(seconds).toEqual([...seconds].sort((first, second) => first - second));
  expect(new Set(seconds).size).toBeGreaterThan(1);
}

it('films with number, code and time in the picture, and sends while it films', async () => {
  const page = await browser.newPage();
  await film(page);
  await page.waitForFunction(() => globalThis.recording.state().sentBytes > 0, null, { timeout: 90_000 });
  expect(arrivedParts()).toBeGreaterThan(0);
  expect(server.uploads.get('upload-1')?.status).toBe('open');
  await filmedParts(page, 4);
  await page.evaluate(() => globalThis.recording.stop());
  await page.waitForFunction(() => globalThis.recording.state().phase === 'sent', null, { timeout: 60_000 });

  const bytes = server.filmOf('upload-1');
  const state = await page.evaluate(() => globalThis.recording.state());
  expect(state).toMatchObject({ evidenceId: 'upload-1', recordingCode: 'K7M2QX', hasSound: true });
  expect(state).toMatchObject({ recordedBytes: bytes.length, sentBytes: bytes.length });
  expect(server.uploads.get('upload-1')?.claimedSha256).toBe(
    createHash('sha256').update(bytes).digest('hex'),
  );
  expectMarked(bytes);
  expect(await countKept(page)).toBe(0);
  await page.close();
}, 120_000);

it('keeps what was filmed when the page is reloaded in the middle, and sends the rest of it', async () => {
  const page = await browser.newPage();
  server.line.holdsFromPart = 3;
  await film(page);
  await filmedParts(page, 5);
  await page.reload();
  server.line.holdsFromPart = Number.POSITIVE_INFINITY;
  expect(arrivedParts()).toBe(2);
  await page.waitForFunction(() => globalThis.page !== undefined);
  const phase = await page.evaluate(async () => {
    const listed = await globalThis.page.api.list();
    const { controllers } = await globalThis.page.uploader.resumeUploads(listed.ok ? listed.value : []);
    const [controller] = controllers;
    if (!controller) return 'nothing';
    return new Promise<string>((resolve) => {
      controller.subscribe(({ phase }) => {
        if (phase === 'done' || phase === 'failed') resolve(phase);
      });
    });
  });
  expect(phase).toBe('done');
  const bytes = server.filmOf('upload-1');
  // All but the piece that was just being written.
  expect(bytes.length).toBeGreaterThan(3 * PART_SIZE);
  expectMarked(bytes);
  expect(await countKept(page)).toBe(0);
  await page.close();
}, 120_000);

it('ends cleanly when the camera is taken away, and says so', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      [globalThis.camera] = stream.getVideoTracks();
      return stream;
    };
  });
  await film(page);
  await filmedParts(page, 4);
  await page.evaluate(() => {
    // What the page sees of a call: the track is over, and the browser says so.
    globalThis.camera?.stop();
    globalThis.camera?.dispatchEvent(new Event('ended'));
  });
  await page.waitForFunction(() => globalThis.recording.state().phase === 'sent', null, { timeout: 60_000 });
  expect(await page.evaluate(() => globalThis.recording.state())).toMatchObject({ problem: 'interrupted' });
  expectMarked(server.filmOf('upload-1'));
  await page.close();
}, 120_000);

it('ends and releases the camera when the film was ended on another phone', async () => {
  const page = await browser.newPage();
  await film(page);
  await page.waitForFunction(() => globalThis.recording.state().sentBytes > 0, null, { timeout: 90_000 });
  Object.assign(server.uploads.get('upload-1') ?? {}, { status: 'received' });
  await page.waitForFunction(() => globalThis.recording.state().phase === 'failed', null, {
    timeout: 60_000,
  });
  expect(await page.evaluate(() => globalThis.recording.state().problem)).toBe('ended-elsewhere');
  await page.waitForFunction(() => document.querySelector('video')?.srcObject === null);
  await page.close();
}, 120_000);

it('burns the date and minute of the server into the picture, whatever the phone is set to', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    globalThis.drawn = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (...given) {
      globalThis.drawn.push(given[0]);
      fillText.apply(this, given);
    };
  });
  await page.goto(server.address);
  await page.evaluate(() => {
    globalThis.recording = globalThis.page.start(() => new Date(2031, 0, 2, 3, 4).getTime());
  });
  await page.waitForFunction(() => globalThis.drawn.some((text) => text.endsWith('  02.01.2031 03:04')));
  await page.close();
}, 60_000);

it('says that the camera is refused', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException('Permission denied', 'NotAllowedError');
    };
  });
  await page.goto(server.address);
  await page.evaluate(() => {
    globalThis.recording = globalThis.page.start();
  });
  await page.waitForFunction(() => globalThis.recording.state().phase === 'failed');
  expect(await page.evaluate(() => globalThis.recording.state().problem)).toBe('refused');
  expect(server.uploads.size).toBe(0);
  await page.close();
}, 60_000);
