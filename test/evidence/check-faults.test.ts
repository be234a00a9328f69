import { appendToTimeline } from '../../functions/claims/timeline.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { checkFilm } from '../../functions/evidence/check-film.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { claimedFilmsKeptUntil } from '../../functions/evidence/film-retention.ts';
import { keepEvidence } from '../../functions/evidence/keep-evidence.ts';
import { removeUnclaimedFilms } from '../../functions/evidence/remove-unclaimed-films.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';

const PARCEL = '10100012123456';
const CHECK = { trackingNumber: PARCEL, uploadId: 'upload-1' };
const KEY = `evidence/${PARCEL}/policy-1/upload-1`;
const TRY_AGAIN = { refused: 'try-again', facts: {} };
const notAVideo = Buffer.from('Это не видео.');

async function received(count = 1): Promise<OpenedEvidence> {
  const opened = openEvidence();
  for (let number = 1; number <= count; number += 1) {
    await opened.send(await opened.start(notAVideo.length), notAVideo);
    const input = { policy: opened.policy, uploadId: `upload-${number}`, now: NOW };
    await completeUpload(input, opened.ports);
  }
  return opened;
}
async function write(
  { ports, readCase }: OpenedEvidence,
  items: Partial<Parameters<OpenedEvidence['ports']['cases']['commit']>[0]>,
): Promise<void> {
  const { head } = await readCase();
  const timeline = appendToTimeline(head, []);
  await ports.cases.commit({ trackingNumber: PARCEL, expectedVersion: head.version, timeline, ...items });
}
/** Others change the case faster than this caller can write. */
const busy = ({ ports }: OpenedEvidence) => ({
  ...ports,
  cases: { ...ports.cases, commit: async () => 'conflict' as const },
});

describe('a check', () => {
  it('of what was removed with its policy has nothing to do', async () => {
    const opened = await received();
    const policy = somePolicy({ status: 'ended', endedAt: '2026-03-31T21:00:00.000Z' });
    await removeUnclaimedFilms({ policy, now: '2026-05-01T21:00:00.000Z' }, opened.ports);
    expect(await checkFilm(CHECK, opened.ports)).toEqual({ outcome: 'nothing-to-check', because: 'removed' });
  });

  it('of what was given up and never composed has nothing to do', async () => {
    const opened = openEvidence();
    await opened.start(1000);
    await abortUpload({ policy: opened.policy, uploadId: 'upload-1', now: NOW }, opened.ports);
    expect(await checkFilm(CHECK, opened.ports)).toEqual({ outcome: 'nothing-to-check', because: 'aborted' });
  });

  it('that could not be written down is tried again, and locks nothing before', async () => {
    const opened = await received();
    await write(opened, { claims: [someClaim()] });
    expect(await checkFilm(CHECK, busy(opened))).toEqual(TRY_AGAIN);
    expect(opened.storage.retainedUntil(KEY)).toBeUndefined();
    const begun = openEvidence();
    await begun.start(notAVideo.length);
    begun.storage.place(KEY, notAVideo);
    expect(await checkFilm(CHECK, busy(begun))).toEqual(TRY_AGAIN);
  });

  it('that was written down and could not lock the film says so', async () => {
    const opened = await received();
    await write(opened, { claims: [someClaim()] });
    await checkFilm(CHECK, opened.ports);
    await write(opened, { claims: [someClaim({ claimId: 'claim-2', filedAt: '2026-04-05T10:00:00.000Z' })] });
    expect(await checkFilm(CHECK, busy(opened))).toEqual(TRY_AGAIN);
  });

  it('is of that upload, by the storage as it is: without versions it names none', async () => {
    const opened = await received(2);
    const find = async () => ({ size: notAVideo.length });
    const ports = { ...opened.ports, storage: { ...opened.storage, find } };
    expect(await checkFilm({ ...CHECK, uploadId: 'upload-2' }, ports)).toEqual({
      outcome: 'checked',
      evidenceId: 'upload-2',
      findings: ['not-a-video', 'type-differs'],
    });
    const [first, second] = (await opened.readCase()).uploads;
    expect(first).not.toHaveProperty('check');
    expect(second?.check).toMatchObject({ size: notAVideo.length });
    expect(second?.check).not.toHaveProperty('versionId');
  });

  it('made twice at once is answered to both, and is the check of one', async () => {
    const opened = await received();
    const outcomes = await Promise.all([checkFilm(CHECK, opened.ports), checkFilm(CHECK, opened.ports)]);
    const findings = ['not-a-video', 'type-differs'];
    expect(outcomes).toEqual([
      { outcome: 'checked', evidenceId: 'upload-1', findings },
      { outcome: 'already-checked', evidenceId: 'upload-1', findings },
    ]);
  });

  it('goes by the sale of that policy, not by a later one of the same parcel', async () => {
    const opened = openEvidence();
    const film = Buffer.concat([Buffer.from('00000014', 'hex'), Buffer.from('ftypisom00000000')]);
    await opened.send(await opened.start(film.length), film);
    await completeUpload({ policy: opened.policy, uploadId: 'upload-1', now: NOW }, opened.ports);
    const later = somePolicy({ policyId: 'policy-2', soldAt: '2026-04-01T09:30:00.000Z' });
    const among = (...sold: ReturnType<typeof somePolicy>[]) => ({
      ...opened.ports,
      policies: { ...opened.ports.policies, findAll: async () => sold },
      mediaOf: async () => ({ hasPicture: true, durationSeconds: 12, recordedAt: NOW }),
    });
    await expect(checkFilm(CHECK, among(later))).rejects.toThrow('The upload upload-1 belongs to no policy.');
    expect(await checkFilm(CHECK, among(later, opened.policy))).toMatchObject({ findings: ['unreadable'] });
  });
});

describe('the lock of a claim', () => {
  const keep = ({ ports }: OpenedEvidence, policyId = 'policy-1') =>
    keepEvidence({ trackingNumber: PARCEL, policyId, now: NOW }, ports);

  it('is for the films of its own policy', async () => {
    const opened = await received();
    await write(opened, { claims: [someClaim({ policyId: 'policy-2' })] });
    expect(await keep(opened)).toEqual({ kept: 0 });
    expect(opened.storage.retainedUntil(KEY)).toBeUndefined();
    await write(opened, {
      claims: [someClaim()],
      uploads: [someUpload({ uploadId: 'of-another', policyId: 'policy-2', status: 'received' })],
    });
    expect(await keep(opened)).toEqual({ kept: 1 });
    const { uploads } = await opened.readCase();
    const locked = uploads.filter(({ retainedUntil }) => retainedUntil !== undefined);
    expect(locked.map(({ uploadId }) => uploadId)).toEqual(['upload-1']);
  });

  it('that two set at once is written down once', async () => {
    const opened = await received();
    await write(opened, { claims: [someClaim()] });
    const { head, timeline } = await opened.readCase();
    expect(await Promise.all([keep(opened), keep(opened)])).toEqual([{ kept: 1 }, { kept: 1 }]);
    const after = await opened.readCase();
    expect(after.head.version).toBe(head.version + 1);
    expect(after.timeline).toHaveLength(timeline.length + 1);
  });

  it('of a film that is not there is a fault that names it', async () => {
    const opened = await received();
    await write(opened, { claims: [someClaim()] });
    await opened.storage.remove(KEY, undefined);
    await expect(keep(opened)).rejects.toThrow('The received film upload-1 is not in the storage.');
  });

  it('lasts as long as that of the claim that was filed last, in whatever order they are listed', () => {
    const claims = ['2026-03-20', '2026-03-05', '2026-03-11'].map((day) =>
      someClaim({ filedAt: `${day}T10:00:00.000Z` }),
    );
    expect(claimedFilmsKeptUntil(claims)).toBe('2029-03-20T21:00:00.000Z');
    expect(claimedFilmsKeptUntil([])).toBeUndefined();
  });
});

describe('the removal of films that nobody claimed on', () => {
  const ended = somePolicy({ status: 'ended', endedAt: '2026-03-31T21:00:00.000Z' });
  const input = { policy: ended, now: '2026-05-01T21:00:00.000Z' };

  it('is not held up by a claim on another sale of the parcel', async () => {
    const opened = await received();
    await write(opened, { claims: [someClaim({ policyId: 'policy-2' })] });
    expect(await removeUnclaimedFilms(input, opened.ports)).toEqual({ removed: 1, aborted: 0, kept: 0 });
  });

  it('that could not be written down is tried again', async () => {
    const opened = await received();
    expect(await removeUnclaimedFilms(input, busy(opened))).toEqual(TRY_AGAIN);
    expect(await removeUnclaimedFilms(input, opened.ports)).toEqual({ removed: 1, aborted: 0, kept: 0 });
  });

  it('gives up in the storage what was not finished, and nothing else', async () => {
    const opened = await received();
    await opened.start(1000);
    const given: string[] = [];
    const abort = async (objectKey: string) => void given.push(objectKey);
    const ports = { ...opened.ports, storage: { ...opened.storage, abort } };
    expect(await removeUnclaimedFilms(input, ports)).toEqual({ removed: 1, aborted: 1, kept: 0 });
    expect(given).toEqual([KEY.replace('upload-1', 'upload-2')]);
  });

  it('made twice at once tells of each film once', async () => {
    const opened = await received();
    await opened.send(await opened.start(1000), someBytes(1000));
    const { head } = await opened.readCase();
    const both = [removeUnclaimedFilms(input, opened.ports), removeUnclaimedFilms(input, opened.ports)];
    expect(await Promise.all(both)).toEqual([
      { removed: 1, aborted: 1, kept: 0 },
      { removed: 0, aborted: 0, kept: 0 },
    ]);
    expect((await opened.actions()).slice(-2)).toEqual(['film-removed', 'upload-discarded']);
    expect((await opened.readCase()).head.version).toBe(head.version + 1);
  });
});
