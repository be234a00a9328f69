import type { CaseChange } from '../../functions/claims/ports.ts';
import { fileAfter, takeTurns } from '../../functions/claims/take-turns.ts';
import { appendToTimeline } from '../../functions/claims/timeline.ts';
import type { CaseFile } from '../../functions/contracts/case.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { ANNA, NOW, openCaseOf, PARCEL } from './claims-fixture.ts';

/** Writers who come in between so many times. */
async function openBusy(conflicts: number) {
  const opened = await openCaseOf({});
  const asked: string[] = [];
  const cases = {
    ...opened.cases,
    async commit(change: CaseChange) {
      asked.push('commit');
      return asked.filter((each) => each === 'commit').length <= conflicts
        ? ('conflict' as const)
        : opened.cases.commit(change);
    },
  };
  const entry = { at: NOW, actor: ANNA, action: 'noted' };
  const decide = async ({ head }: CaseFile) => ({
    outcome: 'written',
    change: {
      trackingNumber: PARCEL,
      expectedVersion: head.version,
      timeline: appendToTimeline(head, [entry]),
    },
  });
  const backOff = async (lost: number) => {
    asked.push(`back off ${lost}`);
  };
  const timelineLength = async () => (await opened.readCase()).timeline.length;
  return { ...opened, cases, asked, decide, backOff, timelineLength };
}

describe('writers of one case', () => {
  it('decide anew on what stands there now, after having waited for longer each time', async () => {
    const { cases, asked, decide, backOff, timelineLength } = await openBusy(2);
    expect(await takeTurns(cases, PARCEL, decide, backOff)).toBe('written');
    expect(asked).toEqual(['commit', 'back off 1', 'commit', 'back off 2', 'commit']);
    expect(await timelineLength()).toBe(1);
  });

  it('win the sixteenth turn, and give up after it', async () => {
    const late = await openBusy(15);
    expect(await takeTurns(late.cases, PARCEL, late.decide)).toBe('written');
    const never = await openBusy(16);
    expect(await takeTurns(never.cases, PARCEL, never.decide)).toEqual({ refused: 'try-again', facts: {} });
    expect(never.asked).toHaveLength(16);
    expect(await never.timelineLength()).toBe(0);
  });

  it('write nothing where nothing is to be changed', async () => {
    const { cases, asked } = await openBusy(0);
    expect(await takeTurns(cases, PARCEL, async () => ({ outcome: 'seen' }))).toBe('seen');
    expect(asked).toEqual([]);
  });
});

describe('the case after a change', () => {
  it('is what a reader finds then: what was changed in its new form, and all the rest', async () => {
    const opened = await openCaseOf(
      {},
      {
        uploads: [someUpload()],
        payouts: [somePayout()],
        letters: [someLetter()],
      },
    );
    const before = await opened.readCase();
    const changes: Partial<CaseChange>[] = [
      {},
      { claims: [someClaim({ status: 'approved', version: 2 }), someClaim({ claimId: 'claim-2' })] },
      { uploads: [someUpload({ status: 'received' }), someUpload({ uploadId: 'upload-2' })] },
      { payouts: [somePayout({ status: 'settled' }), somePayout({ reference: 'payout-2' })] },
      { letters: [someLetter({ status: 'sent' }), someLetter({ letterId: 'claim-1-2' })] },
    ];
    let file = before;
    for (const changed of changes) {
      const change: CaseChange = {
        trackingNumber: PARCEL,
        expectedVersion: file.head.version,
        timeline: appendToTimeline(file.head, [{ at: NOW, actor: ANNA, action: 'noted' }]),
        ...changed,
      };
      expect(await opened.cases.commit(change)).toBe('committed');
      file = fileAfter(file, change);
      expect(file).toEqual(await opened.readCase());
    }
    expect(file.timeline).toHaveLength(changes.length);
  });
});
