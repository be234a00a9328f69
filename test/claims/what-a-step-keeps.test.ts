import { changeOfAction } from '../../functions/claims/change-case.ts';
import {
  actionAtDeadline,
  allowedActions,
  applyAction,
  hasAwaitedFilm,
  isRepeated,
} from '../../functions/claims/claim-rules.ts';
import { leftToRecover, mostToApprove, recoveredOf } from '../../functions/claims/money-rules.ts';
import { fileAfter } from '../../functions/claims/take-turns.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import {
  type Claim,
  claim as claimSchema,
  timelineEntry,
  type Upload,
} from '../../functions/contracts/case.ts';
import { caseActionRequest } from '../../functions/contracts/console.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { ANNA, BORIS, CUSTOMER, done, NOW, refused } from './claims-fixture.ts';
import { act, fileOf } from './one-step.ts';

const LATER = '2026-03-09T12:00:00.000Z';
const DAY = 86_400_000;
const given = (...amounts: number[]) =>
  amounts.map((amount) => ({ source: 'seller' as const, amount, at: NOW, by: ANNA }));
const lateReply = someLetter({
  status: 'answered',
  replies: [{ receivedAt: LATER, filedAt: LATER, by: ANNA, outcome: 'agreed', documents: [] }],
});

describe('what was sent along for another step', () => {
  it('is not taken: neither an answer nor documents nor a claim to go on in', () => {
    const details = {
      question: 'Где чек?',
      answer: 'Вот он.',
      documents: ['upload-of-nobody'],
      intoClaimId: 'claim-2',
    };
    const claim = done(act(someClaim(), { action: 'ask-for-more', details }));
    expect(claim.personal.answers).toEqual([]);
    expect(claim).not.toHaveProperty('documents');
    expect(claim).not.toHaveProperty('mergedInto');
  });

  it('an answer in words brings no documents', () => {
    const claim = someClaim({ status: 'awaiting-customer' });
    const answered = done(act(claim, { action: 'answer', actor: CUSTOMER, details: { answer: 'Вот он.' } }));
    expect(answered).not.toHaveProperty('documents');
  });
});

it('a question keeps the documents that were asked for, each once, and none when there were none', () => {
  const ask = (details: object) =>
    done(act(someClaim(), { action: 'ask-for-more', details: { question: 'Где чек?', ...details } }))
      .question;
  expect(ask({ requestedDocuments: ['receipt', 'label-photo', 'receipt'] })?.documents).toEqual([
    'receipt',
    'label-photo',
  ]);
  expect(ask({ requestedDocuments: [] })).not.toHaveProperty('documents');
});

it('a question for as many documents as one can ask for leaves a timeline that can be read again', () => {
  const requestedDocuments = Array.from({ length: 20 }, () => 'seller-correspondence' as const);
  const details = caseActionRequest.parse({ question: 'Где переписка?', requestedDocuments });
  const step = { action: 'ask-for-more', actor: ANNA, details, now: NOW } as const;
  const claim = someClaim();
  const change = changeOfAction(fileOf(claim), claim, done(act(claim, step)), step, undefined);
  expect(change.timeline[0]?.facts).toMatchObject({ requestedDocuments: 'seller-correspondence' });
  for (const entry of change.timeline) expect(timelineEntry.safeParse(entry).error).toBeUndefined();
});

it('an approval that is outdated before it is paid is none any more', () => {
  const decision = { outcome: 'approved', by: ANNA, at: NOW, amount: 450_000 } as const;
  const outdated = act(someClaim({ status: 'approved', decision }), {
    action: 'outdate-proposal',
    actor: { role: 'system' },
  });
  expect(done(outdated)).not.toHaveProperty('decision');
});

describe('a proposal that no longer fits what would be paid', () => {
  const waiting = (overrides: Partial<Claim>) => someClaim({ status: 'awaiting-approval', ...overrides });
  const proposal = {
    by: ANNA,
    at: NOW,
    amount: 1,
    clause: '2.1',
    evidence: ['Чек'],
    files: [],
    binding: 'old',
  };

  it.each([
    ['is of another sum or payee', waiting({ proposal })],
    ['is not there', waiting({})],
  ])('because it %s is neither offered to be approved nor approved', (_why, claim) => {
    const outcome = refused(act(claim, { action: 'approve-proposal', actor: BORIS }));
    expect(outcome).toMatchObject({ refused: 'proposal-outdated', facts: { status: 'awaiting-approval' } });
    expect(allowedActions(fileOf(claim), claim, BORIS, NOW)).toEqual(['return-to-review', 'withdraw']);
  });
});

it('an order in doubt is settled by hand by any supervisor where nobody is known to have approved it', () => {
  const payouts = [somePayout({ submittedAt: NOW })];
  const step = { action: 'settle-by-hand', actor: BORIS, details: { reason: 'Выписка банка.' } } as const;
  const settled = done(act(someClaim({ status: 'needs-attention' }), step, { payouts }));
  expect(settled.status).toBe('compensated');
  expect(settled).not.toHaveProperty('recoveries');
});

describe('what came back', () => {
  it.each([
    ['seller-refunded', 'seller'],
    ['bank-recovered', 'bank'],
  ] as const)('by %s is remembered with its source', (action, source) => {
    const claim = done(act(someClaim(), { action, details: { amount: 1 } }));
    expect(claim.recoveries).toEqual([{ source, amount: 1, at: NOW, by: ANNA }]);
  });

  it('is a sum of at least a kopeck', () => {
    const step = (details: object) => refused(act(someClaim(), { action: 'bank-recovered', details }));
    expect(step({})).toEqual({ refused: 'decision-incomplete', facts: { missing: ['amount'] } });
    for (const amount of [0, -1])
      expect(step({ amount })).toEqual({
        refused: 'recovered-amount-out-of-range',
        facts: { minimum: 1, maximum: 450_000 },
      });
  });

  it('of a claim that ended whole is doubted from the last part back, one part at a time', () => {
    for (const status of ['refunded-by-seller', 'recovered-through-bank'] as const) {
      const whole = someClaim({ status, recoveries: given(100_000, 150_000, 200_000) });
      const step = { action: 'reopen', actor: BORIS, details: { reason: 'Денег нет.' } } as const;
      const reopened = done(act(whole, step, { letters: [lateReply] }));
      expect(reopened.recoveries).toEqual(given(100_000, 150_000));
    }
  });

  it('of a claim that ended otherwise is not doubted by opening it again', () => {
    for (const recoveries of [given(100_000), given(100_000, 350_000)]) {
      const { deadline: _none, ...withdrawn } = someClaim({ status: 'withdrawn', recoveries });
      const step = { action: 'reopen', details: { reason: 'Продавец ответил.' } } as const;
      expect(done(act(withdrawn, step, { letters: [lateReply] })).recoveries).toEqual(recoveries);
    }
  });

  it('on a claim that goes on in another one counts there alone, not twice', () => {
    const back = { recoveries: given(40_000) };
    const first = someClaim({ amount: 100_000, purchaseAmount: 150_000, ...back });
    const second = someClaim({ ...first, claimId: 'claim-2', kind: 'damaged', amount: 150_000, ...back });
    const file = fileOf(first, { claims: [first, second] });
    const step = { action: 'merge', actor: ANNA, details: { intoClaimId: 'claim-2' }, now: NOW } as const;
    const after = fileAfter(
      file,
      changeOfAction(file, first, done(applyAction(file, first, step)), step, undefined),
    );
    const [merged, remaining] = after.claims as [Claim, Claim];
    expect([recoveredOf(merged), recoveredOf(remaining)]).toEqual([0, 80_000]);
    expect(mostToApprove(after, remaining)).toBe(70_000);
  });

  it('a kopeck at a time leaves a claim and a timeline that can be read again', () => {
    let claim = someClaim();
    for (let part = 1; part <= 60; part += 1)
      claim = done(act(claim, { action: 'seller-refunded', details: { amount: 1 } }));
    expect(claimSchema.safeParse(claim).error).toBeUndefined();
    expect(leftToRecover(claim)).toBe(450_000 - 60);
  });

  it('is kept by every step of a claim that others made whole when they were joined', () => {
    const claim = someClaim({ recoveries: given(450_000) });
    const asked = act(claim, { action: 'ask-for-more', details: { question: 'Где чек?' } });
    expect(done(asked).recoveries).toEqual(given(450_000));
  });
});

describe('whose case it is', () => {
  it('is nobody’s since then, until a specialist works on it', () => {
    const claim = someClaim({ status: 'awaiting-customer', unassignedSince: LATER });
    const answered = act(claim, { action: 'answer', actor: CUSTOMER, details: { answer: 'Вот он.' } });
    expect(done(answered)).toMatchObject({ unassignedSince: LATER });
    expect(done(answered)).not.toHaveProperty('assignee');
  });

  it('does not become somebody’s who has no name', () => {
    const step = { action: 'ask-for-more', details: { question: 'Где чек?' } } as const;
    const asked = done(act(someClaim(), { ...step, actor: { role: 'specialist' } }));
    expect(asked).not.toHaveProperty('assignee');
    expect(asked).not.toHaveProperty('unassignedSince');
  });
});

describe('joining two claims', () => {
  const other = someClaim({
    claimId: 'claim-2',
    kind: 'damaged',
    status: 'awaiting-reply',
    assignee: { id: 'clara', since: NOW },
  });
  const merge = (details: object) =>
    refused(act(someClaim(), { action: 'merge', details }, { claims: [someClaim(), other] }));

  it('names the other one, which is not a colleague’s', () => {
    expect(merge({})).toEqual({ refused: 'decision-incomplete', facts: { missing: ['intoClaimId'] } });
    expect(merge({ intoClaimId: 'claim-2' })).toEqual({
      refused: 'assigned-to-another',
      facts: { status: 'awaiting-reply' },
    });
  });
});

it('a step is repeated by the same step of the same person with the same details, and by no other', () => {
  const claim = done(
    act(someClaim({ status: 'needs-attention' }), { action: 'return-to-review', actor: BORIS }),
  );
  const repeated = { action: 'return-to-review', actor: BORIS, details: {} } as const;
  expect(isRepeated(claim, repeated)).toBe(true);
  expect(isRepeated(claim, { ...repeated, action: 'retry-payout' })).toBe(false);
  expect(isRepeated(claim, { ...repeated, actor: { ...BORIS, role: 'specialist' } })).toBe(false);
  expect(isRepeated(claim, { ...repeated, actor: { ...BORIS, id: 'vera' } })).toBe(false);
  expect(isRepeated(claim, { ...repeated, details: { reason: 'Чек.' } })).toBe(false);
});

it('a refusal that says no day to appeal cannot be appealed against, rather than too late', () => {
  const decision = { outcome: 'refused', by: ANNA, at: NOW } as const;
  const step = { action: 'appeal', actor: CUSTOMER, details: { reason: 'Видно.' } } as const;
  expect(refused(act(someClaim({ status: 'refused', decision }), step)).refused).toBe('action-not-allowed');
});

describe('an awaited film', () => {
  const film = (overrides: Partial<Upload> = {}) =>
    someUpload({ status: 'received', receivedAt: NOW, ...overrides });
  const isAwaited = (claim: Partial<Claim>, upload: Upload) =>
    hasAwaitedFilm(fileOf(someClaim(claim), { uploads: [upload] }), someClaim(claim));

  it('is awaited by the unboxing and by a question, and by nothing else', () => {
    expect(isAwaited({ status: 'awaiting-video', statusSince: LATER }, film())).toBe(true);
    expect(isAwaited({ status: 'awaiting-customer', statusSince: NOW }, film())).toBe(true);
    expect(isAwaited({ status: 'awaiting-customer', statusSince: LATER }, film())).toBe(false);
    expect(isAwaited({ status: 'in-review', statusSince: NOW }, film())).toBe(false);
  });

  it('of which is not known when it came answers no question', () => {
    const { receivedAt: _unknown, ...undated } = film();
    expect(isAwaited({ status: 'awaiting-customer' }, undated)).toBe(false);
  });
});

describe('the clock', () => {
  const deadline = '2026-03-10T21:00:00.000Z';
  const at = (offset: number) => toInstant(toMillis(deadline) + offset);
  const film = (days: number) => someUpload({ uploadId: `upload-${days}`, startedAt: at(-days * DAY) });

  it('waits for the film that may take longest, in whatever order they are told', () => {
    for (const days of [
      [3, 1, 2],
      [1, 2, 3],
    ]) {
      const claim = someClaim({ status: 'awaiting-video', deadline });
      const due = actionAtDeadline(fileOf(claim, { uploads: days.map(film) }), claim, deadline);
      expect(due?.details.deadline).toBe('2026-03-17T21:00:00.000Z');
    }
  });

  it('waits for no film that only answers a question', () => {
    const claim = someClaim({ status: 'awaiting-customer', deadline });
    const due = actionAtDeadline(fileOf(claim, { uploads: [film(1)] }), claim, deadline);
    expect(due).toEqual({ action: 'go-on-without-answer', actor: { role: 'clock' }, details: {} });
  });

  it('moves no claim that has no deadline', () => {
    const { deadline: _none, ...endless } = someClaim();
    expect(actionAtDeadline(fileOf(endless), endless, LATER)).toBeUndefined();
  });
});
