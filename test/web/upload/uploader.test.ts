import type { UploadController, UploadPhase } from '../../../web/customer/upload/upload-types.ts';
import { createBrowser, createKept, fileOf } from './browser.ts';
import { createScriptedServer, type Fault, sha256 } from './scripted-server.ts';
import { createSimulatedClock } from './simulated-clock.ts';

const bytesOf = (length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 3)) % 251);
const film = { fileName: 'box.mp4', contentType: 'video/mp4', purpose: 'film' } as const;

function world(script: Fault[] = [], kept = createKept()) {
  const clock = createSimulatedClock();
  const server = createScriptedServer(clock, script);
  const browser = createBrowser(server, clock, kept);
  const list = async () => {
    const uploads = [...server.uploads.values()];
    return uploads.map(({ uploadId, fileName, purpose, status, size }) => ({
      ...{ uploadId, fileName, purpose, status },
      ...(size !== undefined && { size }),
    }));
  };
  const reaches = (controller: UploadController, phase: UploadPhase) =>
    clock.until(() => controller.state().phase === phase);
  return { clock, server, browser, list, reaches };
}

const faultsAfter = (calls: number, ...faults: Fault[]): Fault[] => [...Array(calls).fill('fine'), ...faults];

describe('an upload', () => {
  it('arrives byte for byte, one part at a time, with its digest, and leaves nothing behind', async () => {
    const { server, browser, reaches } = world();
    const bytes = bytesOf(47);
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytes) });
    await reaches(controller, 'done');
    const stored = server.uploads.get('upload-1');
    expect(stored?.film).toEqual(bytes);
    expect(stored?.claimedSha256).toBe(sha256(bytes, 'hex'));
    expect(controller.state()).toEqual({
      ...{ uploadId: 'upload-1', evidenceId: 'upload-1', purpose: 'film', fileName: 'box.mp4' },
      ...{ phase: 'done', sentBytes: 47, totalBytes: 47 },
    });
    expect(server.log.puts).toHaveLength(5);
    expect(server.log.mostUnderWay).toBe(1);
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('tells progress, speed and the time that is left', async () => {
    const { clock, browser } = world();
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(100)) });
    await clock.until(() => controller.state().sentBytes >= 60);
    expect(controller.state()).toMatchObject({ phase: 'sending', bytesPerSecond: 5, secondsLeft: 8 });
  });

  it('signs again what is not taken any more', async () => {
    // list, start, read, sign, then the first part (beside the signing of the second).
    const { server, browser, reaches } = world(faultsAfter(4, 'expired'));
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(9)) });
    const phases: UploadPhase[] = [];
    controller.subscribe(({ phase }) => phases.push(phase));
    await reaches(controller, 'done');
    expect(server.log.calls).toEqual(['list', 'start', 'read', 'sign', 'sign', 'complete']);
    expect(phases).not.toContain('waiting');
  });

  it('finds the upload again whose beginning was not answered', async () => {
    const { server, browser, reaches } = world(faultsAfter(1, 'lost-answer'));
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(25)) });
    await reaches(controller, 'done');
    expect(server.uploads.size).toBe(1);
  });

  it('waits when nothing answers and goes on at once when the line comes back', async () => {
    const { clock, browser, reaches } = world(faultsAfter(2, ...Array(200).fill('lost-request')));
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(25)) });
    await clock.until(() => clock.now() > 120_000 && controller.state().phase === 'waiting');
    const { problem } = controller.state();
    expect(problem?.kind).toBe('offline');
    expect((problem?.retryAt ?? 0) - clock.now()).toBeLessThanOrEqual(30_000);
    const before = clock.now();
    browser.comeBack();
    await clock.until(() => controller.state().problem?.retryAt !== problem?.retryAt);
    expect(clock.now() - before).toBeLessThan(1_000);
    controller.pause();
    await reaches(controller, 'paused');
  });

  it('aborts a part on which nothing moves, and sends it again', async () => {
    const { clock, server, browser, reaches } = world();
    const { putPart } = server;
    let isStuck = true;
    server.putPart = async (part) => {
      if (!isStuck) return putPart(part);
      isStuck = false;
      await new Promise((resolve) => part.signal.addEventListener('abort', resolve));
      return { status: 0 };
    };
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(25)) });
    await reaches(controller, 'waiting');
    expect(clock.now()).toBeGreaterThan(30_000);
    await reaches(controller, 'done');
  });

  it('says what the service said when it refuses, and does not try again', async () => {
    const { server, browser, reaches } = world();
    server.api.start = async () => ({
      ok: false,
      status: 422,
      code: 'upload-too-large',
      detail: 'At most 2 GB.',
    });
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(25)) });
    await reaches(controller, 'failed');
    expect(controller.state().problem).toEqual({
      kind: 'refused',
      code: 'upload-too-large',
      detail: 'At most 2 GB.',
    });
  });

  it('says of a mistake of ours that it is ours, and nothing that a person cannot read', async () => {
    const { server, browser, reaches } = world();
    server.api.sign = () => Promise.reject(new TypeError('undefined is not a function'));
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(25)) });
    await reaches(controller, 'failed');
    expect(controller.state().problem).toEqual({ kind: 'fault' });
    expect(String(browser.faults)).toContain('undefined is not a function');
  });

  it('ends when the server has given it up, and forgets it', async () => {
    const { clock, server, browser, reaches } = world();
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(95)) });
    await clock.until(() => controller.state().sentBytes > 20);
    Object.assign(server.uploads.get('upload-1') ?? {}, { status: 'aborted' });
    await reaches(controller, 'failed');
    expect(controller.state().problem).toMatchObject({ kind: 'refused', code: 'upload-not-open' });
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('is given up here and at the server', async () => {
    const { clock, server, browser } = world();
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(95)) });
    await clock.until(() => controller.state().sentBytes > 20);
    void controller.giveUp();
    await clock.until(() => controller.state().phase === 'failed');
    expect(controller.state().problem?.code).toBe('given-up');
    expect(server.uploads.get('upload-1')?.status).toBe('aborted');
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('sends again what the server misses when it is to be composed', async () => {
    const { server, browser, reaches } = world();
    const { complete } = server.api;
    let isFirst = true;
    server.api.complete = (uploadId, whole) => {
      if (isFirst) server.uploads.get(uploadId)?.parts.delete(2);
      isFirst = false;
      return complete(uploadId, whole);
    };
    const controller = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(35)) });
    await reaches(controller, 'done');
    expect(server.log.puts).toHaveLength(5);
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(35));
  });
});

it('two files that look alike are two uploads', async () => {
  const { server, browser, reaches } = world();
  const { uploader } = browser.openPage();
  const others = bytesOf(25).map((byte) => byte ^ 1);
  const first = uploader.startUpload({ ...film, file: fileOf(bytesOf(25)) });
  const second = uploader.startUpload({ ...film, file: fileOf(others) });
  await reaches(first, 'done');
  await reaches(second, 'done');
  const films = [...server.uploads.values()].map((upload) => upload.film);
  expect(films).toEqual([bytesOf(25), others]);
  expect(browser.kept.isEmpty()).toBe(true);
});

describe('after a reload', () => {
  it('goes on by itself with what the device keeps', async () => {
    const { clock, server, browser, list, reaches } = world();
    const page = browser.openPage();
    const before = page.uploader.startUpload({ ...film, file: fileOf(bytesOf(95)) });
    await clock.until(() => before.state().sentBytes > 40);
    page.close();
    const { controllers } = await resumed(browser.openPage().uploader.resumeUploads(await list()), clock);
    await reaches(controllers[0] as UploadController, 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(95));
    expect(server.log.puts.length).toBeLessThanOrEqual(11);
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('begins by itself what was chosen without a line, once', async () => {
    const { clock, server, browser, reaches } = world(Array(20).fill('lost-request'));
    const page = browser.openPage();
    const before = page.uploader.startUpload({ ...film, file: fileOf(bytesOf(35)) });
    await reaches(before, 'waiting');
    page.close();
    const after = browser.openPage();
    const { controllers } = await resumed(after.uploader.resumeUploads([]), clock);
    const again = await resumed(after.uploader.resumeUploads([]), clock);
    expect([controllers.length, again.controllers.length]).toEqual([1, 0]);
    expect(controllers[0]?.state()).toMatchObject({ fileName: 'box.mp4', totalBytes: 35 });
    await reaches(controllers[0] as UploadController, 'done');
    expect(server.uploads.size).toBe(1);
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(35));
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('finds what was begun for it when the answer was lost before the reload', async () => {
    const { clock, server, browser, list, reaches } = world(faultsAfter(1, 'lost-answer', 'unavailable'));
    const page = browser.openPage();
    const before = page.uploader.startUpload({ ...film, file: fileOf(bytesOf(35)) });
    await reaches(before, 'waiting');
    expect(server.uploads.size).toBe(1);
    page.close();
    const { controllers } = await resumed(browser.openPage().uploader.resumeUploads(await list()), clock);
    expect(controllers).toHaveLength(1);
    await reaches(controllers[0] as UploadController, 'done');
    expect(server.uploads.size).toBe(1);
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('does not find again what was given up or refused before it was begun', async () => {
    const { browser, server, reaches } = world(Array(3).fill('lost-request'));
    const { uploader } = browser.openPage();
    const unwanted = uploader.startUpload({ ...film, file: fileOf(bytesOf(35)) });
    await reaches(unwanted, 'waiting');
    expect(browser.kept.unbegun.size).toBe(1);
    void unwanted.giveUp();
    await reaches(unwanted, 'failed');
    server.api.start = async () => ({ ok: false, status: 409, code: 'uploads-too-many' });
    const refused = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(35)) });
    await reaches(refused, 'failed');
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('keeps no more unbegun files than the policy takes', async () => {
    const { clock, browser } = world(Array(100).fill('lost-request'));
    const { uploader } = browser.openPage();
    for (let count = 0; count < 5; count += 1) {
      uploader.startUpload({ ...film, file: fileOf(bytesOf(35)) });
      await clock.settle();
    }
    expect(browser.kept.unbegun.size).toBe(3);
  });

  it('is left to the tab that has it, before it is begun too', async () => {
    const { clock, browser, reaches } = world(Array(3).fill('lost-request'));
    const first = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(35)) });
    await reaches(first, 'waiting');
    const { controllers } = await resumed(browser.openPage().uploader.resumeUploads([]), clock);
    expect(controllers).toEqual([]);
    await reaches(first, 'done');
  });

  it.each(['begun', 'unbegun'])('comes back paused when it was paused (%s)', async (when) => {
    const { clock, server, browser, list, reaches } = world(
      when === 'begun' ? [] : Array(2).fill('lost-request'),
    );
    const page = browser.openPage();
    const before = page.uploader.startUpload({ ...film, file: fileOf(bytesOf(95)) });
    await clock.until(() =>
      when === 'begun' ? before.state().sentBytes > 40 : before.state().phase === 'waiting',
    );
    before.pause();
    await clock.settle();
    page.close();
    const { controllers } = await resumed(browser.openPage().uploader.resumeUploads(await list()), clock);
    const after = controllers[0] as UploadController;
    await reaches(after, 'paused');
    const sent = server.log.puts.length;
    await expect(clock.until(() => server.log.puts.length > sent)).rejects.toThrow('Nothing will ever');
    expect(after.state().phase).toBe('paused');
    after.resume();
    await reaches(after, 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(95));
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('asks for the file when the device had no room for it, and takes only the same one', async () => {
    const { clock, server, browser, list, reaches } = world([], createKept({ fileBytes: 50 }));
    const page = browser.openPage();
    const before = page.uploader.startUpload({ ...film, file: fileOf(bytesOf(95)) });
    await clock.until(() => before.state().sentBytes > 40);
    expect(before.state().problem?.kind).toBe('no-space');
    page.close();

    const { controllers } = await resumed(browser.openPage().uploader.resumeUploads(await list()), clock);
    const after = controllers[0] as UploadController;
    await reaches(after, 'needs-file');
    expect(after.state().sentBytes).toBeGreaterThanOrEqual(40);
    const another = bytesOf(95);
    another[3] = 250;
    expect(await after.provideFile(fileOf(another))).toBe(false);
    expect(await after.provideFile(fileOf(bytesOf(94)))).toBe(false);
    expect(after.state()).toMatchObject({ phase: 'needs-file', problem: { kind: 'file-changed' } });
    expect(await after.provideFile(fileOf(bytesOf(95)))).toBe(true);
    await reaches(after, 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(95));
    expect(server.log.puts.length).toBeLessThanOrEqual(11);
  });

  it('sends everything again when it cannot know of which file the parts are', async () => {
    const { clock, server, browser, list, reaches } = world();
    const page = browser.openPage();
    const before = page.uploader.startUpload({ ...film, file: fileOf(bytesOf(45)) });
    await clock.until(() => before.state().sentBytes > 20);
    page.close();
    const otherPhone = createBrowser(server, clock);
    const { controllers } = await resumed(otherPhone.openPage().uploader.resumeUploads(await list()), clock);
    const after = controllers[0] as UploadController;
    await reaches(after, 'needs-file');
    const another = bytesOf(45).map((byte) => byte ^ 1);
    expect(await after.provideFile(fileOf(another))).toBe(true);
    await reaches(after, 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(another);
  });

  it('removes what was kept of uploads that have ended', async () => {
    const { clock, server, browser, list } = world();
    const page = browser.openPage();
    const before = page.uploader.startUpload({ ...film, file: fileOf(bytesOf(45)) });
    await clock.until(() => before.state().sentBytes > 20);
    page.close();
    Object.assign(server.uploads.get('upload-1') ?? {}, { status: 'aborted' });
    const { controllers } = await resumed(browser.openPage().uploader.resumeUploads(await list()), clock);
    expect(controllers).toEqual([]);
    expect(browser.kept.isEmpty()).toBe(true);
  });
});

describe('in two tabs', () => {
  it('one sends, the other one shows how far it is and takes over when the first closes', async () => {
    const { clock, server, browser, list, reaches } = world();
    const first = browser.openPage();
    const sending = first.uploader.startUpload({ ...film, file: fileOf(bytesOf(195)) });
    await clock.until(() => sending.state().sentBytes > 20);
    const { controllers } = await resumed(browser.openPage().uploader.resumeUploads(await list()), clock);
    const watching = controllers[0] as UploadController;
    await reaches(watching, 'elsewhere');
    const seen = watching.state().sentBytes;
    await clock.until(() => watching.state().sentBytes > seen);
    expect(server.log.mostUnderWay).toBe(1);
    watching.pause();
    expect(watching.state().phase).toBe('elsewhere');
    first.close();
    await reaches(watching, 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(195));
    expect(server.log.mostUnderWay).toBe(1);
  });

  it('both see the end of what one of them sent', async () => {
    const { clock, browser, list, reaches } = world();
    const sending = browser.openPage().uploader.startUpload({ ...film, file: fileOf(bytesOf(95)) });
    await clock.until(() => sending.state().sentBytes > 20);
    const { controllers } = await resumed(browser.openPage().uploader.resumeUploads(await list()), clock);
    await reaches(controllers[0] as UploadController, 'elsewhere');
    await reaches(controllers[0] as UploadController, 'done');
    expect(sending.state().phase).toBe('done');
  });
});

async function resumed<Value>(promise: Promise<Value>, clock: { settle(): Promise<void> }): Promise<Value> {
  await clock.settle();
  return promise;
}
