import { checkFilm } from '../../functions/evidence/check-film.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { composed, digest, NOW, type OpenedEvidence, someBytes } from './evidence-fixture.ts';

const FILM = someBytes(1_000);
/** Of bytes that are no film. */
const ODD = ['not-a-video', 'type-differs'];
const OTHER = 'AB'.repeat(32);
const ANSWER = { evidenceId: 'upload-1', status: 'received' };

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
    const opened = await composed(FILM);
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
    const opened = await composed(FILM);
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
    const opened = await composed(FILM);
    await check(opened);
    await complete(opened, digest(FILM, 'hex').toUpperCase());
    expect(await stored(opened)).toMatchObject({
      claimedSha256: digest(FILM, 'hex'),
      check: { findings: ODD },
    });
  });

  it('counts once: neither no digest nor another one changes anything after it', async () => {
    const opened = await composed(FILM);
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
