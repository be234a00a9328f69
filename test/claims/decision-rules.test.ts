import type { ActionDetails } from '../../functions/claims/claim-rules.ts';
import { decide } from '../../functions/claims/decision-rules.ts';
import type { Claim, Upload } from '../../functions/contracts/case.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { ANNA, BORIS, done, NOW, refused, WHOLE_REFUSAL } from './claims-fixture.ts';
import { act, fileOf } from './one-step.ts';

const film = someUpload({ status: 'received' });
const files = [{ evidenceId: 'upload-1', second: 7 }];
const propose = (details: ActionDetails, claim = someClaim(), uploads: Upload[] = [film]) =>
  act(claim, { action: 'propose', details }, { uploads });

describe('a proposal', () => {
  it('is of what is left when no sum is named, by the clause of its kind', () => {
    const { proposal } = done(propose({ evidence: ['Чек'] }));
    expect(proposal).toEqual({
      by: ANNA,
      at: NOW,
      amount: 450_000,
      clause: '2.1',
      evidence: ['Чек'],
      files: [],
      binding: expect.any(String),
    });
  });

  it('rests on words or on files, and says why where it was asked', () => {
    expect(refused(propose({ evidence: [], files: [] }))).toEqual({
      refused: 'decision-incomplete',
      facts: { missing: ['evidence'] },
    });
    expect(done(propose({ files })).proposal).toMatchObject({ evidence: [], files });
    const withoutDocuments = { documents: ['item-photo' as const], reason: 'Продавец признал.' };
    const words = { evidence: ['Чек'], explanation: 'На плёнке видно.', withoutDocuments };
    expect(done(propose(words)).proposal).toMatchObject(words);
  });

  it('is of a sum that can be approved', () => {
    for (const amount of [0, -1, 450_001])
      expect(refused(propose({ amount, evidence: ['Чек'] }))).toEqual({
        refused: 'approved-amount-out-of-range',
        facts: { minimum: 1, maximum: 450_000 },
      });
  });
});

describe('the second person', () => {
  const waiting = () => done(propose({ amount: 300_000, evidence: ['Чек'] }));
  const approve = (details: ActionDetails, claims: Claim[] = [], claim = waiting()) =>
    act(
      claim,
      { action: 'approve-proposal', actor: BORIS, details },
      { claims: [claim, ...claims], uploads: [film] },
    );

  it('may name the sum that is proposed, and no other', () => {
    expect(done(approve({ amount: 300_000 })).decision).toMatchObject({ amount: 300_000, approvedBy: BORIS });
    for (const amount of [299_999, 300_001])
      expect(refused(approve({ amount })).refused).toBe('proposal-outdated');
  });

  it('approves no more than other claims of the policy have left since it was proposed', () => {
    const decision = { outcome: 'approved', by: ANNA, at: NOW, clause: '2.1' } as const;
    const other = (amount: number) =>
      someClaim({ claimId: 'claim-2', status: 'approved', decision: { ...decision, amount } });
    expect(done(approve({}, [other(150_000)])).decision?.amount).toBe(300_000);
    expect(refused(approve({}, [other(150_001)]))).toEqual({
      refused: 'approved-amount-out-of-range',
      facts: { minimum: 1, maximum: 299_999 },
    });
  });

  it('cannot approve where nothing is proposed', () => {
    const claim = someClaim({ status: 'awaiting-approval' });
    for (const details of [{}, { amount: 1 }, { binding: 'other' }]) {
      const input = { action: 'approve-proposal', actor: BORIS, details, now: NOW } as const;
      expect(decide(fileOf(claim), claim, input)).toEqual({ refused: 'proposal-outdated', facts: {} });
    }
  });
});

describe('the files that a decision rests on', () => {
  const decisions = [
    ['approve', {}],
    ['refuse', WHOLE_REFUSAL],
  ] as const;

  it.each(decisions)('stay with it: %s', (action, details) => {
    const decided = act(someClaim(), { action, details: { ...details, files } }, { uploads: [film] });
    expect(done(decided).decision?.files).toEqual(files);
    const bare = act(someClaim(), { action, details: { ...details, files: [] } }, { uploads: [film] });
    expect(done(bare).decision).not.toHaveProperty('files');
  });

  it.each<[string, Upload]>([
    ['is another customer’s', { ...film, policyId: 'policy-0' }],
    ['has not arrived', { ...film, status: 'open' }],
    ['was removed', { ...film, removedAt: NOW }],
  ])('are none that %s', (_which, upload) => {
    for (const [action, details] of decisions)
      expect(
        refused(act(someClaim(), { action, details: { ...details, files } }, { uploads: [upload] })),
      ).toEqual({
        refused: 'evidence-unknown',
        facts: { evidenceId: 'upload-1' },
      });
  });
});
