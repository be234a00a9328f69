import { changeOfAction } from '../../functions/claims/change-case.ts';
import { type ActionInput, applyAction } from '../../functions/claims/claim-rules.ts';
import type { CaseFile, Claim } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, BORIS, CUSTOMER, done, NOW, WHOLE_REFUSAL } from './claims-fixture.ts';
import { fileOf } from './one-step.ts';

type Step = Pick<ActionInput, 'action'> & Partial<ActionInput>;

function changeOf(claim: Claim, step: Step, holds: Partial<CaseFile> = {}, policy?: Policy) {
  const file = fileOf(claim, holds);
  const input = { actor: ANNA, details: {}, now: NOW, ...step };
  return changeOfAction(file, claim, done(applyAction(file, claim, input)), input, policy);
}

const photo = (uploadId: string) => someUpload({ uploadId, purpose: 'document', status: 'received' });
const decision = { outcome: 'approved', by: ANNA, at: NOW, amount: 300, clause: '2.1' } as const;
const proposed = () => {
  const file = fileOf(someClaim());
  const details = { amount: 300, evidence: ['Чек'] };
  return done(applyAction(file, someClaim(), { action: 'propose', actor: ANNA, details, now: NOW }));
};

describe('what the timeline tells of a step', () => {
  const CLOSED: [string, Claim, Step, Partial<CaseFile>, object | undefined][] = [
    [
      'a refusal',
      someClaim(),
      { action: 'refuse', details: WHOLE_REFUSAL },
      {},
      { reasonCode: 'evidence-insufficient', clause: '4.2', appealUntil: '2026-04-04T21:00:00.000Z' },
    ],
    [
      'a claim that goes on in another',
      someClaim(),
      { action: 'merge', details: { intoClaimId: 'claim-2' } },
      { claims: [someClaim(), someClaim({ claimId: 'claim-2', kind: 'damaged' })] },
      { into: 'claim-2' },
    ],
    ['what has nothing to tell', someClaim(), { action: 'withdraw', actor: CUSTOMER }, {}, undefined],
    [
      'what is told before, which is not told again',
      someClaim({ status: 'needs-attention', decision }),
      { action: 'settle', actor: { role: 'system' } },
      {},
      undefined,
    ],
  ];
  it.each(CLOSED)('%s', (_what, claim, step, holds, facts) => {
    const [entry] = changeOf(claim, step, holds).timeline;
    if (facts) expect(entry?.facts).toEqual(facts);
    else expect(entry).not.toHaveProperty('facts');
  });

  const OPEN: [string, Claim, Step, Partial<CaseFile>, object][] = [
    [
      'the sum and the clause of an approval',
      someClaim(),
      { action: 'approve', details: { amount: 300 } },
      {},
      { amount: 300, clause: '2.1' },
    ],
    [
      'the sum of a proposal, also where none was named',
      someClaim(),
      { action: 'propose', details: { evidence: ['Чек'] } },
      {},
      { amount: 450_000 },
    ],
    [
      'who proposed what a second person approves',
      proposed(),
      { action: 'approve-proposal', actor: BORIS },
      {},
      { amount: 300, clause: '2.1', proposedBy: 'anna' },
    ],
    [
      'the sum that the seller gave back',
      someClaim(),
      { action: 'seller-refunded', details: { amount: 7 } },
      {},
      { amount: 7 },
    ],
    [
      'the sum that the bank gave back',
      someClaim(),
      { action: 'bank-recovered', details: { amount: 8 } },
      {},
      { amount: 8 },
    ],
    [
      'the documents that were asked for',
      someClaim(),
      {
        action: 'ask-for-more',
        details: { question: 'Где?', requestedDocuments: ['receipt', 'label-photo', 'receipt'] },
      },
      {},
      { requestedDocuments: 'receipt,label-photo' },
    ],
    [
      'no documents that were asked for before',
      someClaim({
        status: 'awaiting-customer',
        question: { text: 'Где?', askedAt: NOW, by: ANNA, documents: ['receipt'] },
      }),
      { action: 'answer', actor: CUSTOMER, details: { documents: ['one', 'two', 'one'] } },
      { uploads: [photo('one'), photo('two')] },
      { documents: 2 },
    ],
    [
      'no sum and no documents that were sent along for another step',
      someClaim(),
      { action: 'ask-for-more', details: { question: 'Где?', amount: 5, documents: ['one'] } },
      {},
      {},
    ],
    [
      'why a person has to look',
      someClaim(),
      { action: 'escalate', actor: { role: 'clock' } },
      {},
      { attention: 'in-review-overdue' },
    ],
  ];
  it.each(OPEN)('%s, and until when the next one has time', (_what, claim, step, holds, facts) => {
    const { claims, timeline } = changeOf(claim, step, holds);
    const deadline = claims?.[0]?.deadline;
    expect(deadline).toBeDefined();
    expect(timeline[0]).toMatchObject({ action: step.action, from: claim.status, to: claims?.[0]?.status });
    expect(timeline[0]?.facts).toEqual({ ...facts, deadline });
  });
});

describe('a payout that was found to have arrived', () => {
  it('is settled with its claim, and no other one', () => {
    const own = somePayout({ reference: 'claim-1-2', submittedAt: NOW });
    const payouts = [
      somePayout({ reference: 'claim-1-1', status: 'rejected', submittedAt: NOW }),
      own,
      somePayout({ claimId: 'claim-2', reference: 'claim-2-1', submittedAt: NOW }),
    ];
    const claim = someClaim({ status: 'needs-attention', decision });
    const step = { action: 'settle-by-hand', actor: BORIS, details: { reason: 'Выписка.' } } as const;
    expect(changeOf(claim, step, { payouts }).payouts).toEqual([
      { ...own, status: 'settled', settledAt: NOW, settledBy: BORIS },
    ]);
    const others = changeOf(claim, { action: 'settle', actor: { role: 'system' } }, { payouts });
    expect(others).not.toHaveProperty('payouts');
  });
});

describe('the policy of a claim', () => {
  const held = somePolicy({ openClaims: 1, dueAt: undefined } as never);

  it('is let go by the step that closes it, and stays as it is at any other', () => {
    expect(changeOf(someClaim(), { action: 'withdraw' }, {}, held).policy).toMatchObject({
      previous: held,
      next: { openClaims: 0, lastClaimClosedAt: NOW, dueAt: held.claimableUntil, version: held.version + 1 },
    });
    const asked = { action: 'ask-for-more', details: { question: 'Где?' } } as const;
    expect(changeOf(someClaim(), asked, {}, held)).not.toHaveProperty('policy');
  });

  it('that another claim still holds open is not due', () => {
    const two = { ...held, openClaims: 2 };
    const next = changeOf(someClaim(), { action: 'withdraw' }, {}, two).policy?.next;
    expect(next).toMatchObject({ openClaims: 1 });
    expect(next?.dueAt).toBeUndefined();
  });

  it('is held again by a claim that is opened again', () => {
    const { deadline: _none, ...closed } = someClaim({ status: 'withdrawn', statusSince: NOW });
    const filedAt = '2026-03-09T12:00:00.000Z';
    const replies = [{ receivedAt: filedAt, filedAt, by: ANNA, outcome: 'agreed' as const, documents: [] }];
    const letters = [someLetter({ status: 'answered', replies })];
    const step = { action: 'reopen', details: { reason: 'Ответ.' } } as const;
    const released = somePolicy({ openClaims: 0 });
    expect(changeOf(closed, step, { letters }, released).policy?.next).toMatchObject({ openClaims: 1 });
  });

  it('is none that was sold after it under the same number', () => {
    const newer = { ...held, policyId: 'policy-2' };
    expect(changeOf(someClaim(), { action: 'withdraw' }, {}, newer)).not.toHaveProperty('policy');
  });
});
