import fc from 'fast-check';
import type { RecordingUpload, UploadController } from '../../../web/customer/upload/upload-types.ts';
import { createBrowser, createKept, fileOf } from './browser.ts';
import { createScriptedServer, type Fault, PART_SIZE } from './scripted-server.ts';
import { createSimulatedClock } from './simulated-clock.ts';

const faults = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fault>('fine') },
    { weight: 2, arbitrary: fc.constantFrom<Fault>('lost-request', 'lost-answer', 'unavailable', 'expired') },
  ),
  { maxLength: 60 },
);

/** What a person and a phone do to an upload, each after some moments of the simulated time. */
const doings = fc.array(
  fc.record({ after: fc.nat(12), does: fc.constantFrom('reload', 'pause', 'come-back', 'second-tab') }),
  { maxLength: 8 },
);

const scenario = fc.record({
  bytes: fc.uint8Array({ minLength: 1, maxLength: 12 * PART_SIZE }),
  faults,
  doings,
  isRoomy: fc.boolean(),
  random: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** An upload through everything that the scenario does to it, and what was seen on the way. */
async function play({ bytes, faults: script, doings: steps, isRoomy, random }: Scenario) {
  const clock = createSimulatedClock();
  const server = createScriptedServer(clock, [...script]);
  const kept = createKept(isRoomy ? {} : { fileBytes: 0 });
  const browser = createBrowser(server, clock, kept, () => random);
  const file = fileOf(Uint8Array.from(bytes));
  const request = { file, fileName: 'box.mp4', contentType: 'video/mp4', purpose: 'film' } as const;
  let page = browser.openPage();
  let controller: UploadController = page.uploader.startUpload(request);
  let interruptions = 0;

  async function pass(moments: number): Promise<void> {
    for (let moment = 0; moment < moments; moment += 1) {
      await clock.settle();
      clock.advance();
    }
    await clock.settle();
  }

  async function resume(): Promise<void> {
    const uploads = [...server.uploads.values()].map(({ uploadId, fileName, purpose, status }) => ({
      ...{ uploadId, fileName, purpose, status, size: bytes.length },
    }));
    const { controllers } = await page.uploader.resumeUploads(uploads);
    // One that had not begun yet is begun again by the person.
    controller = controllers[0] ?? page.uploader.startUpload(request);
  }

  for (const { after, does } of steps) {
    await pass(after);
    if (controller.state().phase === 'done') break;
    if (does === 'come-back') browser.comeBack();
    if (does === 'reload') {
      interruptions += 1;
      page.close();
      page = browser.openPage();
      await resume();
    }
    if (does === 'second-tab') {
      const first = page;
      page = browser.openPage();
      await resume();
      await pass(3);
      interruptions += 1;
      first.close();
    }
    if (does === 'pause') {
      interruptions += 1;
      controller.pause();
      const isPaused = controller.state().phase === 'paused';
      await clock.settle();
      // A person may have begun it twice, in two tabs: the other one goes on.
      const own = () => server.log.puts.filter((put) => put.startsWith(`${controller.state().uploadId} `));
      const before = own().length;
      await pass(6);
      if (isPaused) expect(own()).toHaveLength(before);
      controller.resume();
    }
  }
  for (let asked = 0; asked < 3; asked += 1) {
    await clock.until(() => ['done', 'failed', 'needs-file'].includes(controller.state().phase));
    if (controller.state().phase === 'needs-file') await controller.provideFile(file);
  }
  await clock.settle();
  return { clock, server, kept, controller, interruptions };
}

describe('whatever happens to an upload', () => {
  it('what arrives is the file, nothing is left behind, and a break costs at most one part', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const { server, kept, controller, interruptions } = await play(given);
        expect(controller.state()).toMatchObject({ phase: 'done', sentBytes: given.bytes.length });
        const { evidenceId = '' } = controller.state();
        expect(Buffer.from(server.uploads.get(evidenceId)?.film ?? [])).toEqual(Buffer.from(given.bytes));
        expect(server.log.mostUnderWay).toBe(1);
        // A page that went before the server had answered it at all begins a second upload at most.
        const sent = server.log.puts.filter((put) => put.startsWith(`${evidenceId} `)).length;
        const parts = Math.ceil(given.bytes.length / PART_SIZE);
        expect(sent).toBeLessThanOrEqual(parts + server.log.brokenPuts + interruptions);
        expect(kept.uploads.has(evidenceId)).toBe(false);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('whatever happens to a film that is being recorded', () => {
  it('all that was kept arrives, in its order', async () => {
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 17 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(pieces, faults, fc.option(fc.nat(12)), async (film, script, diesAfter) => {
        const clock = createSimulatedClock();
        const server = createScriptedServer(clock);
        const browser = createBrowser(server, clock);
        const page = browser.openPage();
        let recording: RecordingUpload | undefined;
        void page.uploader
          .startRecordingUpload({ fileName: 'a.webm', contentType: 'video/webm' })
          .then((begun) => {
            if ('controller' in begun) recording = begun;
          });
        await clock.until(() => recording !== undefined);
        if (!recording) throw new Error('It did not begin.');
        server.script.push(...script);
        let controller: UploadController | undefined = recording.controller;
        const lives = diesAfter === null ? film.length : Math.min(film.length, diesAfter);
        for (const piece of film.slice(0, lives)) {
          await recording.append(fileOf(Uint8Array.from(piece)));
          await clock.settle();
          clock.advance();
        }
        if (diesAfter === null) await recording.end();
        else {
          page.close();
          const uploads = [...server.uploads.values()].map(({ uploadId, fileName, status }) => ({
            ...{ uploadId, fileName, status },
          }));
          const { controllers } = await browser.openPage().uploader.resumeUploads(uploads);
          [controller] = controllers;
        }
        const whole = Buffer.concat(film.slice(0, lives));
        await clock.until(() => ['done', 'failed'].includes(controller?.state().phase ?? ''));
        await clock.settle();
        expect(controller?.state().phase).toBe(whole.length > 0 ? 'done' : 'failed');
        expect(Buffer.from(server.uploads.get('upload-1')?.film ?? [])).toEqual(whole);
        expect(browser.kept.isEmpty()).toBe(true);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
