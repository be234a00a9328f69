import { appendToTimeline } from '../../functions/claims/timeline.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { checkFilm } from '../../functions/evidence/check-film.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { FRAME_BYTES } from '../../functions/signals/film-frames.ts';
import { filmsToLookAt } from '../../functions/signals/films-to-look-at.ts';
import { lookAtFilm } from '../../functions/signals/look-at-film.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { NOW, openEvidence } from '../evidence/evidence-fixture.ts';
import { makeFilm } from '../evidence/films.ts';
import { createMemoryFilmFrames } from '../twins/memory-film-frames.ts';
import { randomOf } from './unboxings.ts';

const FILM = { trackingNumber: '10100012123456', uploadId: 'upload-1' };
const CLAIM = { trackingNumber: FILM.trackingNumber, claimId: 'claim-1' };

const somePictures = (count: number) => {
  const random = randomOf(1);
  return Array.from({ length: count }, () => Uint8Array.from({ length: FRAME_BYTES }, () => 256 * random()));
};

async function openLook(film: Uint8Array = makeFilm({ extension: 'mp4' })) {
  const opened = openEvidence();
  await opened.send(await opened.start(film.length), film);
  await completeUpload({ policy: opened.policy, uploadId: FILM.uploadId, now: NOW }, opened.ports);
  const { head } = await opened.readCase();
  await opened.ports.cases.commit({
    trackingNumber: FILM.trackingNumber,
    expectedVersion: head.version,
    claims: [someClaim(), someClaim({ claimId: 'claim-of-other', policyId: 'policy-other' })],
    timeline: appendToTimeline(head, [
      { at: NOW, actor: { role: 'customer' }, action: 'file', claimId: 'claim-1' },
    ]),
  });
  const judged: (typeof CLAIM)[] = [];
  const looks: { container: string; durationSeconds?: number | undefined; size: number }[] = [];
  const films = createMemoryFilmFrames();
  const ports = {
    ...opened.ports,
    films,
    looker: {
      async picturesOf({ container, durationSeconds, size }: (typeof looks)[number]) {
        looks.push({ container, durationSeconds, size });
        return somePictures(5);
      },
    },
    signals: { enqueue: async (claims: (typeof CLAIM)[]) => void judged.push(...claims) },
  };
  return { ...opened, ports, films, judged, looks };
}

describe('a look at a film', () => {
  it('keeps what a checked film shows and has the claims of its policy judged', async () => {
    const opened = await openLook();
    await checkFilm(FILM, opened.ports);
    expect(await lookAtFilm(FILM, opened.ports)).toEqual({ outcome: 'looked-at', frames: 5, claims: 1 });
    expect(await opened.films.find(FILM.uploadId)).toHaveLength(5);
    expect(opened.judged).toEqual([CLAIM]);
    expect(opened.looks).toMatchObject([{ container: 'mp4', durationSeconds: 12 }]);
  });

  it('is taken once, and the claims are judged again: whoever looked first may not have come so far', async () => {
    const opened = await openLook();
    await checkFilm(FILM, opened.ports);
    await lookAtFilm(FILM, opened.ports);
    expect(await lookAtFilm(FILM, opened.ports)).toMatchObject({ outcome: 'already-looked-at', claims: 1 });
    expect(opened.looks).toHaveLength(1);
    expect(opened.judged).toEqual([CLAIM, CLAIM]);
  });

  it('is of the film that was asked for, by its own bytes, and is kept once', async () => {
    const film = makeFilm({ extension: 'mp4' });
    const opened = await openLook(film);
    await opened.send(await opened.start(film.length), film);
    await completeUpload({ policy: opened.policy, uploadId: 'upload-2', now: NOW }, opened.ports);
    for (const uploadId of ['upload-1', 'upload-2']) await checkFilm({ ...FILM, uploadId }, opened.ports);
    const read: Uint8Array[] = [];
    const remembered: string[] = [];
    const ports = {
      ...opened.ports,
      looker: {
        async picturesOf({ readRange }: { readRange(start: number, end: number): Promise<Uint8Array> }) {
          read.push(await readRange(4, 12));
          return somePictures(3);
        },
      },
      films: {
        ...opened.films,
        remember: (given: Parameters<typeof opened.films.remember>[0]) => {
          remembered.push(given.uploadId);
          return opened.films.remember(given);
        },
      },
    };
    const second = { ...FILM, uploadId: 'upload-2' };
    for (let times = 0; times < 2; times += 1) await lookAtFilm(second, ports);
    expect(remembered).toEqual(['upload-2']);
    expect(read).toEqual([Uint8Array.from(film.slice(4, 12))]);
  });

  it.each(['mp4', 'quicktime', '3gpp', 'webm', 'matroska'])('is taken of a film in %s', async (container) => {
    const opened = await openLook();
    await checkFilm(FILM, opened.ports);
    const file = await opened.readCase();
    const uploads = file.uploads.map(({ check, ...upload }) => ({
      ...upload,
      ...(check && { check: { ...check, container } }),
    }));
    const cases = { read: async () => ({ ...file, uploads }) };
    expect(await lookAtFilm(FILM, { ...opened.ports, cases })).toMatchObject({ frames: 5 });
    expect(opened.looks).toMatchObject([{ container }]);
  });

  it('finds nothing in what is no film, and never looks again', async () => {
    const opened = await openLook(new TextEncoder().encode('<html>'.repeat(200)));
    await checkFilm(FILM, opened.ports);
    expect(await lookAtFilm(FILM, opened.ports)).toMatchObject({ outcome: 'looked-at', frames: 0 });
    expect(opened.looks).toEqual([]);
    expect(await opened.films.find(FILM.uploadId)).toEqual([]);
  });

  it('is not taken before the check, nor of what is unknown or was given up', async () => {
    const opened = await openLook();
    const nothing = { outcome: 'nothing-to-look-at' };
    expect(await lookAtFilm(FILM, opened.ports)).toEqual(nothing);
    expect(await lookAtFilm({ ...FILM, uploadId: 'upload-9' }, opened.ports)).toEqual(nothing);
    await opened.start(1000);
    await abortUpload({ policy: opened.policy, uploadId: 'upload-2', now: NOW }, opened.ports);
    expect(await lookAtFilm({ ...FILM, uploadId: 'upload-2' }, opened.ports)).toEqual(nothing);
    expect([opened.judged, opened.looks]).toEqual([[], []]);
  });

  it('is not taken where the object is gone meanwhile', async () => {
    const opened = await openLook();
    await checkFilm(FILM, opened.ports);
    const storage = { ...opened.ports.storage, find: async () => undefined };
    expect(await lookAtFilm(FILM, { ...opened.ports, storage })).toEqual({ outcome: 'nothing-to-look-at' });
    expect([await opened.films.find(FILM.uploadId), opened.judged, opened.looks]).toEqual([
      undefined,
      [],
      [],
    ]);
  });

  it('comes again when the storage fails, and nothing is kept of it', async () => {
    const opened = await openLook();
    await checkFilm(FILM, opened.ports);
    const looker = { picturesOf: () => Promise.reject(new Error('The storage is away.')) };
    await expect(lookAtFilm(FILM, { ...opened.ports, looker })).rejects.toThrow('away');
    expect(await opened.films.find(FILM.uploadId)).toBeUndefined();
    expect(opened.judged).toEqual([]);
  });
});

it('a film is to be looked at once its check is written, a document never', () => {
  const checked = someUpload({ check: { checkedAt: NOW, sha256: 'ab', size: 1, findings: [] } });
  const { check: _check, ...unchecked } = checked;
  const { trackingNumber, uploadId } = checked;
  expect(filmsToLookAt(unchecked, checked)).toEqual([{ trackingNumber, uploadId }]);
  expect(filmsToLookAt(undefined, checked)).toEqual([{ trackingNumber, uploadId }]);
  expect(filmsToLookAt(checked, checked)).toEqual([]);
  expect(filmsToLookAt(undefined, unchecked)).toEqual([]);
  expect(filmsToLookAt(unchecked, { ...checked, purpose: 'document' })).toEqual([]);
});
