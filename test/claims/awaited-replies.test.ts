import {
  awaitedReplies,
  hasLateNews,
  nextReplyDueAt,
  stepWithoutReply,
} from '../../functions/claims/awaited-replies.ts';
import type { Letter, Upload } from '../../functions/contracts/case.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { ANNA, NOW } from './claims-fixture.ts';
import { fileOf } from './one-step.ts';

const EARLIER = '2026-03-05T11:59:59.999Z';
const LATER = '2026-03-05T12:00:00.001Z';
const SOON = '2026-03-12T21:00:00.000Z';
const LATE = '2026-03-20T21:00:00.000Z';
const sent = (letterId: string, replyDueAt: string | undefined, overrides: Partial<Letter> = {}) =>
  someLetter({ letterId, status: 'sent', sentAt: NOW, ...(replyDueAt && { replyDueAt }), ...overrides });

const claim = someClaim({ statusSince: NOW });
const joined = someClaim({ claimId: 'claim-2', status: 'merged', mergedInto: claim.claimId });
const another = someClaim({ claimId: 'claim-3' });
const claims = [claim, joined, another];

describe('awaited is an answer', () => {
  it('to each letter of the claim that went out and has to be answered, nearest first', () => {
    const letters = [
      sent('late', LATE),
      sent('soon', SOON),
      sent('without', undefined),
      sent('answered', SOON, { status: 'answered' }),
      someLetter({ letterId: 'draft', replyDueAt: SOON }),
    ];
    for (const told of [letters, letters.toReversed()])
      expect(awaitedReplies({ claims, letters: told }, claim).map(({ letterId }) => letterId)).toEqual([
        'soon',
        'late',
      ]);
  });

  it('to letters of claims that went on in it, too, and to none of another claim or of nobody’s', () => {
    const letters = [
      sent('joined', SOON, { claimId: 'claim-2' }),
      sent('another', SOON, { claimId: 'claim-3' }),
      sent('nobody', SOON, { claimId: 'claim-9' }),
    ];
    expect(awaitedReplies({ claims, letters }, claim).map(({ letterId }) => letterId)).toEqual(['joined']);
  });
});

describe('the next answer is due', () => {
  const next = (dues: string[], justSent?: string) =>
    nextReplyDueAt({ claims, letters: dues.map((due) => sent(due, due)) }, claim, NOW, justSent);

  it('with the first letter that is not overdue yet', () => {
    expect(next([LATE, SOON])).toBe(SOON);
    expect(next([SOON, NOW, EARLIER])).toBe(SOON);
    expect(next([LATER])).toBe(LATER);
    expect(next([NOW])).toBeUndefined();
    expect(next([])).toBeUndefined();
  });

  it('with the letter that goes out now, where that is the first', () => {
    expect(next([LATE], SOON)).toBe(SOON);
    expect(next([SOON], LATE)).toBe(SOON);
    expect(next([], SOON)).toBe(SOON);
  });
});

describe('what is proposed without an answer', () => {
  const step = (...letters: Letter[]) => stepWithoutReply({ claims, letters }, claim, NOW);
  const toSeller = (due: string) => sent('seller', due);
  const toBank = (due: string) => sent('bank', due, { kind: 'request-to-bank' });

  it('is what the terms say of the letter whose time was over last', () => {
    expect(step(toSeller(NOW), toBank(EARLIER))).toBe('request-to-bank');
    expect(step(toSeller(EARLIER), toBank(NOW))).toBe('decide');
    expect(step(toSeller(NOW), toBank(LATE))).toBe('request-to-bank');
  });

  it('is to decide where none is overdue', () => {
    expect(step()).toBe('decide');
    expect(step(toSeller(LATER))).toBe('decide');
  });
});

describe('late news are', () => {
  const answered = (filedAt: string, overrides: Partial<Letter> = {}) =>
    someLetter({
      status: 'answered',
      replies: [{ receivedAt: NOW, filedAt, by: ANNA, outcome: 'agreed', documents: [] }],
      ...overrides,
    });
  const are = (letters: Letter[], uploads: Upload[] = []) =>
    hasLateNews(fileOf(claim, { claims, letters, uploads }), claim);

  it('an answer that was filed after the claim was closed', () => {
    expect(are([answered(LATER)])).toBe(true);
    for (const filedAt of [NOW, EARLIER]) expect(are([answered(filedAt)])).toBe(false);
    expect(are([sent('silent', SOON)])).toBe(false);
  });

  it('also one to a letter of a claim that went on in this one, not of another', () => {
    expect(are([answered(LATER, { claimId: 'claim-2' })])).toBe(true);
    expect(are([answered(LATER, { claimId: 'claim-3' })])).toBe(false);
  });

  it('what was received after it on the same policy', () => {
    const received = (overrides: Partial<Upload>) =>
      are([], [someUpload({ status: 'received', ...overrides })]);
    expect(received({ receivedAt: LATER })).toBe(true);
    expect(received({ receivedAt: NOW })).toBe(false);
    expect(received({ receivedAt: LATER, policyId: 'policy-0' })).toBe(false);
    expect(are([], [someUpload()])).toBe(false);
  });
});
