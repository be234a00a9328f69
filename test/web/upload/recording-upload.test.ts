import type {
  AbandonedRecording,
  RecordingUpload,
  UploadController,
} from '../../../web/customer/upload/upload-types.ts';
import { createBrowser, createKept, fileOf } from './browser.ts';
import { createScriptedServer, type Fault, PART_SIZE, sha256 } from './scripted-server.ts';
import { createSimulatedClock } from './simulated-clock.ts';

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 11 + 5) % 253);
const filming = { fileName: 'film-1.webm', contentType: 'video/webm' };

function world(script: Fault[] = [], kept = createKept()) {
  const clock = createSimulatedClock();
  const server = createScriptedServer(clock, script);
  const browser = createBrowser(server, clock, kept);
  const open = () =>
    [...server.uploads.values()].map(({ uploadId, fileName, purpose, status }) => ({
      ...{ uploadId, fileName, purpose, status },
    }));
  /** Resolved by letting the simulated time pass. */
  async function answer<Value>(promise: Promise<Value>): Promise<Value> {
    let value: { is: Value } | undefined;
    void promise.then((is) => {
      value = { is };
    });
    await clock.until(() => value !== undefined);
    return (value as unknown as { is: Value }).is;
  }
  const film = async (page = browser.openPage()) =>
    (await answer(page.uploader.startRecordingUpload(filming))) as RecordingUpload;
  return { clock, server, browser, open, answer, film };
}

/** As a recorder gives them: pieces that are no parts. */
async function append(recording: RecordingUpload, bytes: Uint8Array, from = 0, to = bytes.length) {
  const answers: boolean[] = [];
  for (let at = from; at < to; at += 3)
    answers.push(await recording.append(fileOf(bytes.slice(at, Math.min(to, at + 3)))));
  return answers;
}

describe('a film that is being recorded', () => {
  it('is sent while it grows, and is whole when it ends', async () => {
    const { clock, server, browser, film } = world();
    const bytes = bytesOf(47);
    const recording = await film();
    expect(recording.recordingCode).toBe('A1B2C3');
    await append(recording, bytes, 0, 33);
    await clock.until(() => server.uploads.get('upload-1')?.parts.size === 3);
    expect(recording.controller.state()).toMatchObject({ phase: 'sending', sentBytes: 3 * PART_SIZE });
    expect(recording.controller.state().totalBytes).toBeUndefined();
    await append(recording, bytes, 33);
    await recording.end();
    await clock.until(() => recording.controller.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytes);
    expect(server.uploads.get('upload-1')?.claimedSha256).toBe(sha256(bytes, 'hex'));
    expect(recording.controller.state()).toMatchObject({ sentBytes: 47, totalBytes: 47 });
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('that fills its last part has no empty one after it', async () => {
    const { clock, server, film } = world();
    const recording = await film();
    await append(recording, bytesOf(30));
    await recording.end();
    await clock.until(() => recording.controller.state().phase === 'done');
    expect(server.log.puts).toHaveLength(3);
  });

  it('loses nothing that the device kept when the page dies', async () => {
    const { clock, server, browser, open, answer, film } = world();
    const page = browser.openPage();
    const recording = await film(page);
    await append(recording, bytesOf(47), 0, 36);
    await clock.until(() => server.uploads.get('upload-1')?.parts.size === 2);
    page.close();
    const { controllers } = await answer(browser.openPage().uploader.resumeUploads(open()));
    await clock.until(() => controllers[0]?.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(47).slice(0, 36));
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('of which the server has more than the device kept is what the server has', async () => {
    const { clock, server, browser, open, answer, film } = world();
    const page = browser.openPage();
    const recording = await film(page);
    await append(recording, bytesOf(47), 0, 30);
    await clock.until(() => server.uploads.get('upload-1')?.parts.size === 3);
    page.close();
    browser.kept.recorded.set('upload-1', bytesOf(24));
    const { controllers } = await answer(browser.openPage().uploader.resumeUploads(open()));
    await clock.until(() => controllers[0]?.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(30));
  });

  it('is sent from memory where the device has no room', async () => {
    const { clock, server, film } = world([], createKept({ recordedBytes: 14 }));
    const recording = await film();
    await append(recording, bytesOf(47));
    await recording.end();
    await clock.until(() => recording.controller.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(47));
    expect(server.uploads.get('upload-1')?.claimedSha256).toBe(sha256(bytesOf(47), 'hex'));
  });

  it('should end when memory is full too, and what there is still arrives', async () => {
    const { clock, server, film } = world([], createKept({ recordedBytes: 0 }));
    const recording = await film();
    const mebibyte = 1024 ** 2;
    expect(await recording.append(fileOf(new Uint8Array(31 * mebibyte)))).toBe(true);
    expect(await recording.append(fileOf(new Uint8Array(2 * mebibyte)))).toBe(false);
    void recording.controller.giveUp();
    await clock.until(() => recording.controller.state().phase === 'failed');
    expect(server.uploads.get('upload-1')?.status).toBe('aborted');
  });

  it('of nothing is given back', async () => {
    const { clock, server, browser, film } = world();
    const recording = await film();
    await recording.end();
    await clock.until(() => recording.controller.state().phase === 'failed');
    expect(recording.controller.state().problem?.code).toBe('empty');
    expect(server.uploads.get('upload-1')?.status).toBe('aborted');
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('cannot be begun without the server, and is begun once when its answer was lost', async () => {
    const { server, browser, answer } = world(['fine', 'lost-answer']);
    const { uploader } = browser.openPage();
    expect(await answer(uploader.startRecordingUpload(filming))).toEqual({ problem: { kind: 'offline' } });
    expect(await answer(uploader.startRecordingUpload(filming))).toMatchObject({ recordingCode: 'A1B2C3' });
    expect(server.uploads.size).toBe(1);
  });
});

describe('the unfinished last part of a recording', () => {
  const storedOf = (server: ReturnType<typeof world>['server']) => server.uploads.get('upload-1')?.parts;

  it('is at the server within seconds, so that a phone that drops loses no more', async () => {
    const { clock, server, browser, open, answer, film } = world();
    const page = browser.openPage();
    const recording = await film(page);
    await append(recording, bytesOf(4));
    await clock.until(() => storedOf(server)?.get(1)?.length === 4);
    expect(clock.now()).toBeLessThan(10_000);
    await clock.until(() => recording.controller.state().sentBytes === 4);
    expect(recording.controller.state().phase).toBe('sending');
    await append(recording, bytesOf(17), 4, 8);
    await clock.until(() => storedOf(server)?.get(1)?.length === 8);
    page.close();
    const other = createBrowser(server, clock).openPage();
    const { abandonedRecordings } = await answer(other.uploader.resumeUploads(open()));
    const finishing = abandonedRecordings[0]?.finishWithWhatArrived() as UploadController;
    await clock.until(() => finishing.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(17).slice(0, 8));
  });

  it('is not sent again while it does not grow', async () => {
    const { clock, server, film } = world();
    const recording = await film();
    await append(recording, bytesOf(4));
    await clock.until(() => storedOf(server)?.get(1)?.length === 4);
    const nothingMore = clock.until(() => server.log.puts.length > 1);
    await expect(nothingMore).rejects.toThrow('Nothing will ever happen again.');
  });

  it('is replaced by the whole part, and what is safe never becomes less', async () => {
    const { clock, server, film } = world();
    const recording = await film();
    const safe: number[] = [];
    recording.controller.subscribe(({ sentBytes }) => safe.push(sentBytes));
    await append(recording, bytesOf(24), 0, 6);
    await clock.until(() => storedOf(server)?.get(1)?.length === 6);
    await append(recording, bytesOf(24), 6, 12);
    await clock.until(() => storedOf(server)?.get(1)?.length === PART_SIZE);
    await clock.until(() => storedOf(server)?.get(2)?.length === 2);
    await append(recording, bytesOf(24), 12);
    await recording.end();
    await clock.until(() => recording.controller.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(24));
    expect(safe).toEqual([...safe].sort((first, second) => first - second));
    expect(server.log.mostUnderWay).toBe(1);
  });

  it('is there once more to be sent from memory where the device keeps nothing', async () => {
    const { clock, server, film } = world([], createKept({ recordedBytes: 0 }));
    const recording = await film();
    await append(recording, bytesOf(34), 0, 16);
    await clock.until(() => storedOf(server)?.get(2)?.length === 6);
    server.script.push('fine', 'lost-answer');
    await append(recording, bytesOf(34), 16);
    await recording.end();
    await clock.until(() => recording.controller.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(34));
  });

  it('makes way at once for a whole part', async () => {
    const { clock, server, film } = world();
    const recording = await film();
    await append(recording, bytesOf(12), 0, 6);
    await clock.until(() => server.log.puts.length === 1);
    const before = clock.now();
    await append(recording, bytesOf(12), 6);
    await clock.until(() => server.log.puts.length === 2);
    // The signing of it, and nothing else.
    expect(clock.now() - before).toBe(100);
    expect(server.log.mostUnderWay).toBe(1);
    await clock.until(() => storedOf(server)?.get(1)?.length === PART_SIZE);
  });

  it('is not sent a second time when the film ends with it', async () => {
    const { clock, server, film } = world();
    const recording = await film();
    await append(recording, bytesOf(6));
    await clock.until(() => server.log.puts.length === 1);
    await recording.end();
    await clock.until(() => recording.controller.state().phase === 'done');
    expect(server.log.puts).toHaveLength(1);
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(6));
  });

  it('tells of a line that is gone, and is sent when it is back', async () => {
    const { clock, server, browser, film } = world();
    const recording = await film();
    server.script.push('fine', 'lost-request');
    await append(recording, bytesOf(6));
    await clock.until(() => recording.controller.state().phase === 'waiting');
    expect(recording.controller.state().problem?.kind).toBe('offline');
    browser.comeBack();
    await clock.until(() => storedOf(server)?.get(1)?.length === 6);
  });
});

describe('a recording of another phone', () => {
  it('is left alone until somebody says that it is over', async () => {
    const { clock, server, browser, open, answer, film } = world();
    const recording = await film();
    await append(recording, bytesOf(47), 0, 36);
    await clock.until(() => server.uploads.get('upload-1')?.parts.size === 3);
    const other = createBrowser(server, clock).openPage();
    const { controllers, abandonedRecordings } = await answer(other.uploader.resumeUploads(open()));
    expect(controllers).toEqual([]);
    expect(abandonedRecordings).toMatchObject([{ uploadId: 'upload-1' }]);
    const finishing = abandonedRecordings[0]?.finishWithWhatArrived() as UploadController;
    await clock.until(() => finishing.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(30));
    // The phone that was filming learns with its next call that it filmed in vain since then.
    await append(recording, bytesOf(47), 36);
    await clock.until(() => recording.controller.state().phase === 'failed');
    expect(recording.controller.state().problem?.code).toBe('upload-not-open');
    expect(await recording.append(fileOf(bytesOf(3)))).toBe(false);
    expect(browser.kept.isEmpty()).toBe(true);
  });

  it('of which nothing has arrived yet is left alone, and the phone that films it goes on', async () => {
    const { clock, server, open, answer, film } = world();
    const recording = await film();
    const other = createBrowser(server, clock).openPage();
    const { abandonedRecordings } = await answer(other.uploader.resumeUploads(open()));
    expect(abandonedRecordings[0]?.receivedBytes).toBe(0);
    const finishing = abandonedRecordings[0]?.finishWithWhatArrived() as UploadController;
    await clock.until(() => finishing.state().phase === 'failed');
    expect(finishing.state().problem).toEqual({ kind: 'nothing-arrived' });
    expect(server.log.calls).not.toContain('abort');
    await append(recording, bytesOf(25));
    await recording.end();
    await clock.until(() => recording.controller.state().phase === 'done');
    expect(server.uploads.get('upload-1')?.film).toEqual(bytesOf(25));
  });

  it('is told from one that broke off by what arrives of it', async () => {
    const { clock, server, browser, open, answer, film } = world();
    const page = browser.openPage();
    const recording = await film(page);
    await append(recording, bytesOf(47), 0, 15);
    await clock.until(() => server.uploads.get('upload-1')?.parts.get(2)?.length === 5);
    const other = createBrowser(server, clock).openPage();
    const { abandonedRecordings } = await answer(other.uploader.resumeUploads(open()));
    const [first] = abandonedRecordings;
    expect(first).toMatchObject({ receivedBytes: 15 });
    expect(first?.isGrowing).toBeUndefined();
    await append(recording, bytesOf(47), 15, 18);
    await clock.until(() => server.uploads.get('upload-1')?.parts.get(2)?.length === 8);
    const second = await answer((first as AbandonedRecording).refresh());
    expect(second).toMatchObject({ receivedBytes: 18, isGrowing: true });
    page.close();
    await answer(clock.wait(31_000, new AbortController().signal));
    expect(await answer(second.refresh())).toMatchObject({ receivedBytes: 18, isGrowing: false });
  });

  it('is ended there within seconds when it was ended here', async () => {
    const { clock, server, open, answer, film } = world();
    const recording = await film();
    await append(recording, bytesOf(47), 0, 6);
    await clock.until(() => server.uploads.get('upload-1')?.parts.get(1)?.length === 6);
    const other = createBrowser(server, clock).openPage();
    const { abandonedRecordings } = await answer(other.uploader.resumeUploads(open()));
    const finishing = abandonedRecordings[0]?.finishWithWhatArrived() as UploadController;
    await clock.until(() => finishing.state().phase === 'done');
    const before = clock.now();
    await append(recording, bytesOf(47), 6, 9);
    await clock.until(() => recording.controller.state().phase === 'failed');
    expect(clock.now() - before).toBeLessThan(10_000);
    expect(recording.controller.state().problem?.code).toBe('upload-not-open');
  });
});
