import { upload } from '../../functions/contracts/case.ts';
import {
  partsSigned,
  uploadCompleted,
  uploadStarted,
  uploadView,
} from '../../functions/contracts/customer.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { SMALLEST_PART_BYTES } from '../../functions/evidence/film-limits.ts';
import { readUpload } from '../../functions/evidence/read-upload.ts';
import { recordReceived } from '../../functions/evidence/record-received.ts';
import { signParts } from '../../functions/evidence/sign-parts.ts';
import { startUpload, type UploadStarted } from '../../functions/evidence/start-upload.ts';
import { somePolicy } from '../builders/policy.ts';
import { digest, NOW, type OpenedEvidence, openEvidence, partOf, someBytes } from './evidence-fixture.ts';

const SIZE = 2 * SMALLEST_PART_BYTES + 1000;
const film = { fileName: 'unboxing.mp4', contentType: 'video/mp4', size: SIZE };

function read(opened: OpenedEvidence, uploadId: string) {
  return readUpload({ policy: opened.policy, uploadId, now: opened.clock.now() }, opened.ports);
}
function complete(opened: OpenedEvidence, uploadId: string, sha256?: string) {
  return completeUpload({ policy: opened.policy, uploadId, sha256, now: opened.clock.now() }, opened.ports);
}
function abort(opened: OpenedEvidence, uploadId: string) {
  return abortUpload({ policy: opened.policy, uploadId, now: opened.clock.now() }, opened.ports);
}

describe('an upload that begins', () => {
  it('is written down together with the policy that it holds open', async () => {
    const opened = openEvidence(somePolicy(), '2026-03-31T20:00:00.000Z');
    expect(await opened.start(SIZE)).toEqual({
      uploadId: 'upload-1',
      partSize: SMALLEST_PART_BYTES,
      partCount: 3,
      finishUntil: '2026-04-07T21:00:00.000Z',
    });
    const { uploads, timeline } = await opened.readCase();
    expect(uploads).toEqual([
      expect.objectContaining({
        objectKey: 'evidence/10100012123456/policy-1/upload-1',
        status: 'open',
        contentType: 'video/mp4',
      }),
    ]);
    expect(timeline.map(({ action, uploadId }) => [action, uploadId])).toEqual([
      ['upload-started', 'upload-1'],
    ]);
    expect(await opened.readPolicy()).toMatchObject({
      uploads: 1,
      version: 2,
      claimableUntil: '2026-04-07T21:00:00.000Z',
    });
  });

  it('holds the policy open no longer once it is given up', async () => {
    const opened = openEvidence(somePolicy(), '2026-03-31T20:00:00.000Z');
    await opened.start(SIZE);
    const { endsAt } = await opened.readPolicy();
    expect(await abort(opened, 'upload-1')).toEqual({ uploadId: 'upload-1', status: 'aborted' });
    expect(await opened.readPolicy()).toMatchObject({ uploads: 1, claimableUntil: endsAt, dueAt: endsAt });
  });

  it('is refused before anything is opened', async () => {
    const opened = openEvidence();
    const input = { policy: opened.policy, ...film, now: NOW };
    const outcome = await startUpload({ ...input, contentType: 'text/html' }, opened.ports);
    expect(outcome).toMatchObject({ refused: 'upload-type-not-accepted' });
    expect(opened.storage.openMultiparts()).toBe(0);
    expect(await opened.actions()).toEqual([]);
  });

  it('is refused on an older policy of a number that came back', async () => {
    const opened = openEvidence();
    const input = { policy: somePolicy({ policyId: 'policy-of-before' }), ...film, now: NOW };
    expect(await startUpload(input, opened.ports)).toMatchObject({ refused: 'policy-not-active' });
  });

  it('stays within the files of a policy, however many begin at once', async () => {
    const opened = openEvidence();
    const begin = () => startUpload({ policy: opened.policy, ...film, now: NOW }, opened.ports);
    const outcomes = await Promise.all(Array.from({ length: 8 }, begin));
    const begun = outcomes.filter((outcome) => !isRefusal(outcome));
    expect(begun.length).toBeGreaterThan(0);
    expect(begun.length).toBeLessThanOrEqual(5);
    for (const outcome of outcomes.filter(isRefusal)) {
      expect(['uploads-too-many', 'try-again']).toContain(outcome.refused);
    }
    // What was refused leaves nothing open behind.
    expect(opened.storage.openMultiparts()).toBe(begun.length);
    expect((await opened.readPolicy()).uploads).toBe(begun.length);
  });

  it('gives way after a bounded number of lost writes, and asks to try again', async () => {
    const opened = openEvidence();
    let attempts = 0;
    const waits: number[] = [];
    const ports = {
      ...opened.ports,
      backOff: async (attempt: number) => void waits.push(attempt),
      cases: {
        ...opened.ports.cases,
        commit: async () => {
          attempts += 1;
          return 'conflict' as const;
        },
      },
    };
    const outcome = await startUpload({ policy: opened.policy, ...film, now: NOW }, ports);
    expect(outcome).toEqual({ refused: 'try-again', facts: {} });
    expect(attempts).toBe(16);
    expect(waits).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(opened.storage.openMultiparts()).toBe(0);
  });
});

describe('parts to sign', () => {
  const sha256 = digest(someBytes(1), 'base64');
  const fitting = { partNumber: 3, size: 1000, sha256 };

  async function signing(parts: (typeof fitting)[]) {
    const opened = openEvidence();
    const { uploadId } = await opened.start(SIZE);
    return signParts({ policy: opened.policy, uploadId, parts, now: NOW }, opened.ports);
  }

  it('get URLs that live for fifteen minutes', async () => {
    const outcome = await signing([fitting, { ...fitting, partNumber: 1, size: SMALLEST_PART_BYTES }]);
    if (isRefusal(outcome)) throw new Error(outcome.refused);
    expect(outcome.parts.map(({ partNumber, expiresAt }) => [partNumber, expiresAt])).toEqual([
      [3, '2026-03-02T10:15:00.000Z'],
      [1, '2026-03-02T10:15:00.000Z'],
    ]);
  });

  it.each([
    ['a number beyond the last', { ...fitting, partNumber: 4 }, { partNumber: 4, because: 'number' }],
    ['number 0', { ...fitting, partNumber: 0 }, { partNumber: 0, because: 'number' }],
    ['a byte too many', { ...fitting, size: 1001 }, { partNumber: 3, because: 'size', size: 1000 }],
    ['a short part before the last', { ...fitting, partNumber: 1 }, { partNumber: 1, because: 'size' }],
    ['a hash in hex', { ...fitting, sha256: 'ab'.repeat(32) }, { partNumber: 3, because: 'sha256' }],
    ['more than a hash, in front', { ...fitting, sha256: `A${sha256}` }, { because: 'sha256' }],
    ['more than a hash, behind', { ...fitting, sha256: `${sha256}A` }, { because: 'sha256' }],
    ['a hash with stray bits', { ...fitting, sha256: `${'A'.repeat(42)}B=` }, { because: 'sha256' }],
  ])('are refused with %s, which is named', async (_name, part, facts) => {
    const valid = { ...fitting, partNumber: 2, size: SMALLEST_PART_BYTES };
    expect(await signing([valid, part])).toMatchObject({ refused: 'upload-part-invalid', facts });
  });

  it('are 1 to 50', async () => {
    expect(await signing([])).toMatchObject({ refused: 'upload-part-invalid', facts: { because: 'count' } });
    expect(await signing(Array(51).fill(fitting))).toMatchObject({ refused: 'upload-part-invalid' });
    expect(await signing(Array(50).fill(fitting))).not.toHaveProperty('refused');
  });

  it('need an upload of this policy that is open', async () => {
    const opened = openEvidence();
    const { uploadId } = await opened.start(SIZE);
    const sign = (overrides: object) =>
      signParts(
        { policy: opened.policy, uploadId, parts: [fitting], now: opened.clock.now(), ...overrides },
        opened.ports,
      );
    expect(await sign({ uploadId: 'upload-of-nobody' })).toMatchObject({ refused: 'not-found' });
    expect(await sign({ policy: somePolicy({ policyId: 'policy-2' }) })).toMatchObject({
      refused: 'not-found',
    });
    opened.clock.set('2026-03-09T21:00:00.000Z');
    expect(await sign({})).toEqual({ refused: 'upload-not-open', facts: { status: 'expired' } });
  });
});

describe('an upload that is cut off', () => {
  it('goes on from what has arrived, and what was sent is not sent again', async () => {
    const opened = openEvidence();
    const bytes = someBytes(SIZE);
    const started = await opened.start(SIZE);
    await opened.send(started, bytes, [3, 1]);
    expect(await read(opened, 'upload-1')).toEqual({
      uploadId: 'upload-1',
      status: 'open',
      purpose: 'film',
      fileName: 'unboxing.mp4',
      finishUntil: '2026-03-09T21:00:00.000Z',
      size: SIZE,
      partSize: SMALLEST_PART_BYTES,
      partCount: 3,
      receivedParts: [
        { partNumber: 1, size: SMALLEST_PART_BYTES },
        { partNumber: 3, size: 1000 },
      ],
    });
    expect(await complete(opened, 'upload-1')).toEqual({
      refused: 'upload-parts-missing',
      facts: { partNumbers: [2], missing: 1 },
    });
    await opened.send(started, bytes, [2]);
    expect(await complete(opened, 'upload-1')).toEqual({ evidenceId: 'upload-1', status: 'received' });
    const object = await opened.storage.readRange('evidence/10100012123456/policy-1/upload-1', 0, SIZE);
    expect(Buffer.from(object).equals(bytes)).toBe(true);
  });

  it('names at most twenty of the parts that are missing', async () => {
    const opened = openEvidence();
    await opened.start(30 * SMALLEST_PART_BYTES);
    expect(await complete(opened, 'upload-1')).toEqual({
      refused: 'upload-parts-missing',
      facts: { partNumbers: Array.from({ length: 20 }, (_, index) => index + 1), missing: 30 },
    });
  });

  it('takes no part that is not of its size, whoever put it there', async () => {
    const opened = openEvidence();
    await opened.start(1000);
    const [stored] = (await opened.readCase()).uploads;
    if (!stored) throw new Error('There is no upload.');
    const bytes = someBytes(999);
    const { objectKey, multipartId } = stored;
    const part = { objectKey, multipartId, partNumber: 1, size: 999, sha256: digest(bytes, 'base64') };
    const signed = await opened.storage.signPart({ ...part, now: NOW, expiresInSeconds: 900 });
    await opened.storage.send(signed, bytes);
    expect(await read(opened, 'upload-1')).toMatchObject({ receivedParts: [] });
    expect(await complete(opened, 'upload-1')).toMatchObject({ refused: 'upload-parts-missing' });
  });
});

describe('a completion', () => {
  async function sent(size = 1000): Promise<OpenedEvidence> {
    const opened = openEvidence();
    await opened.send(await opened.start(size), someBytes(size));
    return opened;
  }
  const answer = { evidenceId: 'upload-1', status: 'received' };

  it('answers the same when repeated, and writes once', async () => {
    const opened = await sent();
    const first = await complete(opened, 'upload-1', 'AB'.repeat(32));
    opened.clock.advance({ days: 20 });
    const again = await complete(opened, 'upload-1', 'CD'.repeat(32));
    expect(first).toEqual(answer);
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(await opened.actions()).toEqual(['upload-started', 'upload-received']);
    const { uploads, timeline } = await opened.readCase();
    expect(timeline.at(-1)).toMatchObject({ uploadId: 'upload-1', facts: { size: 1000 } });
    const [stored] = uploads;
    expect(stored).toMatchObject({ status: 'received', receivedAt: NOW, claimedSha256: 'ab'.repeat(32) });
    expect(await read(opened, 'upload-1')).toMatchObject({
      status: 'received',
      receivedParts: [{ partNumber: 1, size: 1000 }],
    });
  });

  it('asks for the check again until there is one: the call before may have died', async () => {
    const opened = await sent();
    const check = { trackingNumber: '10100012123456', uploadId: 'upload-1' };
    const dying = {
      ...opened.ports,
      checks: { enqueue: () => Promise.reject(new Error('The queue is down.')) },
    };
    const input = { policy: opened.policy, uploadId: 'upload-1', now: NOW };
    await expect(completeUpload(input, dying)).rejects.toThrow('The queue is down.');
    expect(await complete(opened, 'upload-1')).toEqual(answer);
    expect(opened.queued).toEqual([check]);
  });

  it('goes on where an earlier one died between the storage and the table', async () => {
    const opened = await sent();
    const dying = {
      ...opened.ports,
      cases: { ...opened.ports.cases, commit: () => Promise.reject(new Error('Died.')) },
    };
    const input = { policy: opened.policy, uploadId: 'upload-1', now: NOW };
    await expect(completeUpload(input, dying)).rejects.toThrow('Died.');
    expect(await read(opened, 'upload-1')).toMatchObject({
      status: 'completing',
      receivedParts: [{ partNumber: 1 }],
    });
    expect(await complete(opened, 'upload-1')).toEqual(answer);
    expect(await opened.actions()).toEqual(['upload-started', 'upload-received']);
  });

  it('lists again when a part was sent again meanwhile', async () => {
    const opened = await sent();
    let completions = 0;
    const storage = {
      ...opened.storage,
      complete: (...input: Parameters<typeof opened.storage.complete>) => {
        completions += 1;
        return completions === 1 ? Promise.resolve('changed' as const) : opened.storage.complete(...input);
      },
    };
    const input = { policy: opened.policy, uploadId: 'upload-1', now: NOW };
    expect(await completeUpload(input, { ...opened.ports, storage })).toEqual(answer);
    expect(completions).toBe(2);
  });

  it('takes what is there when another one was first, also while its parts are still listed', async () => {
    const opened = await sent();
    opened.storage.place('evidence/10100012123456/policy-1/upload-1', someBytes(1000));
    expect(await complete(opened, 'upload-1')).toEqual(answer);
  });

  it('is not written down over an upload that was given up', async () => {
    const opened = await sent();
    const [before] = (await opened.readCase()).uploads;
    if (!before) throw new Error('There is no upload.');
    await abort(opened, 'upload-1');
    const by = { actor: { role: 'system' } as const, now: NOW, size: 1000 };
    expect(await recordReceived(before, by, opened.ports)).toEqual({
      refused: 'upload-not-open',
      facts: { status: 'aborted' },
    });
    expect((await opened.readCase()).uploads[0]).toMatchObject({ status: 'aborted' });
  });

  it('asks to try again when another one neither finishes nor fails', async () => {
    const opened = await sent();
    const storage = { ...opened.storage, complete: async () => 'exists' as const };
    const input = { policy: opened.policy, uploadId: 'upload-1', now: NOW };
    expect(await completeUpload(input, { ...opened.ports, storage })).toEqual({
      refused: 'try-again',
      facts: {},
    });
  });

  it('is refused for what nobody began, what was given up, what expired and what the bucket discarded', async () => {
    const unknown = await sent();
    expect(await complete(unknown, 'upload-2')).toEqual({ refused: 'not-found', facts: {} });

    const aborted = await sent();
    await abort(aborted, 'upload-1');
    expect(await complete(aborted, 'upload-1')).toEqual({
      refused: 'upload-not-open',
      facts: { status: 'aborted' },
    });

    const expired = await sent();
    expired.clock.set('2026-03-09T21:00:00.000Z');
    expect(await complete(expired, 'upload-1')).toEqual({
      refused: 'upload-not-open',
      facts: { status: 'expired' },
    });
    expect(await read(expired, 'upload-1')).toMatchObject({ status: 'aborted', receivedParts: [] });

    const discarded = await sent();
    const [stored] = (await discarded.readCase()).uploads;
    if (!stored) throw new Error('There is no upload.');
    await discarded.storage.abort(stored.objectKey, stored.multipartId);
    expect(await complete(discarded, 'upload-1')).toEqual({
      refused: 'upload-not-open',
      facts: { status: 'aborted' },
    });
    expect(await read(discarded, 'upload-1')).toMatchObject({ status: 'aborted' });
  });
});

describe('what goes out and in', () => {
  it('is what the contract says, also of an upload with an odd name', async () => {
    const opened = openEvidence();
    const odd = { ...film, size: 1000, fileName: ' \u202Efilm\u0000\n\uD800.mp4 ' };
    const started = await startUpload({ policy: opened.policy, ...odd, now: NOW }, opened.ports);
    const plan = uploadStarted.parse(started);
    expect(uploadView.parse(await read(opened, 'upload-1')).status).toBe('open');
    const bytes = someBytes(1000);
    const parts = [{ partNumber: 1, size: 1000, sha256: digest(bytes, 'base64') }];
    const signing = { policy: opened.policy, uploadId: 'upload-1', parts, now: NOW };
    expect(partsSigned.parse(await signParts(signing, opened.ports)).parts).toHaveLength(1);
    await opened.send(plan as UploadStarted, bytes);
    uploadCompleted.parse(await complete(opened, 'upload-1'));
    expect(uploadView.parse(await read(opened, 'upload-1'))).toMatchObject({ status: 'received' });
    const [stored] = (await opened.readCase()).uploads;
    expect(upload.parse(stored).fileName).toBe('film\uFFFD.mp4');
  });
});

describe('a part', () => {
  it('is cut from the film where the plan says', () => {
    const bytes = someBytes(25);
    expect(partOf(bytes, { partSize: 10 }, 3)).toEqual(bytes.subarray(20, 25));
  });
});
