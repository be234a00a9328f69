import { checkFilm } from '../../functions/evidence/check-film.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { digest, NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';

const KEY = 'evidence/10100012123456/policy-1/upload-1';
const FILM = someBytes(1_000);
/** Of bytes that are no film. */
const ODD = ['not-a-video', 'type-differs'];
const OTHER = 'AB'.repeat(32);
const ANSWER = { evidenceId: 'upload-1', status: 'received' };

/** The parts are one object, and the sender's call, which said so, has not got to the table. */
async function composed(): Promise<OpenedEvidence> {
  const opened = openEvidence();
  await opened.send(await opened.start(FILM.length), FILM);
  const [upload] = (await opened.readCase()).uploads;
  const multipartId = upload?.multipartId ?? '';
  const parts = await opened.storage.listParts(KEY, multipartId);
  if (parts === 'gone') throw new Error('The multipart upload is gone.');
  await opened.storage.complete(KEY, multipartId, parts);
  return opened;
}

const complete = ({ policy, ports }: OpenedEvidence, sha256?: string) =>
  completeUpload({ policy, uploadId: 'upload-1', sha256, now: NOW }, ports);
const check = (opened: OpenedEvidence, storage: Partial<OpenedEvidence['storage']> = {}) =>
  checkFilm(
    { trackingNumber: opened.policy.trackingNumber, uploadId: 'upload-1' },
    { ...opened.ports, storage: { ...opened.storage, ...storage } },
  );
const stored = async (opened: OpenedEvidence) => (await opened.readCase()).uploads[0];

describe('the digest that the sender tells', () => {
  it('is compared where the storage’s event came before the sender’s call', async () => {
    const opened = await composed();
    expect(await check(opened)).toMatchObject({ outcome: 'checked', findings: ODD });
    expect(await complete(opened, OTHER)).toEqual(ANSWER);
    expect(await stored(opened)).toMatchObject({
      claimedSha256: OTHER.toLowerCase(),
      check: { sha256: digest(FILM, 'hex'), findings: [...ODD, 'sha256-differs'] },
    });
    expect((await opened.readCase()).timeline.at(-1)).toMatchObject({
      ...{ at: NOW, actor: { role: 'customer' }, action: 'digest-told', uploadId: 'upload-1' },
      facts: { sha256: OTHER.toLowerCase(), findings: 'not-a-video type-differs sha256-differs' },
    });
    expect(await check(opened)).toMatchObject({
      outcome: 'already-checked',
      findings: [...ODD, 'sha256-differs'],
    });
  });

  it('is compared where it is told while the bytes are read', async () => {
    const opened = await composed();
    const readAll: typeof opened.storage.readAll = async function* (key) {
      await complete(opened, OTHER);
      yield* opened.storage.readAll(key);
    };
    expect(await check(opened, { readAll })).toEqual({
      ...{ outcome: 'checked', evidenceId: 'upload-1', findings: [...ODD, 'sha256-differs'] },
    });
    const told = (await opened.readCase()).timeline.find(({ action }) => action === 'digest-told');
    expect(told?.facts).toEqual({ sha256: OTHER.toLowerCase() });
  });

  it('is written down, and nothing is found, where both name the same bytes', async () => {
    const opened = await composed();
    await check(opened);
    await complete(opened, digest(FILM, 'hex').toUpperCase());
    expect(await stored(opened)).toMatchObject({
      claimedSha256: digest(FILM, 'hex'),
      check: { findings: ODD },
    });
  });

  it('counts once: neither no digest nor another one changes anything after it', async () => {
    const opened = await composed();
    await check(opened);
    await complete(opened);
    expect(await stored(opened)).not.toHaveProperty('claimedSha256');
    await complete(opened, OTHER);
    const [before, actions] = [await stored(opened), await opened.actions()];
    for (const again of [OTHER, 'cd'.repeat(32), undefined])
      expect(await complete(opened, again)).toEqual(ANSWER);
    expect(await stored(opened)).toEqual(before);
    expect(await opened.actions()).toEqual(actions);
    expect(actions).toEqual(['upload-started', 'upload-received', 'film-checked', 'digest-told']);
  });
});
