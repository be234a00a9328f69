import { jest } from '@jest/globals';
import { appendToTimeline } from '../../functions/claims/timeline.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { checkFilm } from '../../functions/evidence/check-film.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { keepEvidence } from '../../functions/evidence/keep-evidence.ts';
import { someClaim } from '../builders/claim.ts';
import { composed, digest, NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';
import { makeFilm } from './films.ts';

// Films are made by ffmpeg, on a machine that may be busy.
jest.setTimeout(60_000);

const CHECK = { trackingNumber: '10100012123456', uploadId: 'upload-1' };
const KEY = 'evidence/10100012123456/policy-1/upload-1';

async function sent(film: Uint8Array, contentType?: string): Promise<OpenedEvidence> {
  const opened = openEvidence();
  await opened.send(await opened.start(film.length, contentType), film);
  return opened;
}

async function received(film: Uint8Array, contentType?: string, sha256?: string): Promise<OpenedEvidence> {
  const opened = await sent(film, contentType);
  await completeUpload({ policy: opened.policy, uploadId: 'upload-1', sha256, now: NOW }, opened.ports);
  return opened;
}

async function fileClaim(opened: OpenedEvidence, filedAt: string, claimId = 'claim-1'): Promise<void> {
  const { head } = await opened.readCase();
  const actor = { role: 'customer' } as const;
  await opened.ports.cases.commit({
    trackingNumber: CHECK.trackingNumber,
    expectedVersion: head.version,
    claims: [someClaim({ claimId, filedAt, startedAt: filedAt })],
    timeline: appendToTimeline(head, [{ at: filedAt, actor, action: 'claim-filed', claimId }]),
  });
}

const recorded = { recordedAt: '2026-03-02T09:30:00.000Z' };

describe('the check of a film', () => {
  it('writes down what the stored object says, once', async () => {
    const film = makeFilm({ extension: 'mp4', ...recorded });
    const opened = await received(film, 'video/mp4', digest(film, 'hex'));
    opened.clock.advance({ minutes: 3 });
    const first = await checkFilm(CHECK, opened.ports);
    expect(first).toEqual({ outcome: 'checked', evidenceId: 'upload-1', findings: [] });
    opened.clock.advance({ minutes: 3 });
    expect(await checkFilm(CHECK, opened.ports)).toEqual({ ...first, outcome: 'already-checked' });
    const { uploads, timeline } = await opened.readCase();
    expect(uploads[0]?.check).toEqual({
      checkedAt: '2026-03-02T10:03:00.000Z',
      sha256: digest(film, 'hex'),
      size: film.length,
      versionId: expect.any(String),
      container: 'mp4',
      durationSeconds: 12,
      width: 320,
      height: 240,
      recordedAt: recorded.recordedAt,
      findings: [],
    });
    expect(timeline.map(({ action }) => action)).toEqual([
      'upload-started',
      'upload-received',
      'film-checked',
    ]);
    expect(timeline.at(-1)).toMatchObject({
      actor: { role: 'system' },
      facts: { sha256: digest(film, 'hex'), container: 'mp4', durationSeconds: 12, findings: '' },
    });
  });

  it.each([
    ['text', Buffer.from('Это не видео.'), 'video/mp4', ['not-a-video', 'type-differs']],
    [
      'a page by the name of a film',
      Buffer.from('<!doctype html><script>alert(1)</script>'),
      'video/mp4',
      ['not-a-video', 'type-differs', 'contains-markup'],
    ],
  ])('finds that %s is no video, and refuses nothing', async (_name, bytes, contentType, findings) => {
    const opened = await received(bytes, contentType);
    expect(await checkFilm(CHECK, opened.ports)).toEqual({
      outcome: 'checked',
      evidenceId: 'upload-1',
      findings,
    });
  });

  it('finds each thing that is odd about a film', async () => {
    const film = makeFilm({ extension: 'mov', seconds: 2, recordedAt: '2026-02-20T09:30:00.000Z' });
    const polyglot = Buffer.concat([film, Buffer.from('<script>alert(1)</script>')]);
    const opened = await received(polyglot, 'video/mp4', '00'.repeat(32));
    expect(await checkFilm(CHECK, opened.ports)).toMatchObject({
      findings: ['too-short', 'recorded-before-sale', 'type-differs', 'contains-markup', 'sha256-differs'],
    });
    const [, , entry] = (await opened.readCase()).timeline;
    expect(entry?.facts?.findings).toBe(
      'too-short recorded-before-sale type-differs contains-markup sha256-differs',
    );
  });

  it('finds a film that was cut off unreadable', async () => {
    const film = makeFilm({ extension: 'mp4', ...recorded });
    const opened = await received(film.subarray(0, film.length / 2));
    const outcome = await checkFilm(CHECK, opened.ports);
    expect(outcome).toMatchObject({ findings: expect.arrayContaining(['unreadable']) });
    expect(outcome).toMatchObject({ findings: expect.not.arrayContaining(['not-a-video']) });
  });

  it('is one, however many are made at once', async () => {
    const opened = await received(makeFilm({ extension: 'mp4', ...recorded }));
    const outcomes = await Promise.all([1, 2, 3].map(() => checkFilm(CHECK, opened.ports)));
    expect(outcomes.filter((outcome) => 'outcome' in outcome && outcome.outcome === 'checked')).toHaveLength(
      1,
    );
    expect((await opened.actions()).filter((action) => action === 'film-checked')).toHaveLength(1);
  });

  it('records what a dead completion left in the storage, and checks it', async () => {
    const opened = await composed(makeFilm({ extension: 'mp4', ...recorded }));
    expect(await checkFilm(CHECK, opened.ports)).toMatchObject({ outcome: 'checked', findings: [] });
    expect(await opened.actions()).toEqual(['upload-started', 'upload-received', 'film-checked']);
    expect((await opened.readCase()).timeline[1]).toMatchObject({ actor: { role: 'system' } });
  });

  it('has nothing to do about what nobody knows, and what has not come', async () => {
    const opened = await sent(someBytes(100));
    expect(await checkFilm({ ...CHECK, uploadId: 'upload-9' }, opened.ports)).toEqual({
      outcome: 'nothing-to-check',
      because: 'unknown',
    });
    expect(await checkFilm(CHECK, opened.ports)).toEqual({
      outcome: 'nothing-to-check',
      because: 'not-received',
    });
    expect(await opened.actions()).toEqual(['upload-started']);
  });

  it('removes an object that appeared after its upload was given up', async () => {
    const opened = await sent(someBytes(100));
    await abortUpload({ policy: opened.policy, uploadId: 'upload-1', now: NOW }, opened.ports);
    opened.storage.place(KEY, someBytes(100));
    expect(await checkFilm(CHECK, opened.ports)).toEqual({ outcome: 'nothing-to-check', because: 'aborted' });
    expect(opened.storage.objects()).toEqual([]);
  });

  it('is a fault, to be tried again, when a received film is not there or the storage fails', async () => {
    const opened = await received(makeFilm({ extension: 'mp4', ...recorded }));
    const failing = {
      ...opened.ports,
      storage: { ...opened.storage, readRange: () => Promise.reject(new Error('The storage is down.')) },
    };
    await expect(checkFilm(CHECK, failing)).rejects.toThrow('The storage is down.');
    expect((await opened.readCase()).uploads[0]).not.toHaveProperty('check');
    await opened.storage.remove(KEY, undefined);
    await expect(checkFilm(CHECK, opened.ports)).rejects.toThrow('not in the storage');
  });
});

describe('the films of a claim', () => {
  const keep = (opened: OpenedEvidence) =>
    keepEvidence(
      { trackingNumber: CHECK.trackingNumber, policyId: 'policy-1', now: opened.clock.now() },
      opened.ports,
    );
  const film = Buffer.from('Это не видео, но доказательство.');

  it('are locked by the check when the claim came first', async () => {
    const opened = await received(film);
    await fileClaim(opened, '2026-03-02T11:00:00.000Z');
    await checkFilm(CHECK, opened.ports);
    const until = '2029-03-02T21:00:00.000Z';
    expect(opened.storage.retainedUntil(KEY)).toBe(until);
    const { uploads, timeline } = await opened.readCase();
    expect(uploads[0]).toMatchObject({ retainedUntil: until });
    expect(timeline.at(-1)).toMatchObject({ action: 'film-kept', uploadId: 'upload-1', facts: { until } });
  });

  it('are locked at filing when the film came first, once', async () => {
    const opened = await received(film);
    await checkFilm(CHECK, opened.ports);
    expect(opened.storage.retainedUntil(KEY)).toBeUndefined();
    await fileClaim(opened, '2026-03-02T11:00:00.000Z');
    expect(await keep(opened)).toEqual({ kept: 1 });
    expect(await keep(opened)).toEqual({ kept: 0 });
    expect((await opened.actions()).filter((action) => action === 'film-kept')).toHaveLength(1);
  });

  it('are locked by the longest of several claims, and never shorter', async () => {
    const opened = await received(film);
    await fileClaim(opened, '2026-03-05T11:00:00.000Z');
    await keep(opened);
    await fileClaim(opened, '2026-03-03T11:00:00.000Z', 'claim-0');
    expect(await keep(opened)).toEqual({ kept: 0 });
    expect(opened.storage.retainedUntil(KEY)).toBe('2029-03-05T21:00:00.000Z');
    await fileClaim(opened, '2026-03-20T11:00:00.000Z', 'claim-2');
    expect(await keep(opened)).toEqual({ kept: 1 });
    expect(opened.storage.retainedUntil(KEY)).toBe('2029-03-20T21:00:00.000Z');
  });

  it('are locked again when the lock was not written down', async () => {
    const opened = await received(film);
    await fileClaim(opened, '2026-03-02T11:00:00.000Z');
    const dying = {
      ...opened.ports,
      cases: { ...opened.ports.cases, commit: () => Promise.reject(new Error('Died.')) },
    };
    const input = { trackingNumber: CHECK.trackingNumber, policyId: 'policy-1', now: NOW };
    await expect(keepEvidence(input, dying)).rejects.toThrow('Died.');
    expect(await keep(opened)).toEqual({ kept: 1 });
    expect((await opened.readCase()).uploads[0]).toHaveProperty('retainedUntil');
  });

  it('are those of its policy that were received', async () => {
    const opened = await sent(film);
    await fileClaim(opened, '2026-03-02T11:00:00.000Z');
    expect(await keep(opened)).toEqual({ kept: 0 });
    expect(
      await keepEvidence(
        { trackingNumber: CHECK.trackingNumber, policyId: 'policy-of-before', now: NOW },
        opened.ports,
      ),
    ).toEqual({ kept: 0 });
  });
});
