import { appendToTimeline } from '../../functions/claims/timeline.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { unclaimedFilmsDueAt } from '../../functions/evidence/film-retention.ts';
import { removeUnclaimedFilms } from '../../functions/evidence/remove-unclaimed-films.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';

const ended: Policy = somePolicy({ status: 'ended', endedAt: '2026-03-31T21:00:00.000Z' });
const DUE = '2026-05-01T21:00:00.000Z';

/** Two received films, one begun and half sent, one given up. */
async function withFilms(): Promise<OpenedEvidence> {
  const opened = openEvidence();
  for (const uploadId of ['upload-1', 'upload-2']) {
    await opened.send(await opened.start(1000), someBytes(1000));
    await completeUpload({ policy: opened.policy, uploadId, now: NOW }, opened.ports);
  }
  await opened.start(1000);
  return opened;
}

const remove = (opened: OpenedEvidence, now: string, policy = ended) =>
  removeUnclaimedFilms({ policy, now }, opened.ports);

describe('when unclaimed films have to go', () => {
  it('is the terms time after the end, or after the voiding', () => {
    expect(unclaimedFilmsDueAt(ended)).toBe(DUE);
    const voided = somePolicy({ status: 'voided', voidedAt: '2026-03-10T09:00:00.000Z' });
    expect(unclaimedFilmsDueAt(voided)).toBe('2026-04-09T21:00:00.000Z');
    expect(unclaimedFilmsDueAt(somePolicy({ openClaims: 1 }))).toBeUndefined();
    // Sold over before the expiry job came to it: written as active for ever.
    expect(unclaimedFilmsDueAt(somePolicy())).toBe(DUE);
  });
});

describe('the removal of unclaimed films', () => {
  it('waits for its time, and says when that is', async () => {
    const opened = await withFilms();
    expect(await remove(opened, '2026-05-01T20:59:59.999Z')).toEqual({
      removed: 0,
      aborted: 0,
      kept: 0,
      dueAt: DUE,
    });
    expect(await remove(opened, DUE, somePolicy({ openClaims: 1 }))).toEqual({
      removed: 0,
      aborted: 0,
      kept: 0,
    });
    expect(opened.storage.objects()).toHaveLength(2);
  });

  it('leaves nothing in the storage, says so in the timeline, and once more does nothing', async () => {
    const opened = await withFilms();
    expect(await remove(opened, DUE)).toEqual({ removed: 2, aborted: 1, kept: 0 });
    expect(opened.storage.objects()).toEqual([]);
    expect(opened.storage.openMultiparts()).toBe(0);
    const { uploads, timeline } = await opened.readCase();
    expect(uploads.map(({ status, removedAt }) => [status, removedAt])).toEqual([
      ['received', DUE],
      ['received', DUE],
      ['aborted', DUE],
    ]);
    expect(timeline.slice(-3).map(({ action, actor, at }) => [action, actor.role, at])).toEqual([
      ['film-removed', 'clock', DUE],
      ['film-removed', 'clock', DUE],
      ['upload-discarded', 'clock', DUE],
    ]);
    expect(await remove(opened, DUE)).toEqual({ removed: 0, aborted: 0, kept: 0 });
    expect((await opened.readCase()).timeline).toHaveLength(timeline.length);
  });

  it('leaves the films of a claim alone, whatever became of it', async () => {
    const opened = await withFilms();
    const { head } = await opened.readCase();
    const actor = { role: 'customer' } as const;
    await opened.ports.cases.commit({
      trackingNumber: ended.trackingNumber,
      expectedVersion: head.version,
      claims: [someClaim({ status: 'withdrawn' })],
      timeline: appendToTimeline(head, [{ at: NOW, actor, action: 'claim-filed' }]),
    });
    expect(await remove(opened, DUE)).toEqual({ removed: 0, aborted: 0, kept: 3 });
    expect(opened.storage.objects()).toHaveLength(2);
  });

  it('leaves the films of another policy of the same number alone', async () => {
    const opened = await withFilms();
    const older = { ...ended, policyId: 'policy-of-before' };
    expect(await remove(opened, DUE, older)).toEqual({ removed: 0, aborted: 0, kept: 0 });
    expect(opened.storage.objects()).toHaveLength(2);
  });

  it('goes on where it died, and writes nothing down before it is true', async () => {
    const opened = await withFilms();
    let removals = 0;
    const storage = {
      ...opened.storage,
      remove: (...input: Parameters<typeof opened.storage.remove>) => {
        removals += 1;
        return removals === 2 ? Promise.reject(new Error('Died.')) : opened.storage.remove(...input);
      },
    };
    await expect(
      removeUnclaimedFilms({ policy: ended, now: DUE }, { ...opened.ports, storage }),
    ).rejects.toThrow('Died.');
    expect((await opened.readCase()).uploads.some(({ removedAt }) => removedAt !== undefined)).toBe(false);
    expect(await remove(opened, DUE)).toEqual({ removed: 2, aborted: 1, kept: 0 });
    expect(opened.storage.objects()).toEqual([]);
  });

  it('takes an object with it that was composed and never written down', async () => {
    const opened = openEvidence();
    await opened.start(1000);
    opened.storage.place('evidence/10100012123456/policy-1/upload-1', someBytes(1000));
    expect(await remove(opened, DUE)).toEqual({ removed: 1, aborted: 0, kept: 0 });
    expect(opened.storage.objects()).toEqual([]);
  });

  it('fits its writes into transactions, however many uploads were begun', async () => {
    const opened = openEvidence();
    const { cases } = opened.ports;
    for (let count = 0; count < 90; count += 1) {
      const file = await cases.read(ended.trackingNumber);
      await cases.commit({
        trackingNumber: ended.trackingNumber,
        expectedVersion: file.head.version,
        uploads: [
          {
            ...{
              trackingNumber: ended.trackingNumber,
              policyId: ended.policyId,
              uploadId: `upload-${count}`,
            },
            ...{ multipartId: `multipart-${count}`, objectKey: `evidence/${count}`, fileName: 'film.mp4' },
            ...{
              contentType: 'video/mp4',
              size: 1,
              partSize: 1,
              partCount: 1,
              startedAt: NOW,
              status: 'aborted',
            },
          },
        ],
        timeline: [],
      });
    }
    expect(await remove(opened, DUE)).toEqual({ removed: 0, aborted: 90, kept: 0 });
    expect(await remove(opened, DUE)).toEqual({ removed: 0, aborted: 0, kept: 0 });
  });
});
