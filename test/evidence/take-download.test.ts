import { appendToTimeline } from '../../functions/claims/timeline.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { extensionOf } from '../../functions/evidence/file-extension.ts';
import { inlineTypeOf, takeDownload } from '../../functions/evidence/take-download.ts';
import { someClaim } from '../builders/claim.ts';
import { NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';

const actor = { role: 'specialist', id: 'specialist-1' } as const;
const boris = { role: 'supervisor', id: 'boris' } as const;

async function take(
  opened: OpenedEvidence,
  input: Partial<Parameters<typeof takeDownload>[0]> = {},
): Promise<object> {
  const { trackingNumber } = opened.policy;
  const given = { trackingNumber, evidenceId: 'upload-1', actor, reason: 'review' as const, now: NOW };
  return takeDownload({ ...given, ...input }, opened.ports);
}

async function openFilm(claim?: Partial<Claim>) {
  const opened = openEvidence();
  await opened.send(await opened.start(1000), someBytes(1000));
  await completeUpload({ policy: opened.policy, uploadId: 'upload-1', now: NOW }, opened.ports);
  if (claim) {
    const { head } = await opened.readCase();
    const { trackingNumber } = opened.policy;
    const timeline = appendToTimeline(head, []);
    const claims = [someClaim(claim)];
    await opened.ports.cases.commit({ trackingNumber, expectedVersion: head.version, claims, timeline });
  }
  return opened;
}
const mine = { assignee: { id: 'specialist-1', since: NOW } };

describe('the address of a film', () => {
  it('is given for five minutes to be watched, and who took it and why is written first', async () => {
    const opened = await openFilm(mine);
    expect(await take(opened)).toEqual({
      url: expect.stringContaining('upload-1?response-content-disposition=inline'),
      expiresAt: '2026-03-02T10:05:00.000Z',
    });
    expect((await opened.readCase()).timeline.at(-1)).toMatchObject({
      action: 'film-taken',
      actor,
      uploadId: 'upload-1',
      facts: { reason: 'review', use: 'watch' },
    });
  });

  it('is that of the film that was asked for, and dies by itself', async () => {
    const opened = await openFilm(mine);
    await opened.send(await opened.start(2000), someBytes(2000));
    await completeUpload({ policy: opened.policy, uploadId: 'upload-2', now: NOW }, opened.ports);
    const { url } = (await take(opened, { evidenceId: 'upload-2' })) as { url: string };
    expect(url).toContain('/policy-1/upload-2?');
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
  });

  it('is that of an attachment for whoever keeps it', async () => {
    const opened = await openFilm(mine);
    const { url } = (await take(opened, { use: 'keep', reason: 'letter' })) as { url: string };
    expect(url).toContain('upload-1?response-content-disposition=attachment');
    expect((await opened.readCase()).timeline.at(-1)?.facts).toEqual({ reason: 'letter', use: 'keep' });
  });

  it('says nothing of what the customer called the file: who carries it writes addresses down', async () => {
    const opened = openEvidence();
    const started = await opened.begin({ size: 1000, fileName: 'Анна Иванова +79991234567.mp4' });
    await opened.send(started, someBytes(1000));
    await completeUpload({ policy: opened.policy, uploadId: 'upload-1', now: NOW }, opened.ports);
    const { url } = (await take(opened, { actor: boris, use: 'keep' })) as { url: string };
    expect(new URL(url).searchParams.get('response-content-disposition')).toBe(
      "attachment; filename*=UTF-8''upload-1.mp4",
    );
  });

  it('is given to who has one of the open claims, and to a supervisor', async () => {
    const refusal = { refused: 'not-assigned', facts: {} };
    const others = await openFilm({ assignee: { id: 'vera', since: NOW } });
    expect(await take(others)).toEqual(refusal);
    expect(await take(others, { actor: boris })).toHaveProperty('url');
    expect(await take(await openFilm({ unassignedSince: NOW }))).toEqual(refusal);
    const { deadline: _none, ...closed } = someClaim({ ...mine, status: 'withdrawn' });
    expect(await take(await openFilm({ ...closed, deadline: undefined } as Partial<Claim>))).toEqual(refusal);
    const otherPolicy = await openFilm({ ...mine, policyId: 'policy-9' });
    expect(await take(otherPolicy)).toEqual(refusal);
    expect(await otherPolicy.actions()).toEqual(['upload-started', 'upload-received']);
  });

  it('where nothing is claimed is given to a specialist who talks with the customer alone', async () => {
    const opened = await openFilm();
    expect(await take(opened)).toMatchObject({ refused: 'not-assigned' });
    expect(await take(opened, { reason: 'call-with-customer' })).toHaveProperty('url');
    expect(await take(opened, { actor: boris, reason: 'quality-check' })).toHaveProperty('url');
  });

  it('is not given for what was never received', async () => {
    const opened = openEvidence();
    await opened.start(1000);
    expect(await take(opened)).toEqual({ refused: 'not-found', facts: {} });
    expect(await take(opened, { evidenceId: 'upload-9' })).toEqual({ refused: 'not-found', facts: {} });
    expect(await opened.actions()).toEqual(['upload-started']);
  });
});

describe('a page', () => {
  const check = { checkedAt: NOW, sha256: 'ab', size: 1, findings: [] };
  it.each(['video/mp4', 'video/x-matroska', 'image/jpeg'])('shows %s', (contentType) => {
    expect(inlineTypeOf({ contentType, check })).toBe(contentType);
  });
  it.each(['application/pdf', 'image/svg+xml', 'text/html', 'video/mp4; charset', 'text/video/mp4'])(
    'does not show %s',
    (contentType) => {
      expect(inlineTypeOf({ contentType, check })).toBeUndefined();
    },
  );
  it.each(['not-a-video', 'not-a-document', 'contains-markup'] as const)(
    'does not show what the check found to be something else: %s',
    (finding) => {
      const odd = { ...check, findings: ['too-short' as const, finding] };
      expect(inlineTypeOf({ contentType: 'video/mp4', check: odd })).toBeUndefined();
    },
  );
  it.each(['too-short', 'unreadable', 'type-differs', 'sha256-differs'] as const)(
    'shows what a specialist should look at: %s',
    (finding) => {
      const odd = { ...check, findings: [finding] };
      expect(inlineTypeOf({ contentType: 'video/mp4', check: odd })).toBe('video/mp4');
    },
  );
});

describe('the ending under which a file is kept', () => {
  it.each([
    ['video/mp4', '.mp4'],
    ['video/quicktime', '.mov'],
    ['video/3gpp', '.3gp'],
    ['video/webm', '.webm'],
    ['video/x-matroska', '.mkv'],
    ['image/jpeg', '.jpg'],
    ['image/png', '.png'],
    ['image/webp', '.webp'],
    ['image/heic', '.heic'],
    ['image/heif', '.heif'],
    ['application/pdf', '.pdf'],
    ['text/html', '.bin'],
    ['', '.bin'],
  ])('of what was sent as «%s» is %s: it is opened by what shows such files', (contentType, ending) => {
    expect(extensionOf({ contentType })).toBe(ending);
  });
});
