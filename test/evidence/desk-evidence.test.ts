import { isRefusal } from '../../functions/contracts/refusal.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { bookmarkEvidence } from '../../functions/evidence/bookmark-evidence.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { nameDocument } from '../../functions/evidence/name-document.ts';
import { readUpload } from '../../functions/evidence/read-upload.ts';
import { signParts } from '../../functions/evidence/sign-parts.ts';
import { startUpload } from '../../functions/evidence/start-upload.ts';
import { somePolicy } from '../builders/policy.ts';
import { digest, NOW, openEvidence, someBytes } from './evidence-fixture.ts';

const ANNA = { role: 'specialist', id: 'anna' } as const;

async function openFilm() {
  const opened = openEvidence();
  await opened.send(await opened.start(1000), someBytes(1000));
  await completeUpload({ policy: opened.policy, uploadId: 'upload-1', now: NOW }, opened.ports);
  const { trackingNumber } = opened.policy;
  const mark = (second: number, note = 'Вес', evidenceId = 'upload-1') =>
    bookmarkEvidence({ trackingNumber, evidenceId, second, note, actor: ANNA, now: NOW }, opened.ports);
  const bookmarks = async () => (await opened.readCase()).uploads[0]?.bookmarks ?? [];
  return { ...opened, mark, bookmarks };
}

/** A document that a specialist files on an open claim. */
async function openDocument() {
  const opened = openEvidence(somePolicy({ openClaims: 1 }));
  const { policy, ports } = opened;
  const bytes = someBytes(1000);
  const given = { fileName: 'Чек.jpg', contentType: 'image/jpeg', size: 1000, purpose: 'document' as const };
  const started = await startUpload(
    { policy, ...given, documentKind: 'receipt', filedBy: ANNA, now: NOW },
    ports,
  );
  if (isRefusal(started)) throw new Error(started.refused);
  const input = { policy, uploadId: started.uploadId, now: NOW };
  const parts = [{ partNumber: 1, size: 1000, sha256: digest(bytes, 'base64') }];
  const name = (documentKind: 'receipt' | 'label-photo', evidenceId = started.uploadId) =>
    nameDocument(
      { trackingNumber: policy.trackingNumber, evidenceId, documentKind, actor: ANNA, now: NOW },
      ports,
    );
  const file = async () => {
    const signed = await signParts({ ...input, parts, side: 'desk' }, ports);
    if (isRefusal(signed) || !signed.parts[0]) throw new Error('Not signed.');
    await opened.storage.send(signed.parts[0], bytes);
    return completeUpload({ ...input, side: 'desk' }, ports);
  };
  return { ...opened, input, parts, name, file };
}

describe('a moment of a film', () => {
  it('is noted in the order of the film; the same second again replaces the note', async () => {
    const { mark, bookmarks, actions } = await openFilm();
    await mark(12.5, 'Вес');
    await mark(3, 'Ярлык');
    expect((await bookmarks()).map(({ second }) => second)).toEqual([3, 12.5]);
    await mark(12.5, 'Вес 430 г');
    await mark(7, 'Пломба');
    expect((await bookmarks()).map(({ second, note, by }) => [second, note, by])).toEqual([
      [3, 'Ярлык', ANNA],
      [7, 'Пломба', ANNA],
      [12.5, 'Вес 430 г', ANNA],
    ]);
    await mark(3, 'Ярлык');
    expect((await actions()).filter((action) => action === 'bookmarked')).toHaveLength(4);
  });

  it('is answered with the case as it is now, also when it was noted already', async () => {
    const { mark, readCase } = await openFilm();
    expect(await mark(3)).toEqual({ file: await readCase() });
    expect(await mark(3)).toEqual({ file: await readCase() });
  });

  it('is told in the timeline by its second, not in words', async () => {
    const { mark, readCase } = await openFilm();
    await mark(3, 'Ярлык');
    expect((await readCase()).timeline.at(-1)).toMatchObject({
      action: 'bookmarked',
      actor: ANNA,
      uploadId: 'upload-1',
      facts: { second: 3 },
    });
  });

  it('is one of fifty at most', async () => {
    const { mark, bookmarks } = await openFilm();
    for (let second = 0; second < 50; second += 1) await mark(second);
    expect(await mark(50)).toEqual({ refused: 'bookmarks-too-many', facts: { maximum: 50 } });
    expect(await mark(49, 'Ещё раз')).not.toHaveProperty('refused');
    expect(await bookmarks()).toHaveLength(50);
  });

  it('is of a film that has been received', async () => {
    const { mark, start } = await openFilm();
    await start(1000);
    for (const evidenceId of ['upload-2', 'upload-9'])
      expect(await mark(1, 'Вес', evidenceId)).toEqual({ refused: 'not-found', facts: {} });
    const document = await openDocument();
    await document.file();
    const { trackingNumber } = document.policy;
    const given = { trackingNumber, evidenceId: 'upload-1', second: 1, note: 'Вес', actor: ANNA, now: NOW };
    expect(await bookmarkEvidence(given, document.ports)).toMatchObject({ refused: 'not-found' });
  });
});

describe('a document that a specialist files', () => {
  it('arrives under their name and kind', async () => {
    const { file, readCase, queued } = await openDocument();
    expect(await file()).toEqual({ evidenceId: 'upload-1', status: 'received' });
    const { uploads, timeline } = await readCase();
    expect(uploads).toMatchObject([{ filedBy: ANNA, documentKind: 'receipt', purpose: 'document' }]);
    expect(timeline.map(({ action, actor }) => [action, actor])).toEqual([
      ['upload-started', ANNA],
      ['upload-received', ANNA],
    ]);
    expect(queued).toHaveLength(1);
  });

  it('is not the customer’s to read, fill, finish or give up, nor theirs the specialist’s', async () => {
    const { input, parts, ports, readCase, begin } = await openDocument();
    const before = await readCase();
    const missing = { refused: 'not-found', facts: {} };
    expect(await signParts({ ...input, parts }, ports)).toEqual(missing);
    expect(await completeUpload(input, ports)).toEqual(missing);
    expect(await readUpload(input, ports)).toEqual(missing);
    expect(await abortUpload(input, ports)).toEqual(missing);
    expect(await readCase()).toEqual(before);
    const { uploadId } = await begin({ size: 1000 });
    const theirs = { ...input, uploadId, side: 'desk' as const };
    expect(await signParts({ ...theirs, parts }, ports)).toEqual(missing);
    expect(await completeUpload(theirs, ports)).toEqual(missing);
  });

  it('is named for what it shows, once', async () => {
    const { file, name, readCase } = await openDocument();
    expect(await name('label-photo')).toEqual({ refused: 'not-found', facts: {} });
    await file();
    await name('label-photo');
    await name('label-photo');
    const { uploads, timeline } = await readCase();
    expect(uploads[0]?.documentKind).toBe('label-photo');
    const named = timeline.filter(({ action }) => action === 'document-named');
    expect(named).toMatchObject([{ actor: ANNA, facts: { documentKind: 'label-photo' } }]);
  });

  it('is no film', async () => {
    const { policy, ports } = await openFilm();
    const { trackingNumber } = policy;
    const given = { trackingNumber, evidenceId: 'upload-1', actor: ANNA, now: NOW };
    expect(await nameDocument({ ...given, documentKind: 'receipt' }, ports)).toMatchObject({
      refused: 'not-found',
    });
  });
});
