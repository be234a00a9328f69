import fc from 'fast-check';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import {
  claimActions,
  claimLifecycle,
  type Transition,
  targetOf,
} from '../../functions/claims/claim-lifecycle.ts';
import { allowedActions, applyAction } from '../../functions/claims/claim-rules.ts';
import { leftToRecover, recoveredOf } from '../../functions/claims/money-rules.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import { type Claim, claimStatus, payoutStatus, refusalReasonCode } from '../../functions/contracts/case.ts';
import { actorRole } from '../../functions/contracts/primitives.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { deadlineAfter, OFFICE_TIME_ZONES } from '../../functions/policies/deadline.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { someClaim, somePayout } from '../builders/claim.ts';
import {
  ANNA,
  BORIS,
  CUSTOMER,
  done,
  NOW,
  openCaseOf,
  PARCEL,
  refused,
  WHOLE_REFUSAL,
} from './claims-fixture.ts';
import { act, fileOf } from './one-step.ts';

describe('a refusal', () => {
  it('is written only with reason, clause and evidence, and names what is missing and the clauses', () => {
    const names = Object.keys(WHOLE_REFUSAL) as (keyof typeof WHOLE_REFUSAL)[];
    fc.assert(
      fc.property(fc.subarray(names), (given) => {
        const details = Object.fromEntries(given.map((name) => [name, WHOLE_REFUSAL[name]]));
        const outcome = act(someClaim(), { action: 'refuse', details });
        const missing = names.filter((name) => !given.includes(name));
        if (missing.length === 0) return expect(done(outcome).decision).toMatchObject(WHOLE_REFUSAL);
        return expect(refused(outcome)).toEqual({
          refused: 'decision-incomplete',
          facts: { missing, clauses: expect.objectContaining({ 'not-covered': '3.1' }) },
        });
      }),
    );
  });

  it('rests on a clause that stands in the terms', () => {
    const outcome = act(someClaim(), { action: 'refuse', details: { ...WHOLE_REFUSAL, clause: '99.99' } });
    expect(refused(outcome).facts.missing).toEqual(['clause']);
  });

  it('for another reason says which in words', () => {
    const details = { ...WHOLE_REFUSAL, reasonCode: 'other' as const };
    expect(refused(act(someClaim(), { action: 'refuse', details })).facts.missing).toEqual(['explanation']);
    const explained = { ...details, explanation: 'Посылку забрал другой человек.' };
    expect(done(act(someClaim(), { action: 'refuse', details: explained })).status).toBe('refused');
  });

  it('with an empty list of evidence has none', () => {
    const outcome = act(someClaim(), { action: 'refuse', details: { ...WHOLE_REFUSAL, evidence: [] } });
    expect(refused(outcome).facts.missing).toEqual(['evidence']);
  });

  it('carries the last moment to appeal in the office zone, whatever the reason', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...refusalReasonCode.options),
        fc.constantFrom(...OFFICE_TIME_ZONES),
        (reasonCode, timeZone) => {
          const outcome = act(someClaim({ timeZone }), {
            action: 'refuse',
            details: { ...WHOLE_REFUSAL, reasonCode, explanation: 'Так решили после осмотра.' },
          });
          expect(done(outcome)).toMatchObject({
            status: 'refused',
            decision: {
              outcome: 'refused',
              by: ANNA,
              at: NOW,
              appealUntil: deadlineAfter(NOW, TERMS_ON_SALE.appealWindow, timeZone),
            },
          });
          expect(done(outcome)).not.toHaveProperty('deadline');
        },
      ),
    );
  });
});

describe('an approval', () => {
  it.each([
    [1, true],
    [450_000, true],
    [undefined, true],
    [0, false],
    [-1, false],
    [450_001, false],
  ])('of %s kopecks out of 450 000: %s', (amount, allowed) => {
    const outcome = act(someClaim(), { details: { amount } });
    if (allowed) expect(done(outcome).decision?.amount).toBe(amount ?? 450_000);
    else
      expect(refused(outcome)).toEqual({
        refused: 'approved-amount-out-of-range',
        facts: { minimum: 1, maximum: 450_000 },
      });
  });

  it('that is taken back for a new look is no approval any more: nothing can be paid on it', () => {
    const decision = { outcome: 'approved', by: ANNA, at: NOW, amount: 450_000 } as const;
    const flagged = someClaim({ status: 'needs-attention', attention: 'approved-overdue', decision });
    expect(allowedActions(fileOf(flagged), flagged, BORIS, NOW)).toEqual([
      'return-to-review',
      'retry-payout',
    ]);
    const returned = done(act(flagged, { action: 'return-to-review', actor: BORIS }));
    expect(returned).not.toHaveProperty('decision');
    const overdue = done(act(returned, { action: 'escalate', actor: { role: 'clock' } }));
    expect(allowedActions(fileOf(overdue), overdue, BORIS, NOW)).toEqual(['return-to-review']);
    expect(refused(act(overdue, { action: 'retry-payout', actor: BORIS })).refused).toBe(
      'action-not-allowed',
    );
  });
});

describe('a question and its answer', () => {
  it.each([
    ['ask-for-more', 'in-review', 'question'],
    ['answer', 'awaiting-customer', 'answer'],
  ] as const)('%s needs its text', (action, status, missing) => {
    expect(refused(act(someClaim({ status }), { action }))).toEqual({
      refused: 'decision-incomplete',
      facts: { missing: [missing] },
    });
    expect(refused(act(someClaim({ status }), { action, details: { [missing]: '' } })).refused).toBe(
      'decision-incomplete',
    );
  });

  it('keeps every answer, and no more than the claim may hold', () => {
    let claim = someClaim();
    for (let turn = 1; turn <= 25; turn += 1) {
      claim = done(act(claim, { action: 'ask-for-more', details: { question: `Вопрос ${turn}?` } }));
      expect(claim.question).toEqual({ text: `Вопрос ${turn}?`, askedAt: NOW, by: ANNA });
      claim = done(
        act(claim, { action: 'answer', actor: { role: 'customer' }, details: { answer: `Ответ ${turn}` } }),
      );
    }
    expect(claim.personal.answers).toHaveLength(20);
    expect(claim.personal.answers.at(-1)).toBe('Ответ 25');
  });
});

describe('a claim that needs a person', () => {
  it('says why as a code: the one that was given, or the state that took too long', () => {
    const flagged = act(someClaim({ status: 'paying' }), {
      action: 'flag',
      actor: { role: 'system' },
      details: { attention: 'payout-rejected' },
    });
    expect(done(flagged).attention).toBe('payout-rejected');
    const late = act(someClaim({ status: 'in-review' }), { action: 'escalate', actor: { role: 'clock' } });
    expect(done(late).attention).toBe('in-review-overdue');
  });

  it('still says why after any number of reminders, and no longer once it went on', () => {
    let claim = someClaim({ status: 'needs-attention', attention: 'payout-rejected' });
    for (let reminder = 0; reminder < 3; reminder += 1)
      claim = done(act(claim, { action: 'remind', actor: { role: 'clock' } }));
    expect(claim.attention).toBe('payout-rejected');
    expect(done(act(claim, { action: 'return-to-review' }))).not.toHaveProperty('attention');
  });

  it.each(payoutStatus.options)('with a payout that is %s', (status) => {
    const decision = { outcome: 'approved', by: ANNA, at: NOW, amount: 450_000 } as const;
    const claim = someClaim({ status: 'needs-attention', attention: 'payout-rejected', decision });
    const payouts = [somePayout({ reference: 'claim-1-1', status: 'rejected' }), somePayout({ status })];
    const outcome = act(claim, { action: 'return-to-review', actor: BORIS }, { payouts });
    // Money that may be on its way, or has arrived, forbids deciding anew.
    if (status === 'rejected') expect(done(outcome).status).toBe('in-review');
    else expect(refused(outcome).facts.allowedActions).not.toContain('return-to-review');
    const ofAnother = payouts.map((payout) => ({ ...payout, claimId: 'claim-2' }));
    expect(done(act(claim, { action: 'return-to-review' }, { payouts: ofAnother })).status).toBe('in-review');
  });
});

const LETTER = { kind: 'claim-to-seller', replyDueAt: '2026-03-20T21:00:00.000Z' } as const;
const someDetails = fc.record({
  amount: fc.constantFrom(undefined, 0, 1, 450_000, 450_001),
  reasonCode: fc.constantFrom(undefined, ...refusalReasonCode.options),
  clause: fc.constantFrom(undefined, '4.2'),
  evidence: fc.option(fc.subarray(['upload-1']), { nil: undefined }),
  question: fc.constantFrom(undefined, 'Где чек?'),
  reason: fc.constantFrom(undefined, 'Дефект виден на снимке.'),
  answer: fc.constantFrom(undefined, 'Вот чек.'),
  letter: fc.constantFrom(undefined, LETTER),
  repliedLetterId: fc.constantFrom(undefined, 'letter-1'),
});
const someStep = fc.record({
  action: fc.constantFrom(...claimActions),
  role: fc.constantFrom(...actorRole.options),
  id: fc.constantFrom('one', 'two', undefined),
  details: fc.oneof(
    someDetails,
    fc.constant({
      ...WHOLE_REFUSAL,
      question: 'Где чек?',
      answer: 'Вот.',
      reason: 'Видно.',
      letter: LETTER,
      repliedLetterId: 'letter-1',
    }),
  ),
});
/** Random steps rarely fit together, so half of them are drawn from what the state allows. */
const someHistory = fc.array(fc.tuple(someStep, fc.option(fc.nat(), { nil: undefined })), { maxLength: 30 });

it('random steps by random people: a status changes only along the table, and every change is in the timeline', async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...claimStatus.options),
      fc.option(fc.constantFrom(...payoutStatus.options), { nil: undefined }),
      someHistory,
      async (status, paid, history) => {
        const deadline = '2026-03-10T21:00:00.000Z';
        const payouts = paid ? [somePayout({ status: paid })] : [];
        const opened = await openCaseOf({ status, deadline }, { payouts });
        for (const [step, choice] of history) {
          const file = await opened.readCase();
          const before = file.claims[0] as Claim;
          const state = claimLifecycle[before.status];
          const possible = Object.entries(state.actions ?? {}).flatMap(([action, { by }]) =>
            by.map((role) => ({ action, role })),
          );
          const chosen = choice === undefined ? undefined : possible[choice % possible.length];
          const { action, role, id, details } = { ...step, ...chosen } as typeof step;
          const actor = id === undefined ? { role } : { role, id };
          const policyBefore = await opened.readPolicy();
          const input = { trackingNumber: PARCEL, claimId: 'claim-1', action, actor, details, now: NOW };
          const outcome = await actOnClaim(input, opened.ports);
          const after = await opened.readCase();
          const claim = after.claims[0] as Claim;
          expect(firstBrokenEntry(after.head, after.timeline)).toBeUndefined();
          if (isRefusal(outcome) || after.head.version === file.head.version) {
            expect(after).toEqual(file);
            continue;
          }
          const transition = state.actions?.[action] as Transition;
          const opens = 'final' in state && !('final' in claimLifecycle[claim.status]);
          const closes = !('final' in state) && 'final' in claimLifecycle[claim.status];
          expect(transition.by).toContain(role);
          const isWhole = recoveredOf(claim) > 0 && leftToRecover(claim) === 0;
          expect(claim.status).toBe(
            targetOf(transition, { isAppealed: before.appeal !== undefined, isWhole }),
          );
          // Once appealed, for ever, with what was decided then; and never decided by who refused.
          if (before.appeal) expect(claim.appeal).toEqual(before.appeal);
          else if (action === 'appeal') expect(claim.appeal?.previousDecision).toEqual(before.decision);
          else expect(claim).not.toHaveProperty('appeal');
          if (before.appeal && (action === 'approve' || action === 'refuse'))
            expect(id).not.toBe(before.appeal.refusedBy.id);
          expect(claim.workflowRun).toBe(
            before.workflowRun + (action === 'appeal' || action === 'reopen' ? 1 : 0),
          );
          expect(claim.version).toBe(before.version + 1);
          expect(after.head.version).toBe(file.head.version + 1);
          expect(after.timeline.at(-1)).toMatchObject({
            action,
            actor,
            from: before.status,
            to: claim.status,
          });
          expect(outcome.claim).toEqual(claim);
          expect('deadline' in claim).toBe(!('final' in claimLifecycle[claim.status]));
          if (claim.status === 'refused')
            expect(claim.decision).toMatchObject({
              reasonCode: expect.any(String),
              clause: '4.2',
              evidence: ['upload-1'],
              ...(!claim.appeal && { appealUntil: expect.any(String) }),
            });
          const { openClaims } = await opened.readPolicy();
          expect(openClaims).toBe(policyBefore.openClaims + Number(opens) - Number(closes));
          reached.add(claim.status);
        }
      },
    ),
    { numRuns: 500 },
  );
  // The histories are about something: they came through the states in the middle of the table, all of them often.
  const middle = [
    'in-review',
    'awaiting-customer',
    'in-appeal',
    'approved',
    'refused',
    'withdrawn',
    'needs-attention',
  ];
  expect([...reached]).toEqual(expect.arrayContaining(middle));
}, 60_000);

it('offers exactly the actions that it would accept', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...claimStatus.options),
      fc.constantFrom(...actorRole.options),
      fc.option(fc.constantFrom(...payoutStatus.options), { nil: undefined }),
      fc.constantFrom(undefined, 'approved' as const, 'refused' as const),
      fc.boolean(),
      fc.constantFrom('anna', 'boris', undefined),
      fc.constantFrom(-1, 0, 1),
      fc.boolean(),
      (status, role, paid, outcome, isAppealed, id, late, isSent) => {
        const appealUntil = '2026-04-04T21:00:00.000Z';
        const now = toInstant(toMillis(appealUntil) + late);
        const refusal = { outcome: 'refused', by: ANNA, at: NOW, appealUntil } as const;
        const decision =
          outcome === 'refused' ? refusal : ({ ...refusal, outcome: 'approved', amount: 1 } as const);
        const appeal = { at: NOW, by: CUSTOMER, refusedBy: ANNA, previousDecision: refusal };
        const claim = someClaim({ status, ...(outcome && { decision }), ...(isAppealed && { appeal }) });
        const payout = somePayout({ ...(paid && { status: paid }), ...(isSent && { submittedAt: NOW }) });
        const file = fileOf(claim, { payouts: paid ? [payout] : [] });
        const details = {
          ...WHOLE_REFUSAL,
          question: 'Где?',
          answer: 'Тут.',
          reason: 'Видно.',
          letter: LETTER,
          repliedLetterId: 'letter-1',
          amount: 1,
        };
        const actor = id === undefined ? { role } : { role, id };
        const accepted = claimActions.filter(
          (action) => !isRefusal(applyAction(file, claim, { action, actor, details, now })),
        );
        expect(new Set(allowedActions(file, claim, actor, now))).toEqual(new Set(accepted));
      },
    ),
  );
});

describe('the sums of all claims of a policy', () => {
  const approvedBefore = (amount: number, policyId = 'policy-1') =>
    someClaim({
      claimId: `other-${amount}`,
      policyId,
      status: 'compensated',
      decision: { outcome: 'approved', by: ANNA, at: NOW, amount },
    });
  const claim = someClaim({ policyId: 'policy-1', amount: 200_000, purchaseAmount: 250_000 });
  const approve = (others: Claim[], amount?: number) =>
    act(claim, { details: amount === undefined ? {} : { amount } }, { claims: [claim, ...others] });

  it('add up to at most what was paid for the parcel', () => {
    expect(done(approve([approvedBefore(50_000)], 200_000)).decision?.amount).toBe(200_000);
    expect(refused(approve([approvedBefore(50_001)], 200_000))).toEqual({
      refused: 'approved-amount-out-of-range',
      facts: { minimum: 1, maximum: 199_999 },
    });
    expect(refused(approve([approvedBefore(250_000)])).facts).toEqual({ minimum: 1, maximum: 0 });
  });

  it('count only what was approved on this policy', () => {
    const refusedBefore = someClaim({
      claimId: 'other-refused',
      policyId: 'policy-1',
      decision: { outcome: 'refused', by: ANNA, at: NOW, amount: 250_000 },
    });
    expect(done(approve([approvedBefore(250_000, 'policy-0'), refusedBefore], 200_000)).status).toBe(
      'approved',
    );
  });

  it('are what is approved when no sum is named', () => {
    expect(done(approve([approvedBefore(100_000)])).decision?.amount).toBe(150_000);
  });
});
