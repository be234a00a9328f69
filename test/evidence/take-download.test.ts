import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { takeDownload } from '../../functions/evidence/take-download.ts';
import { NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';

const actor = { role: 'specialist', id: 'specialist-1' } as const;

function take(opened: OpenedEvidence, evidenceId = 'upload-1') {
  const { trackingNumber } = opened.policy;
  return takeDownload({ trackingNumber, evidenceId, actor, now: NOW }, opened.ports);
}

describe('the address of a film', () => {
  it('is given for five minutes, and who took it is written first', async () => {
    const opened = openEvidence();
    await opened.send(await opened.start(1000), someBytes(1000));
    await completeUpload({ policy: opened.policy, uploadId: 'upload-1', now: NOW }, opened.ports);
    expect(await take(opened)).toEqual({
      url: expect.stringContaining('upload-1?response-content-disposition=attachment'),
      expiresAt: '2026-03-02T10:05:00.000Z',
    });
    expect((await opened.readCase()).timeline.at(-1)).toMatchObject({
      action: 'film-taken',
      actor,
      uploadId: 'upload-1',
    });
  });

  it('is not given for what was never received', async () => {
    const opened = openEvidence();
    await opened.start(1000);
    expect(await take(opened)).toEqual({ refused: 'not-found', facts: {} });
    expect(await take(opened, 'upload-9')).toEqual({ refused: 'not-found', facts: {} });
    expect(await opened.actions()).toEqual(['upload-started']);
  });
});
