import * as fc from 'fast-check';
import { bindingOf, isBindingKept } from '../../functions/claims/approval-binding.ts';
import { mostToApprove, mostToApproveAlone } from '../../functions/claims/money-rules.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { type ActOnClaim, actOn } from './act-on.ts';
import { ANNA, BORIS, CLARA, CUSTOMER, done, NOW, openCaseOf, refused } from './claims-fixture.ts';

const LIMIT = TERMS_ON_SALE.approval.secondPersonAbove;
const GROUNDS = { evidence: ['Видео распаковки, 0:42'] };
const VERA = { role: 'supervisor', id: 'vera' } as const;

async function openLarge(claim: Partial<Claim> = {}, uploads = [someUpload({ status: 'received' })]) {
  const opened = await openCaseOf({ amount: LIMIT * 2, purchaseAmount: LIMIT * 2, ...claim }, { uploads });
  return { ...opened, act: actOn(opened) };
}

async function proposed(act: ActOnClaim, amount = LIMIT + 1) {
  return done(await act('propose', ANNA, { amount, ...GROUNDS })).claim;
}

describe('what one person may approve', () => {
  it('is the limit of the terms to the kopeck, and not one more', async () => {
    const { act } = await openLarge();
    expect(refused(await act('approve', ANNA, { amount: LIMIT + 1 }))).toEqual({
      refused: 'second-person-needed',
      facts: { maximum: LIMIT },
    });
    expect(done(await act('approve', ANNA, { amount: LIMIT })).claim.status).toBe('approved');
  });

  it('is what is left of the limit after the other claims of the policy: cutting a sum up gains nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: LIMIT * 2 }), { maxLength: 6 }), async (sums) => {
        const others = sums.map((amount, index) =>
          someClaim({
            claimId: `other-${index}`,
            decision: { outcome: 'approved', by: ANNA, at: NOW, amount },
          }),
        );
        const claim = someClaim();
        const alone = mostToApproveAlone({ claims: [claim, ...others] }, claim);
        const together = sums.reduce((sum, amount) => sum + amount, 0) + alone;
        expect(alone).toBeGreaterThanOrEqual(0);
        expect(alone === 0 || together === LIMIT).toBe(true);
      }),
    );
  });

  it('is nothing for a supervisor: whoever consents to money does not propose it', async () => {
    const { act } = await openLarge();
    for (const action of ['approve', 'propose'] as const)
      expect(refused(await act(action, BORIS, { amount: 1, ...GROUNDS })).refused).toBe('action-not-allowed');
  });
});

describe('a proposal', () => {
  it('names its grounds, waits for a supervisor and is approved as it is', async () => {
    const { act, readClaim, readCase } = await openLarge();
    const bare = await act('propose', ANNA, { amount: LIMIT + 1 });
    expect(refused(bare).facts).toEqual({ missing: ['evidence'] });
    const waiting = await proposed(act);
    expect(waiting).toMatchObject({ status: 'awaiting-approval', proposal: { by: ANNA, amount: LIMIT + 1 } });
    expect(waiting).not.toHaveProperty('decision');
    const binding = waiting.proposal?.binding as string;
    done(await act('approve-proposal', BORIS, { binding }));
    expect(await readClaim()).toMatchObject({
      status: 'approved',
      decision: { outcome: 'approved', by: ANNA, approvedBy: BORIS, amount: LIMIT + 1, binding, ...GROUNDS },
    });
    expect(await readClaim()).not.toHaveProperty('proposal');
    expect((await readCase()).timeline.at(-1)).toMatchObject({
      action: 'approve-proposal',
      facts: { amount: LIMIT + 1, proposedBy: 'anna' },
    });
  });

  it('is never approved by who made it, in whatever role they come back', async () => {
    const { act } = await openLarge();
    await proposed(act);
    expect(refused(await act('approve-proposal', { role: 'supervisor', id: 'anna' })).refused).toBe(
      'another-person-needed',
    );
    expect(refused(await act('approve-proposal', CLARA)).refused).toBe('action-not-allowed');
  });

  it('of an appeal is not approved by who refused', async () => {
    const refusal = { outcome: 'refused', by: BORIS, at: NOW } as const;
    const appeal = { at: NOW, by: CUSTOMER, refusedBy: BORIS, previousDecision: refusal };
    const { act } = await openLarge({ status: 'in-appeal', appeal });
    await proposed(act);
    expect(refused(await act('approve-proposal', BORIS)).refused).toBe('another-person-needed');
    expect(done(await act('approve-proposal', VERA)).claim.status).toBe('approved');
  });

  it('that was seen before it was made anew cannot be approved', async () => {
    const { act } = await openLarge();
    const first = await proposed(act);
    done(await act('return-to-review', BORIS, { reason: 'Слишком много.' }));
    await proposed(act, LIMIT + 2);
    const seen = { binding: first.proposal?.binding as string };
    expect(refused(await act('approve-proposal', BORIS, seen)).refused).toBe('proposal-outdated');
  });

  it('given back is undecided, and says why to who has it', async () => {
    const { act } = await openLarge();
    await proposed(act);
    const { claim } = done(await act('return-to-review', BORIS, { reason: 'Приложите чек.' }));
    expect(claim).toMatchObject({ status: 'in-review', assignee: { id: 'anna' } });
    expect(claim.personal.remark).toBe('Приложите чек.');
    expect(claim).not.toHaveProperty('proposal');
  });

  it('rests on files that have arrived', async () => {
    const { act } = await openLarge();
    const unknown = { ...GROUNDS, amount: LIMIT + 1, files: [{ evidenceId: 'upload-2' }] };
    expect(refused(await act('propose', ANNA, unknown))).toEqual({
      refused: 'evidence-unknown',
      facts: { evidenceId: 'upload-2' },
    });
    const known = { ...GROUNDS, amount: LIMIT + 1, files: [{ evidenceId: 'upload-1', second: 42.5 }] };
    expect(done(await act('propose', ANNA, known)).claim.proposal?.files).toEqual(known.files);
  });

  it('is approved as it is or not at all: another sum is refused', async () => {
    const { act } = await openLarge();
    await proposed(act);
    expect(refused(await act('approve-proposal', BORIS, { amount: 1 })).refused).toBe('proposal-outdated');
  });

  it('whose mandatory document was found to show something else is not approved', async () => {
    const paper = someUpload({
      uploadId: 'paper-1',
      purpose: 'document',
      status: 'received',
      documentKind: 'item-photo',
    });
    const opened = await openLarge({ kind: 'damaged' }, [paper]);
    await proposed(opened.act);
    const { head } = await opened.readCase();
    await opened.cases.commit({
      trackingNumber: head.trackingNumber,
      expectedVersion: head.version,
      uploads: [{ ...paper, documentKind: 'receipt' }],
      timeline: [],
    });
    expect(refused(await opened.act('approve-proposal', BORIS)).refused).toBe('documents-missing');
  });

  it('cites a second that the film has', async () => {
    const check = { checkedAt: NOW, sha256: 'a', size: 1, durationSeconds: 24, findings: [] };
    const { act } = await openLarge({}, [someUpload({ status: 'received', check })]);
    const at = (second: number) => ({ amount: 1, ...GROUNDS, files: [{ evidenceId: 'upload-1', second }] });
    expect(refused(await act('propose', ANNA, at(24.1))).refused).toBe('evidence-unknown');
    expect(done(await act('propose', ANNA, at(24))).claim.status).toBe('awaiting-approval');
  });

  it('that nobody looks at reminds the supervisor, and stays what it was', async () => {
    const { act } = await openLarge();
    const before = await proposed(act);
    const { claim } = done(await act('remind', { role: 'clock' }, {}, '2026-03-09T12:00:00.000Z'));
    expect(claim).toMatchObject({ status: 'awaiting-approval', proposal: before.proposal });
  });
});

it('an approval is bound to sum, payee and evidence: another of any of them is another binding', async () => {
  const approved = fc.record({
    amount: fc.integer({ min: 1, max: 3 }),
    evidence: fc.array(fc.constantFrom('чек', 'видео'), { maxLength: 2 }),
    files: fc.array(fc.record({ evidenceId: fc.constantFrom('a', 'b'), second: fc.constantFrom(1, 2) }), {
      maxLength: 1,
    }),
    account: fc.constantFrom(undefined, '40817810500000000001', '40817810500000000002'),
  });
  const claimFor = (account: string | undefined): Claim =>
    someClaim({
      personal: {
        description: 'Кирпич.',
        answers: [],
        ...(account && {
          payee: { method: 'account', bankIdentificationCode: '044525225', account, holder: 'Анна' },
        }),
      },
    });
  await fc.assert(
    fc.asyncProperty(approved, approved, async (one, other) => {
      const binding = bindingOf(claimFor(one.account), one);
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(binding === bindingOf(claimFor(other.account), other)).toBe(isSame);
      const { account: _account, ...grounds } = one;
      const people = { by: ANNA, approvedBy: BORIS, at: NOW } as const;
      const decision = { outcome: 'approved', ...people, ...grounds, binding } as const;
      const isKept = isBindingKept({ ...claimFor(other.account), decision });
      expect(isKept).toBe(one.account === other.account);
    }),
    { numRuns: 300 },
  );
});

describe('a payout that a person finds to have arrived', () => {
  const decision = { outcome: 'approved', by: ANNA, approvedBy: BORIS, at: NOW, amount: 450_000 } as const;
  const stuck = { status: 'needs-attention', attention: 'paying-overdue', decision } as const;
  const reason = { reason: 'Выписка банка от 9 марта.' };

  it('is settled by hand with the sum of its intent, by another supervisor than who approved', async () => {
    const payouts = [somePayout({ submittedAt: NOW })];
    const opened = await openCaseOf(stuck, { payouts });
    const act = actOn(opened);
    expect(refused(await act('settle-by-hand', BORIS, reason)).refused).toBe('another-person-needed');
    expect(refused(await act('settle-by-hand', VERA)).facts).toEqual({ missing: ['reason'] });
    expect(done(await act('settle-by-hand', VERA, reason)).claim.status).toBe('compensated');
    expect((await opened.readCase()).payouts).toEqual([
      { ...payouts[0], status: 'settled', settledAt: NOW, settledBy: VERA },
    ]);
  });

  it.each([
    ['that was never intended', []],
    ['that was rejected', [somePayout({ status: 'rejected', submittedAt: NOW })]],
    ['that the provider has not heard of', [somePayout()]],
  ] as const)('is none %s', async (_, payouts) => {
    const act = actOn(await openCaseOf(stuck, { payouts: [...payouts] }));
    expect(refused(await act('settle-by-hand', VERA, reason)).refused).toBe('action-not-allowed');
  });
});

describe('mandatory documents', () => {
  const photo = someUpload({
    uploadId: 'photo-1',
    purpose: 'document',
    status: 'received',
    documentKind: 'item-photo',
  });

  it('are there, one of them, or the decision says why it goes without', async () => {
    const bare = actOn(await openCaseOf({ kind: 'damaged' }));
    expect(refused(await bare('approve', ANNA))).toEqual({
      refused: 'documents-missing',
      facts: { missing: [['item-photo', 'expert-opinion']] },
    });
    const withoutDocuments = { documents: ['item-photo' as const], reason: 'Продавец признал поломку.' };
    expect(done(await bare('approve', ANNA, { withoutDocuments })).claim.decision).toMatchObject({
      withoutDocuments,
    });
    const whole = actOn(await openCaseOf({ kind: 'damaged' }, { uploads: [photo] }));
    expect(done(await whole('approve', ANNA)).claim.status).toBe('approved');
  });

  it.each([
    ['of another policy', { policyId: 'policy-0' }],
    ['that has not arrived', { status: 'open' as const }],
    ['that was removed', { removedAt: NOW }],
    ['that is a film', { purpose: 'film' as const }],
    ['that shows something else', { documentKind: 'receipt' as const }],
  ])('are not met by one %s', async (_, change) => {
    const act = actOn(await openCaseOf({ kind: 'damaged' }, { uploads: [{ ...photo, ...change }] }));
    expect(refused(await act('approve', ANNA)).refused).toBe('documents-missing');
  });
});

it('nothing is approved beyond the loss, less what others gave back, over all claims of a policy', async () => {
  const sums = fc.integer({ min: 0, max: 400 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(sums, sums, sums), { minLength: 1, maxLength: 4 }), async (drawn) => {
      const claims = drawn.map(([loss, recovered, approved], index) =>
        someClaim({
          claimId: `claim-${index}`,
          amount: loss,
          purchaseAmount: 500,
          recoveries: recovered <= loss ? [{ source: 'seller', amount: recovered, at: NOW, by: ANNA }] : [],
          ...(index > 0 && { decision: { outcome: 'approved', by: ANNA, at: NOW, amount: approved } }),
        }),
      );
      const [claim] = claims as [Claim];
      const sumOf = (amounts: { amount?: number | undefined }[]) =>
        amounts.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
      const most = mostToApprove({ claims }, claim);
      const recovered = sumOf(claims.flatMap(({ recoveries = [] }) => recoveries));
      const approved = sumOf(claims.flatMap(({ decision }) => decision ?? []));
      expect(most).toBeGreaterThanOrEqual(0);
      expect(most).toBeLessThanOrEqual(claim.amount - sumOf(claim.recoveries ?? []));
      expect(most === 0 || most + approved + recovered <= 500).toBe(true);
    }),
  );
});
