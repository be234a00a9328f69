import {
  isEventOpen,
  liveClaimOf,
  mergeableInto,
  withMerged,
} from '../../functions/claims/claims-of-event.ts';
import { type CaseFile, type Claim, claimStatus } from '../../functions/contracts/case.ts';
import { someClaim, somePayout } from '../builders/claim.ts';
import { ANNA, CUSTOMER, NOW } from './claims-fixture.ts';
import { fileOf } from './one-step.ts';

const back = (...amounts: number[]) => ({
  recoveries: amounts.map((amount) => ({ source: 'seller' as const, amount, at: NOW, by: ANNA })),
});
const other = (overrides: Partial<Claim> = {}) =>
  someClaim({ claimId: 'claim-2', kind: 'damaged', ...overrides });
const appeal = {
  at: NOW,
  by: CUSTOMER,
  refusedBy: ANNA,
  previousDecision: { outcome: 'refused' as const, by: ANNA, at: NOW },
};

describe('a claim can go on in', () => {
  const candidates = (claim: Claim, others: Claim[], holds: Partial<CaseFile> = {}) =>
    mergeableInto(fileOf(claim, { claims: [claim, ...others], ...holds }), claim).map(
      ({ claimId }) => claimId,
    );

  it('another one of its policy, never in itself or in one of another policy of the number', () => {
    expect(candidates(someClaim(), [other()])).toEqual(['claim-2']);
    expect(candidates(someClaim(), [other({ policyId: 'policy-0' })])).toEqual([]);
  });

  it('as long as both of them are undecided, and nothing was ever to be paid on either', () => {
    const undecided = ['awaiting-video', 'in-review', 'awaiting-customer', 'awaiting-reply'];
    for (const status of claimStatus.options) {
      const expected = undecided.includes(status) ? ['claim-2'] : [];
      expect(candidates(someClaim({ status }), [other()])).toEqual(expected);
      expect(candidates(someClaim(), [other({ status })])).toEqual(expected);
    }
    expect(candidates(someClaim({ appeal }), [other()])).toEqual([]);
    expect(candidates(someClaim(), [other({ appeal })])).toEqual([]);
    for (const claimId of ['claim-1', 'claim-2'])
      expect(candidates(someClaim(), [other()], { payouts: [somePayout({ claimId })] })).toEqual([]);
    expect(candidates(someClaim(), [other()], { payouts: [somePayout({ claimId: 'claim-3' })] })).toEqual([
      'claim-2',
    ]);
  });

  it('one with which no more came back than the larger loss of the two, to the kopeck', () => {
    const claim = someClaim({ amount: 100, ...back(60) });
    expect(candidates(claim, [other({ amount: 80, ...back(40) })])).toEqual(['claim-2']);
    expect(candidates(claim, [other({ amount: 80, ...back(41) })])).toEqual([]);
    expect(candidates(claim, [other({ amount: 101, ...back(41) })])).toEqual(['claim-2']);
  });
});

describe('what a claim takes over of one that goes on in it', () => {
  it('is the larger loss, the earlier beginning and all that came', () => {
    const remaining = other({
      amount: 100,
      startedAt: '2026-03-05T10:00:00.000Z',
      documents: ['a', 'b'],
      personal: { description: 'Разбито.', answers: ['второй'] },
      ...back(10),
    });
    const merged = someClaim({
      amount: 90,
      startedAt: '2026-03-05T09:00:00.000Z',
      documents: ['b', 'c'],
      personal: { description: 'Кирпич.', answers: ['первый'] },
      ...back(20),
    });
    expect(withMerged(remaining, merged)).toEqual({
      ...remaining,
      startedAt: merged.startedAt,
      documents: ['a', 'b', 'c'],
      ...back(10, 20),
      personal: { description: 'Разбито.', answers: ['первый', 'второй'] },
      version: 2,
    });
    expect(withMerged(merged, remaining)).toMatchObject({ amount: 100, startedAt: merged.startedAt });
  });

  it('is nothing that neither had', () => {
    const joined = withMerged(other(), someClaim());
    expect(joined).not.toHaveProperty('documents');
    expect(joined).not.toHaveProperty('recoveries');
    expect(withMerged(other({ documents: ['a'] }), someClaim()).documents).toEqual(['a']);
    expect(withMerged(other(), someClaim(back(1)))).toMatchObject(back(1));
  });

  it('are no more answers and documents than a claim can hold, the newest ones', () => {
    const many = (count: number, name: string) => Array.from({ length: count }, (_, n) => `${name}-${n}`);
    const remaining = other({
      documents: many(150, 'photo'),
      personal: { description: 'Разбито.', answers: many(15, 'late') },
    });
    const merged = someClaim({
      documents: many(60, 'scan'),
      personal: { description: 'Кирпич.', answers: many(15, 'early') },
    });
    const joined = withMerged(remaining, merged);
    expect(joined.documents).toHaveLength(200);
    expect(joined.personal.answers).toEqual([...many(15, 'early').slice(-5), ...many(15, 'late')]);
  });
});

describe('the claim in which a joined one goes on', () => {
  const merged = (claimId: string, mergedInto: string) =>
    someClaim({ claimId, status: 'merged', mergedInto });

  it('is found through all that were joined, and any other one is itself', () => {
    const claims = [merged('one', 'two'), merged('two', 'three'), someClaim({ claimId: 'three' })];
    expect(['one', 'two', 'three', 'four'].map((id) => liveClaimOf({ claims }, id)?.claimId)).toEqual([
      'three',
      'three',
      'three',
      undefined,
    ]);
    expect(liveClaimOf({ claims: [merged('one', 'nowhere')] }, 'one')).toBeUndefined();
  });

  it('is looked for no longer than there are claims, should they go round after a fault', () => {
    const claims = [merged('one', 'two'), merged('two', 'one')];
    expect(liveClaimOf({ claims }, 'one')?.claimId).toBe('one');
  });
});

it('an event is open in another claim of its policy and kind that is not closed', () => {
  const isOpen = (overrides: Partial<Claim>) =>
    isEventOpen({ claims: [someClaim(), someClaim({ claimId: 'claim-2', ...overrides })] }, someClaim());
  expect(isOpen({})).toBe(true);
  expect(isOpen({ kind: 'damaged' })).toBe(false);
  expect(isOpen({ policyId: 'policy-0' })).toBe(false);
  expect(isOpen({ status: 'refused' })).toBe(false);
  expect(isEventOpen({ claims: [someClaim()] }, someClaim())).toBe(false);
});
