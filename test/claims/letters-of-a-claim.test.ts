import type { ClaimAction } from '../../functions/claims/claim-lifecycle.ts';
import { allowedActions, deadlineOf } from '../../functions/claims/claim-rules.ts';
import type { Claim, Letter } from '../../functions/contracts/case.ts';
import type { LetterKind } from '../../functions/contracts/primitives.ts';
import { someClaim } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { ANNA, BORIS, CLARA, CUSTOMER, done, NOW, refused } from './claims-fixture.ts';
import { act, fileOf } from './one-step.ts';

const SOON = '2026-03-12T21:00:00.000Z';
const LATER = '2026-03-20T21:00:00.000Z';
const URGENT = '2026-03-05T16:00:00.000Z';
const sent = (overrides: Partial<Letter> = {}) =>
  someLetter({ status: 'sent', sentAt: NOW, replyDueAt: LATER, ...overrides });
const letterOf = (kind: LetterKind = 'claim-to-seller', replyDueAt = LATER) => ({
  letter: { kind, replyDueAt },
});
const waiting = (overrides: Partial<Claim> = {}) => someClaim({ status: 'awaiting-reply', ...overrides });

describe('a letter that goes out', () => {
  it('is named by the step that it is', () => {
    expect(refused(act(someClaim(), { action: 'send-letter' }))).toEqual({
      refused: 'decision-incomplete',
      facts: { missing: ['letter'] },
    });
  });

  it('is waited for until its answer is due', () => {
    const claim = done(act(someClaim(), { action: 'send-letter', details: letterOf() }));
    expect(claim).toMatchObject({ status: 'awaiting-reply', deadline: LATER, statusSince: NOW });
  });

  it('beside others is waited for until the first of them is due, not counting what is overdue', () => {
    const letters = [sent({ replyDueAt: SOON }), sent({ letterId: 'claim-1-2', replyDueAt: NOW })];
    const second = act(waiting(), { action: 'send-letter', details: letterOf() }, { letters });
    expect(done(second).deadline).toBe(SOON);
  });

  it('while the customer is asked does not change until when they may answer', () => {
    for (const status of ['awaiting-customer', 'awaiting-video'] as const) {
      const before = someClaim({ status, deadline: SOON });
      const { deadline, statusSince } = done(act(before, { action: 'send-letter', details: letterOf() }));
      expect([deadline, statusSince]).toEqual([SOON, before.statusSince]);
    }
  });
});

describe('waiting for an answer that is still out', () => {
  const wait = (claim: Claim, letters: Letter[]) => act(claim, { action: 'wait-for-reply' }, { letters });

  it('lasts until that answer is due', () => {
    expect(done(wait(someClaim(), [sent()]))).toMatchObject({ status: 'awaiting-reply', deadline: LATER });
  });

  it.each<[string, Letter[]]>([
    ['there is no letter', []],
    ['it is a draft', [someLetter({ replyDueAt: LATER })]],
    ['it was answered', [sent({ status: 'answered' })]],
    ['it is overdue', [sent({ replyDueAt: NOW })]],
  ])('is not offered when %s', (_when, letters) => {
    const outcome = refused(wait(someClaim(), letters));
    expect(outcome.refused).toBe('action-not-allowed');
    expect(outcome.facts.allowedActions).not.toContain('wait-for-reply');
  });

  it('of which nothing is known but that it is awaited lasts as long as the terms say', () => {
    const asked = { action: 'receive-reply', details: { repliedLetterId: 'claim-1-1' } } as const;
    const claim = waiting();
    expect(done(act(claim, asked, { letters: [sent()] })).deadline).toBe(deadlineOf(claim, 'in-review', NOW));
    const unknown = act(claim, { action: 'send-letter', details: letterOf('claim-to-seller', NOW) });
    expect(done(unknown).deadline).toBe(deadlineOf(claim, 'awaiting-reply', NOW));
  });
});

describe('an answer to a letter', () => {
  const receive = (letters: Letter[], details: object = { repliedLetterId: 'claim-1-1' }, actor = ANNA) =>
    act(
      waiting({ assignee: { id: 'anna', since: NOW } }),
      { action: 'receive-reply', details, actor },
      { letters },
    );

  it('brings the claim back to be decided, and says which letter it answers', () => {
    const claim = done(receive([sent()]));
    expect(claim).toMatchObject({ status: 'in-review', suggestedStep: 'decide' });
    expect(refused(receive([sent()], {}))).toEqual({
      refused: 'decision-incomplete',
      facts: { missing: ['reply'] },
    });
  });

  it('comes only where a letter went out', () => {
    for (const letters of [[], [someLetter()]])
      expect(refused(receive(letters)).refused).toBe('action-not-allowed');
    const drafts = [someLetter({ letterId: 'claim-1-2' }), sent()];
    expect(done(receive(drafts)).status).toBe('in-review');
  });

  it('is taken down by whoever opens the post, and stays the case of who has it', () => {
    expect(done(receive([sent()], undefined, CLARA as never)).assignee?.id).toBe('anna');
  });

  it('that did not come in time is followed by what the terms propose', () => {
    const goOn = (letters: Letter[], now: string) =>
      done(act(waiting(), { action: 'go-on-without-reply', actor: { role: 'clock' }, now }, { letters }));
    expect(goOn([sent()], LATER)).toMatchObject({ status: 'in-review', suggestedStep: 'request-to-bank' });
    expect(goOn([sent({ kind: 'request-to-bank' })], LATER).suggestedStep).toBe('decide');
    expect(goOn([], LATER).suggestedStep).toBe('decide');
  });

  it('is proposed to be looked at by no other step', () => {
    const claim = waiting({ suggestedStep: 'decide' });
    const asked = act(
      claim,
      { action: 'ask-for-more', details: { question: 'Где чек?' } },
      { letters: [sent()] },
    );
    expect(done(asked)).not.toHaveProperty('suggestedStep');
  });
});

describe('money that can still be stopped', () => {
  const urgent = (overrides: Partial<Claim> = {}) =>
    someClaim({ urgentUntil: URGENT, suggestedStep: 'recall-of-money-order', ...overrides });
  const steps: [ClaimAction, object, Partial<Claim>][] = [
    ['ask-for-more', { question: 'Где чек?' }, {}],
    ['send-letter', letterOf(), {}],
    ['receive-reply', { repliedLetterId: 'claim-1-1' }, { status: 'awaiting-reply' }],
    ['go-on-without-reply', {}, { status: 'awaiting-reply' }],
  ];

  it.each(steps)('is urgent after %s as it was before', (action, details, overrides) => {
    const claim = done(act(urgent(overrides), { action, details }, { letters: [sent()] }));
    expect(claim).toMatchObject({ urgentUntil: URGENT, suggestedStep: 'recall-of-money-order' });
  });

  it('is urgent no more once the letter that recalls it is out', () => {
    const claim = done(act(urgent(), { action: 'send-letter', details: letterOf('recall-of-money-order') }));
    expect(claim).not.toHaveProperty('urgentUntil');
    expect(claim).not.toHaveProperty('suggestedStep');
  });

  it('nor once its claim is closed', () => {
    const claim = done(act(urgent(), { action: 'withdraw', actor: CUSTOMER }));
    expect(claim).not.toHaveProperty('urgentUntil');
    expect(claim).not.toHaveProperty('suggestedStep');
  });

  it('is nowhere where the carrier found none: no step makes a claim urgent', () => {
    const claim = done(act(someClaim(), { action: 'ask-for-more', details: { question: 'Где чек?' } }));
    expect(claim).not.toHaveProperty('urgentUntil');
    expect(claim).not.toHaveProperty('suggestedStep');
  });
});

describe('letters of an appeal', () => {
  const previousDecision = { outcome: 'refused', by: ANNA, at: NOW } as const;
  const appeal = { at: NOW, by: CUSTOMER, refusedBy: ANNA, previousDecision };

  it('are neither waited for nor given up by who refused', () => {
    for (const [action, status] of [
      ['wait-for-reply', 'in-appeal'],
      ['go-on-without-reply', 'awaiting-reply'],
    ] as const) {
      const claim = someClaim({ status, appeal });
      const letters = [sent()];
      expect(refused(act(claim, { action }, { letters })).refused).toBe('another-person-needed');
      expect(done(act(claim, { action, actor: CLARA }, { letters })).status).not.toBe(status);
      expect(allowedActions(fileOf(claim, { letters }), claim, ANNA, NOW)).not.toContain(action);
    }
  });

  it('open it again when they bring news, but not for who refused', () => {
    const replies = [
      { receivedAt: LATER, filedAt: LATER, by: BORIS, outcome: 'agreed' as const, documents: [] },
    ];
    const letters = [sent({ status: 'answered', replies })];
    const { deadline: _none, ...closed } = someClaim({
      status: 'refused',
      decision: previousDecision,
      appeal,
    });
    const reopen = { action: 'reopen', details: { reason: 'Продавец ответил.' } } as const;
    expect(refused(act(closed, reopen, { letters })).refused).toBe('another-person-needed');
    expect(done(act(closed, { ...reopen, actor: CLARA }, { letters })).status).toBe('in-appeal');
  });
});
