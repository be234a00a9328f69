import fc from 'fast-check';
import {
  inFewParts,
  leftToApprove,
  leftToRecover,
  mostToApprove,
  mostToApproveAlone,
  recoveredOf,
} from '../../functions/claims/money-rules.ts';
import type { Claim, Recovery } from '../../functions/contracts/case.ts';
import { MOST_RECOVERIES } from '../../functions/contracts/most-recoveries.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { someClaim } from '../builders/claim.ts';

const NOW = '2026-03-05T12:00:00.000Z';
const BORIS = { role: 'supervisor', id: 'boris' } as const;
const ALONE = TERMS_ON_SALE.approval.secondPersonAbove;
const MOST = TERMS_ON_SALE.compensation.maximumPerPolicy;

const approved = (claimId: string, amount: number, overrides: Partial<Claim> = {}): Claim =>
  someClaim({
    claimId,
    status: 'compensated',
    decision: { outcome: 'approved', by: BORIS, at: NOW, amount, clause: '2.1' },
    ...overrides,
  });
const recovered = (...amounts: number[]) => ({
  recoveries: amounts.map((amount) => ({ source: 'seller' as const, amount, at: NOW, by: BORIS })),
});
const open = someClaim({ claimId: 'open', amount: 900_000, purchaseAmount: 900_000 });

describe('what one person may approve alone', () => {
  it('is the limit of the terms less what the other claims of the policy got', () => {
    expect(mostToApproveAlone({ claims: [open] }, open)).toBe(ALONE);
    expect(mostToApproveAlone({ claims: [open, approved('one', 300_000)] }, open)).toBe(ALONE - 300_000);
    expect(mostToApproveAlone({ claims: [open, approved('one', ALONE + 1)] }, open)).toBe(0);
  });

  it('is not lowered by another policy of the number, nor by what this claim itself was approved for before', () => {
    const others = approved('one', 300_000, { policyId: 'policy-2' });
    expect(mostToApproveAlone({ claims: [open, others] }, open)).toBe(ALONE);
    const again = approved('open', 300_000);
    expect(mostToApproveAlone({ claims: [again] }, again)).toBe(ALONE);
    expect(mostToApproveAlone({ claims: [again, others] }, again)).toBe(ALONE);
  });
});

describe('the most that can be approved', () => {
  it('is the loss of the claim, and of the purchase what other claims and others have left', () => {
    expect(mostToApprove({ claims: [open] }, open)).toBe(900_000);
    const claim = { ...open, amount: 500_000 };
    expect(mostToApprove({ claims: [claim] }, claim)).toBe(500_000);
    expect(mostToApprove({ claims: [claim, approved('one', 600_000)] }, claim)).toBe(300_000);
    expect(
      mostToApprove({ claims: [claim, someClaim({ claimId: 'one', ...recovered(700_000) })] }, claim),
    ).toBe(200_000);
    expect(mostToApprove({ claims: [claim, approved('one', 900_001)] }, claim)).toBe(0);
  });

  it('is not lowered by what another policy of the number got, or got back', () => {
    const others = [
      approved('one', 600_000, { policyId: 'policy-2' }),
      someClaim({ claimId: 'two', policyId: 'policy-2', ...recovered(700_000) }),
    ];
    expect(mostToApprove({ claims: [open, ...others] }, open)).toBe(900_000);
    const purchase = { policyId: 'policy-1', termsVersion: '2026-01', amount: 900_000 };
    expect(leftToApprove({ claims: [open, ...others] }, purchase)).toBe(900_000);
  });

  it('is bound by the purchase, or by the loss where the claim is of before purchases were kept', () => {
    const { purchaseAmount: _none, ...older } = open;
    expect(mostToApprove({ claims: [older] }, older)).toBe(900_000);
    const less = { ...open, purchaseAmount: 400_000 };
    expect(mostToApprove({ claims: [less] }, less)).toBe(400_000);
  });

  it('is all of it again for a claim that is decided anew', () => {
    const again = approved('open', 300_000, { amount: 900_000, purchaseAmount: 900_000 });
    expect(mostToApprove({ claims: [again] }, again)).toBe(900_000);
  });

  it('on one policy is never above what the terms allow, however dear the purchase', () => {
    const purchase = { policyId: 'policy-1', termsVersion: '2026-01', amount: MOST * 3 };
    expect(leftToApprove({ claims: [] }, purchase)).toBe(MOST);
    expect(leftToApprove({ claims: [approved('one', MOST - 1)] }, purchase)).toBe(1);
    expect(leftToApprove({ claims: [approved('one', MOST + 1)] }, purchase)).toBe(0);
    // What others gave back lowers the loss, not what the terms allow.
    const back = someClaim({ claimId: 'one', ...recovered(MOST) });
    expect(leftToApprove({ claims: [back] }, purchase)).toBe(MOST);
  });

  it('and what was approved and got back are together never more than the purchase', () => {
    const sums = fc.array(fc.record({ got: fc.nat(400_000), back: fc.nat(400_000) }), { maxLength: 5 });
    fc.assert(
      fc.property(sums, fc.integer({ min: 1, max: 2_000_000 }), (others, amount) => {
        const claims = others.map(({ got, back }, index) => approved(`claim-${index}`, got, recovered(back)));
        const claim = { ...open, amount, purchaseAmount: amount };
        const gone = others.reduce((sum, { got, back }) => sum + got + back, 0);
        expect(mostToApprove({ claims: [...claims, claim] }, claim)).toBe(Math.max(0, amount - gone));
      }),
    );
  });
});

it('what is left to be got back is the loss less all that came', () => {
  expect(recoveredOf(open)).toBe(0);
  const claim = { ...open, ...recovered(100, 20) };
  expect([recoveredOf(claim), leftToRecover(claim)]).toEqual([120, 899_880]);
});

describe('the parts in which money came back', () => {
  const part = (amount: number, source: Recovery['source'] = 'seller') => ({
    source,
    amount,
    at: NOW,
    by: BORIS,
  });
  const parts = (count: number) => Array.from({ length: count }, (_, index) => part(index + 1));

  it('are kept one by one as long as the claim can be stored with them', () => {
    expect(inFewParts([])).toEqual([]);
    expect(inFewParts(parts(MOST_RECOVERIES))).toEqual(parts(MOST_RECOVERIES));
  });

  it('are joined from the oldest on beyond that, each source by itself; the last one stands alone', () => {
    const [first, second, ...others] = parts(MOST_RECOVERIES) as [Recovery, Recovery, ...Recovery[]];
    expect(inFewParts([first, second, ...others, part(7)])).toEqual([part(3), ...others, part(7)]);
    const bank = part(5, 'bank');
    expect(inFewParts([bank, first, second, ...others])).toEqual([bank, part(3), ...others]);
  });

  it('are never more than that, and of each source the same sum as before', () => {
    const someParts = fc.array(fc.tuple(fc.nat(), fc.constantFrom('seller' as const, 'bank' as const)), {
      maxLength: MOST_RECOVERIES * 2,
      size: 'max',
    });
    const sumOf = (source: string, of: Recovery[]) =>
      of.reduce((sum, each) => sum + (each.source === source ? each.amount : 0), 0);
    fc.assert(
      fc.property(someParts, (drawn) => {
        const before = drawn.map(([amount, source]) => part(amount, source));
        const after = inFewParts(before);
        expect(after).toHaveLength(Math.min(before.length, MOST_RECOVERIES));
        for (const source of ['seller', 'bank']) expect(sumOf(source, after)).toBe(sumOf(source, before));
      }),
    );
  });
});

it('a refusal has approved nothing, and an approval without a sum neither', () => {
  const refusal = { outcome: 'refused' as const, by: BORIS, at: NOW, amount: 500_000 };
  const refused = someClaim({ claimId: 'one', status: 'refused', decision: refusal });
  expect(mostToApproveAlone({ claims: [open, refused] }, open)).toBe(ALONE);
  const bare = someClaim({ claimId: 'one', decision: { outcome: 'approved', by: BORIS, at: NOW } });
  expect(mostToApproveAlone({ claims: [open, bare] }, open)).toBe(ALONE);
});
