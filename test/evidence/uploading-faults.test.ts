import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { checkFilm } from '../../functions/evidence/check-film.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { SMALLEST_PART_BYTES as PART } from '../../functions/evidence/film-limits.ts';
import { finishRecordings } from '../../functions/evidence/finish-recordings.ts';
import type { ReceivedPart } from '../../functions/evidence/ports.ts';
import { isUnfinishedRecording } from '../../functions/evidence/purpose.ts';
import { readUpload } from '../../functions/evidence/read-upload.ts';
import { largestPart } from '../../functions/evidence/recording-parts.ts';
import { startUpload } from '../../functions/evidence/start-upload.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';

const PARCEL = '10100012123456';
const ANSWER = { evidenceId: 'upload-1', status: 'received' };
const DEADLINE = '2026-03-09T21:00:00.000Z';
const MAXIMUM = 5 * 1024 ** 3;

async function sent(): Promise<OpenedEvidence> {
  const opened = openEvidence();
  await opened.send(await opened.start(1000), someBytes(1000));
  return opened;
}
function complete(opened: OpenedEvidence, more: { size?: number } = {}, storage = opened.storage) {
  const { policy, clock, ports } = opened;
  const input = { policy, uploadId: 'upload-1', now: clock.now(), ...more };
  return completeUpload(input, { ...ports, storage });
}
function read({ policy, clock, ports, storage }: OpenedEvidence, over: Partial<typeof storage> = {}) {
  const input = { policy, uploadId: 'upload-1', now: clock.now() };
  return readUpload(input, { ...ports, storage: { ...storage, ...over } });
}
/** What the storage lists, whatever was signed. */
const listing = (...parts: [partNumber: number, size: number][]) => ({
  listParts: async (): Promise<ReceivedPart[]> =>
    parts.map(([partNumber, size]) => ({ partNumber, size, sha256: 'ab', etag: 'cd' })),
});
const down = (storage: OpenedEvidence['storage']) => {
  const fail = () => Promise.reject(new Error('The storage is down.'));
  return { ...storage, listParts: fail, complete: fail, find: fail, abort: fail };
};

describe('a film that is begun', () => {
  it('as a film says no more than one of which nobody said it', async () => {
    const said = openEvidence();
    await said.begin({ size: 1000, purpose: 'film' });
    const unsaid = openEvidence();
    await unsaid.begin({ size: 1000 });
    expect(await said.readCase()).toStrictEqual(await unsaid.readCase());
    expect((await said.readCase()).uploads[0]).not.toHaveProperty('purpose');
    expect((await said.readCase()).timeline[0]).toMatchObject({ actor: { role: 'customer' } });
    expect((await said.readCase()).timeline[0]?.facts).toStrictEqual({
      size: 1000,
      contentType: 'video/mp4',
    });
  });

  it('is refused, with nothing to clean up, where the number was sold anew or never', async () => {
    for (const current of [undefined, somePolicy({ policyId: 'policy-2' })]) {
      const { policy, ports, storage } = openEvidence();
      const policies = { ...ports.policies, find: async () => current };
      const input = { policy, fileName: 'film.mp4', contentType: 'video/mp4', size: 1000, now: NOW };
      expect(await startUpload(input, { ...ports, policies, storage: down(storage) })).toEqual({
        refused: 'policy-not-active',
        facts: { status: 'ended' },
      });
    }
  });

  it('and recorded has no length in what is written of it', async () => {
    const opened = openEvidence();
    await opened.record();
    const { uploads, timeline } = await opened.readCase();
    expect(uploads[0]).not.toHaveProperty('size');
    expect(timeline[0]?.facts).toStrictEqual({ contentType: 'video/webm', recordingCode: 'K7M2QX' });
  });
});

describe('what a page is told of its upload', () => {
  const common = { uploadId: 'upload-1', purpose: 'film', partSize: PART, finishUntil: DEADLINE };

  it('of a film has no code, of a recording no length', async () => {
    const whole = { size: 1000, partCount: 1, fileName: 'unboxing.mp4' };
    const part = { partNumber: 1, size: 1000 };
    expect(await read(await sent())).toStrictEqual({
      ...{ ...common, ...whole, status: 'open' },
      receivedParts: [part],
    });
    const recorded = openEvidence();
    await recorded.record();
    expect(await read(recorded)).toStrictEqual({
      ...{ ...common, fileName: 'recording', recordingCode: 'K7M2QX', status: 'open' },
      receivedParts: [],
    });
  });

  it('of what the storage has discarded is that nothing came', async () => {
    const opened = await sent();
    const gone = { listParts: async () => 'gone' as const };
    expect(await read(opened, gone)).toMatchObject({ status: 'aborted', receivedParts: [] });
  });

  it('of a recording are the parts that it may have: none empty, too large, or beyond the largest film', async () => {
    const opened = openEvidence();
    await opened.record();
    const listed = listing([0, 5], [1, PART], [2, PART + 1], [3, 0], [4, 1], [1024, PART], [1025, 1]);
    expect(await read(opened, listed)).toMatchObject({
      receivedParts: [
        { partNumber: 1, size: PART },
        { partNumber: 4, size: 1 },
        { partNumber: 1024, size: PART },
      ],
    });
  });

  it('leaves room for the last byte of the largest film', () => {
    const largest = (partNumber: number, maximum: number) =>
      largestPart({ partSize: 10 }, partNumber, maximum);
    expect([largest(2, 10), largest(2, 11), largest(2, 20), largest(2, 21)]).toEqual([undefined, 1, 10, 10]);
    expect([largest(0, 20), largest(1.5, 20)]).toEqual([undefined, undefined]);
  });
});

describe('a completion', () => {
  it('is answered from the table where it is over, also while the storage is down', async () => {
    const opened = await sent();
    await complete(opened);
    expect(await complete(opened, {}, down(opened.storage))).toEqual(ANSWER);
    const aborted = await sent();
    await abortUpload({ policy: aborted.policy, uploadId: 'upload-1', now: NOW }, aborted.ports);
    expect(await complete(aborted, {}, down(aborted.storage))).toEqual({
      refused: 'upload-not-open',
      facts: { status: 'aborted' },
    });
  });

  it('asks for no check once there is one', async () => {
    const opened = await sent();
    await complete(opened);
    await checkFilm({ trackingNumber: PARCEL, uploadId: 'upload-1' }, opened.ports);
    expect(await complete(opened)).toEqual(ANSWER);
    expect(opened.queued).toHaveLength(1);
  });

  it('with another length than was announced says which one that was', async () => {
    expect(await complete(await sent(), { size: 999 })).toEqual({
      refused: 'upload-part-invalid',
      facts: { size: 1000 },
    });
  });

  it('of a recording of which nothing came is none', async () => {
    const opened = openEvidence();
    await opened.record();
    const nothing = { refused: 'upload-parts-missing', facts: { partNumbers: [1], missing: 1 } };
    expect(await complete(opened)).toEqual(nothing);
    expect(await complete(opened, {}, { ...opened.storage, ...listing([2, PART]) })).toEqual(nothing);
    expect(opened.storage.objects()).toEqual([]);
  });

  it('of a recording may be of the largest size, and names no more than twenty parts that are too many', async () => {
    const opened = openEvidence();
    await opened.record();
    expect(await complete(opened, { size: MAXIMUM })).toMatchObject({ refused: 'upload-parts-missing' });
    const parts = Array.from({ length: 22 }, (_, index): [number, number] => [index + 1, PART]);
    expect(await complete(opened, { size: PART }, { ...opened.storage, ...listing(...parts) })).toEqual({
      refused: 'upload-parts-missing',
      facts: { partNumbers: [], beyond: Array.from({ length: 20 }, (_, index) => index + 2) },
    });
  });

  it('is tried three times while parts are sent again', async () => {
    for (const [changes, outcome] of [
      [2, ANSWER],
      [3, { refused: 'try-again', facts: {} }],
    ] as const) {
      const opened = await sent();
      let calls = 0;
      const compose: typeof opened.storage.complete = async (...input) => {
        calls += 1;
        return calls <= changes ? 'changed' : opened.storage.complete(...input);
      };
      expect(await complete(opened, {}, { ...opened.storage, complete: compose })).toEqual(outcome);
    }
  });
});

describe('recordings that nobody ended', () => {
  const finish = ({ ports }: OpenedEvidence, policies = ports.policies) =>
    finishRecordings({ trackingNumber: PARCEL, policyId: 'policy-1', now: DEADLINE }, { ...ports, policies });
  async function recorded(): Promise<OpenedEvidence> {
    const opened = openEvidence();
    await opened.send(await opened.record(), someBytes(1000));
    return opened;
  }

  it('are finished by the clock; a file that came whole and was not ended is not', async () => {
    const opened = await recorded();
    await opened.send(await opened.start(1000), someBytes(1000));
    expect(await finish(opened)).toEqual({ finished: 1 });
    expect((await opened.readCase()).uploads.map(({ status }) => status)).toEqual(['received', 'open']);
  });

  it('are those of a policy, by the clocks of its own office', async () => {
    const opened = await recorded();
    const { policies } = opened.ports;
    expect(await finish(opened, { ...policies, findAll: async () => [] })).toEqual({ finished: 0 });
    // An hour later than Moscow's.
    const office = { index: '236000', region: 'Калининградская область', timeZone: 'Europe/Kaliningrad' };
    const another = somePolicy({ policyId: 'policy-2', office });
    const findAll = async () => [another, opened.policy];
    expect(await finish(opened, { ...policies, findAll })).toEqual({ finished: 1 });
  });

  it('are those that were begun or half ended, of that policy', () => {
    const recording = someUpload({ recordingCode: 'K7M2QX' });
    const isOne = (overrides: Parameters<typeof someUpload>[0]) =>
      isUnfinishedRecording({ ...recording, ...overrides }, 'policy-1');
    expect([isOne({}), isOne({ status: 'completing' })]).toEqual([true, true]);
    expect([isOne({ status: 'received' }), isOne({ status: 'aborted' })]).toEqual([false, false]);
    expect([isOne({ policyId: 'policy-2' }), isUnfinishedRecording(someUpload(), 'policy-1')]).toEqual([
      false,
      false,
    ]);
  });
});
