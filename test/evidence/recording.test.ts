import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { appendToTimeline } from '../../functions/claims/timeline.ts';
import { upload } from '../../functions/contracts/case.ts';
import { uploadStarted, uploadView } from '../../functions/contracts/customer.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { checkFilm } from '../../functions/evidence/check-film.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { SMALLEST_PART_BYTES as PART } from '../../functions/evidence/film-limits.ts';
import { finishRecordings } from '../../functions/evidence/finish-recordings.ts';
import { readFilm } from '../../functions/evidence/read-film.ts';
import { readUpload } from '../../functions/evidence/read-upload.ts';
import { signParts } from '../../functions/evidence/sign-parts.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { digest, NOW, type OpenedEvidence, openEvidence, scheduled, someBytes } from './evidence-fixture.ts';
import { makeFilm } from './films.ts';

// Films are made by ffmpeg and parts have their real size, on a machine that may be busy.
jest.setTimeout(60_000);

const KEY = 'evidence/10100012123456/policy-1/upload-1';
const ANSWER = { evidenceId: 'upload-1', status: 'received' };
const DEADLINE = '2026-03-09T21:00:00.000Z';
/** When Chromium recorded the samples: its MP4 says so itself. */
const SAMPLED_AT = '2026-11-22T16:50:00.000Z';
const AFTER_SAMPLE = '2026-12-22T21:00:00.000Z';
const MAXIMUM = 5 * 1024 ** 3;
const bytes = someBytes(2 * PART + 1000);

function complete(opened: OpenedEvidence, more: { size?: number; sha256?: string } = {}) {
  const { policy, clock, ports } = opened;
  return completeUpload({ policy, uploadId: 'upload-1', now: clock.now(), ...more }, ports);
}
function read({ policy, clock, ports }: OpenedEvidence) {
  return readUpload({ policy, uploadId: 'upload-1', now: clock.now() }, ports);
}
async function objectOf({ storage }: OpenedEvidence): Promise<Buffer> {
  const object = await storage.find(KEY);
  return Buffer.from(await storage.readRange(KEY, 0, object?.size ?? 0));
}
async function recorded(numbers?: number[], of: Uint8Array = bytes): Promise<OpenedEvidence> {
  const opened = openEvidence();
  await opened.send(await opened.record(), of, numbers);
  return opened;
}

describe('a film that is being recorded', () => {
  it('is begun without its length, with a code to be read out, and holds the policy open', async () => {
    const opened = openEvidence(undefined, '2026-03-31T20:00:00.000Z');
    const started = await opened.record();
    expect(uploadStarted.parse(started)).toEqual({
      uploadId: 'upload-1',
      partSize: PART,
      recordingCode: 'K7M2QX',
      finishUntil: '2026-04-07T21:00:00.000Z',
    });
    const { uploads, timeline } = await opened.readCase();
    expect(upload.parse(uploads[0])).not.toHaveProperty('size');
    expect(timeline[0]?.facts).toEqual({ contentType: 'video/webm', recordingCode: 'K7M2QX' });
    expect(await opened.readPolicy()).toMatchObject({ claimableUntil: '2026-04-07T21:00:00.000Z' });
  });

  it('shows what has arrived of it, and no length', async () => {
    const opened = await recorded([1, 3]);
    expect(uploadView.parse(await read(opened))).toEqual({
      uploadId: 'upload-1',
      status: 'open',
      purpose: 'film',
      fileName: 'recording',
      partSize: PART,
      recordingCode: 'K7M2QX',
      finishUntil: DEADLINE,
      receivedParts: [
        { partNumber: 1, size: PART },
        { partNumber: 3, size: 1000 },
      ],
    });
  });

  it.each([
    ['the first', 1, PART, undefined],
    ['a short one anywhere', 700, 1, undefined],
    ['the last of the largest film', 1024, PART, undefined],
    ['one beyond it', 1025, 1, { because: 'number', maximum: 1024 }],
    ['number 0', 0, 1, { because: 'number' }],
    ['one too large', 1, PART + 1, { because: 'size', maximum: PART }],
    ['an empty one', 1, 0, { because: 'size' }],
  ])('signs parts as they come: %s', async (_name, partNumber, size, refusal) => {
    const opened = openEvidence();
    const { uploadId } = await opened.record();
    const parts = [{ partNumber, size, sha256: digest(bytes, 'base64') }];
    const outcome = await signParts({ policy: opened.policy, uploadId, parts, now: NOW }, opened.ports);
    if (refusal) expect(outcome).toMatchObject({ refused: 'upload-part-invalid', facts: refusal });
    else expect(outcome).toMatchObject({ parts: [{ partNumber }] });
  });
});

describe('the end of a recording', () => {
  it('with its length: every part has to be there, and then it is whole', async () => {
    const opened = await recorded([1, 3]);
    expect(await complete(opened, { size: bytes.length })).toEqual({
      refused: 'upload-parts-missing',
      facts: { partNumbers: [2], missing: 1 },
    });
    await opened.send({ uploadId: 'upload-1', partSize: PART, finishUntil: DEADLINE }, bytes, [2]);
    expect(await complete(opened, { size: bytes.length, sha256: digest(bytes, 'hex') })).toEqual(ANSWER);
    expect((await objectOf(opened)).equals(bytes)).toBe(true);
    expect((await opened.readCase()).uploads[0]).toMatchObject({
      status: 'received',
      size: bytes.length,
      partCount: 3,
      claimedSha256: digest(bytes, 'hex'),
    });
    expect((await opened.readCase()).timeline.at(-1)?.facts).toEqual({ size: bytes.length });
    expect(uploadView.parse(await read(opened))).toMatchObject({
      status: 'received',
      size: bytes.length,
      receivedParts: [{ size: PART }, { size: PART }, { partNumber: 3, size: 1000 }],
    });
  });

  it.each([
    ['a byte more than came', bytes.length + 1, { partNumbers: [3], missing: 1 }],
    ['a byte less', bytes.length - 1, { partNumbers: [3], missing: 1 }],
    ['two parts of three', 2 * PART, { partNumbers: [], beyond: [3] }],
  ])('with a length that does not fit is none: %s', async (_name, size, facts) => {
    const opened = await recorded();
    expect(await complete(opened, { size })).toEqual({ refused: 'upload-parts-missing', facts });
    expect(opened.storage.objects()).toEqual([]);
  });

  it('is no longer than the terms allow', async () => {
    const opened = await recorded();
    expect(await complete(opened, { size: MAXIMUM + 1 })).toEqual({
      refused: 'upload-too-large',
      facts: { maximumBytes: MAXIMUM },
    });
  });

  it('without its length takes all that came in one piece from the beginning', async () => {
    for (const [numbers, length] of [
      [[1, 2, 3], bytes.length],
      [[1, 2], 2 * PART],
      [[1, 3], PART],
    ] as const) {
      const opened = await recorded([...numbers]);
      expect(await complete(opened)).toEqual(ANSWER);
      expect((await objectOf(opened)).equals(bytes.subarray(0, length))).toBe(true);
      expect((await opened.readCase()).uploads[0]).toMatchObject({
        size: length,
        partCount: numbers.length === 3 ? 3 : length / PART,
      });
    }
  });

  it('needs at least the first part', async () => {
    const refusal = { refused: 'upload-parts-missing', facts: { partNumbers: [1], missing: 1 } };
    expect(await complete(await recorded([]))).toEqual(refusal);
    expect(await complete(await recorded([2, 3]))).toEqual(refusal);
  });

  it('answers the same when it is said again, with any length or none', async () => {
    const opened = await recorded();
    const first = await complete(opened, { size: bytes.length });
    for (const more of [{}, { size: 5 }, { size: MAXIMUM + 1 }, { size: bytes.length }])
      expect(await complete(opened, more)).toEqual(first);
    expect(await opened.actions()).toEqual(['upload-started', 'upload-received']);
  });

  it('is of no other length than what was announced for a film that was there as a file', async () => {
    const opened = openEvidence();
    await opened.send(await opened.start(1000), bytes.subarray(0, 1000));
    expect(await complete(opened, { size: 999 })).toMatchObject({ refused: 'upload-part-invalid' });
    expect(await complete(opened, { size: 1000 })).toEqual(ANSWER);
  });

  it('takes its length from the object where a completion died before it was written down', async () => {
    for (const finish of [complete, giveUp, check]) {
      const opened = await recorded([1, 2]);
      const dying = {
        ...opened.ports,
        cases: { ...opened.ports.cases, commit: () => Promise.reject(new Error('Died.')) },
      };
      const input = { policy: opened.policy, uploadId: 'upload-1', now: NOW };
      await expect(completeUpload(input, dying)).rejects.toThrow('Died.');
      expect(await read(opened)).toMatchObject({ status: 'completing', size: 2 * PART, partCount: 2 });
      await finish(opened);
      expect((await opened.readCase()).uploads[0]).toMatchObject({ status: 'received', size: 2 * PART });
    }
  });

  it('is one object and one record, however several of them interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const opened = await recorded([1], bytes.subarray(0, 1000));
        const ports = scheduled(opened, scheduler);
        const input = { policy: opened.policy, uploadId: 'upload-1', now: NOW };
        const all = Promise.all([
          completeUpload(input, ports),
          completeUpload({ ...input, size: 1000 }, ports),
        ]);
        await scheduler.waitFor(all);
        expect(await all).toEqual([ANSWER, ANSWER]);
        expect(await opened.actions()).toEqual(['upload-started', 'upload-received']);
        expect((await opened.readCase()).uploads[0]).toMatchObject({ size: 1000, partCount: 1 });
        expect(opened.storage.objects()).toEqual([KEY]);
      }),
      { numRuns: 30 },
    );
  });
});

function fromChromium(extension: 'webm' | 'mp4'): Buffer {
  return readFileSync(new URL(`recordings/chromium.${extension}`, import.meta.url));
}
function giveUp({ policy, ports }: OpenedEvidence) {
  return abortUpload({ policy, uploadId: 'upload-1', now: NOW }, ports);
}
function check({ policy: { trackingNumber }, ports }: OpenedEvidence) {
  return checkFilm({ trackingNumber, uploadId: 'upload-1' }, ports);
}

describe('a recording that nobody ended', () => {
  const finish = ({ policy: { trackingNumber }, ports, clock }: OpenedEvidence, policyId = 'policy-1') =>
    finishRecordings({ trackingNumber, policyId, now: clock.now() }, ports);

  it('is composed of what had come once its time is over, once', async () => {
    const opened = await recorded([1, 2]);
    expect(await finish(opened)).toEqual({ finished: 0 });
    opened.clock.set(DEADLINE);
    expect(await finish(opened, 'policy-of-another')).toEqual({ finished: 0 });
    expect(await finish(opened)).toEqual({ finished: 1 });
    expect(await finish(opened)).toEqual({ finished: 0 });
    const { uploads, timeline } = await opened.readCase();
    expect(uploads[0]).toMatchObject({ status: 'received', size: 2 * PART, receivedAt: DEADLINE });
    expect(timeline.at(-1)).toMatchObject({ action: 'upload-received', actor: { role: 'clock' } });
    expect(opened.queued).toEqual([{ trackingNumber: '10100012123456', uploadId: 'upload-1' }]);
    // Whoever says so after all hears that it is there.
    expect(await complete(opened)).toEqual(ANSWER);
  });

  it('of which nothing came is left to the storage, and so is a file that was never sent whole', async () => {
    const nothing = await recorded([]);
    nothing.clock.set(DEADLINE);
    expect(await finish(nothing)).toEqual({ finished: 0 });
    const file = openEvidence();
    await file.send(await file.start(bytes.length), bytes, [1, 2]);
    file.clock.set(DEADLINE);
    expect(await finish(file)).toEqual({ finished: 0 });
    expect([...nothing.storage.objects(), ...file.storage.objects()]).toEqual([]);
  });

  it('is tried again when the case changes too often', async () => {
    const opened = await recorded([1]);
    opened.clock.set(DEADLINE);
    const busy = { ...opened.ports.cases, commit: async () => 'conflict' as const };
    const input = { trackingNumber: '10100012123456', policyId: 'policy-1', now: DEADLINE };
    await expect(finishRecordings(input, { ...opened.ports, cases: busy })).rejects.toThrow('too often');
  });
});

describe('the check of a recording', () => {
  // The first two were recorded by Chromium 156 with its MediaRecorder, in slices of half a second.
  const lived = [
    ['Chromium, WebM', () => fromChromium('webm'), 'video/webm;codecs=vp8', 'webm'],
    ['Chromium, MP4', () => fromChromium('mp4'), 'video/mp4', 'mp4'],
    ['a live WebM', () => makeFilm({ extension: 'webm', isLive: true }), 'video/webm', 'webm'],
    ['a fragmented MP4', () => makeFilm({ extension: 'mp4', isLive: true }), 'video/mp4', 'mp4'],
  ] as const;

  async function sent(recording: Uint8Array, contentType: string): Promise<OpenedEvidence> {
    const policy = somePolicy({ soldAt: SAMPLED_AT, endsAt: AFTER_SAMPLE, claimableUntil: AFTER_SAMPLE });
    const opened = openEvidence(policy, SAMPLED_AT);
    await opened.send(await opened.record(contentType), recording);
    await complete(opened);
    return opened;
  }

  it.each(lived)('finds nothing odd about what browsers write: %s', async (_name, film, type, container) => {
    const recording = film();
    const opened = await sent(recording, type);
    expect(await check(opened)).toMatchObject({ outcome: 'checked', findings: [] });
    const [stored] = (await opened.readCase()).uploads;
    expect(stored?.check).toMatchObject({ container, sha256: digest(recording, 'hex') });
    expect(Math.round(stored?.check?.durationSeconds ?? 0)).toBe(12);
  });

  it.each(lived)('reads what arrived when the phone died in the middle: %s', async (_name, film, type) => {
    const whole = film();
    const opened = await sent(whole.subarray(0, Math.floor(whole.length * 0.6)), type);
    const outcome = await check(opened);
    // Only how long it is may be odd about it.
    expect(['', 'too-short']).toContain('findings' in outcome ? outcome.findings.join(' ') : outcome);
  });

  it('does not walk through a long one to its end', async () => {
    const film = makeFilm({ extension: 'webm', isLive: true, seconds: 40 });
    const object = {
      size: film.length,
      readRange: async (start: number, end: number) => new Uint8Array(film.subarray(start, end)),
    };
    const limits = { mostBytes: 128 * 1024, largestRead: 64 * 1024 };
    expect(film.length).toBeGreaterThan(limits.mostBytes);
    expect(await readFilm({ ...object, isRecording: true }, limits)).toMatchObject({
      hasPicture: true,
      isBroken: false,
    });
    expect(await readFilm(object, limits)).toMatchObject({ isBroken: true });
  });

  it('still finds what is no video', async () => {
    const opened = openEvidence();
    await opened.send(await opened.record(), Buffer.from('Это не видео.'));
    await complete(opened);
    expect(await check(opened)).toMatchObject({ findings: ['not-a-video', 'type-differs'] });
  });

  it('locks it when there is a claim, as any film', async () => {
    const opened = await recorded();
    await complete(opened);
    const { head } = await opened.readCase();
    await opened.ports.cases.commit({
      trackingNumber: '10100012123456',
      expectedVersion: head.version,
      claims: [someClaim()],
      timeline: appendToTimeline(head, [{ at: NOW, actor: { role: 'customer' }, action: 'file' }]),
    });
    await check(opened);
    expect(opened.storage.retainedUntil(KEY)).toBeDefined();
  });
});
