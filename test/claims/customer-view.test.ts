import { allowedActions } from '../../functions/claims/claim-rules.ts';
import { customerClaimOf } from '../../functions/claims/customer-view.ts';
import { emptyHead } from '../../functions/claims/timeline.ts';
import type { CaseFile, Claim, Decision } from '../../functions/contracts/case.ts';
import { customerClaim } from '../../functions/contracts/customer.ts';
import { labels } from '../../functions/messages/catalogue/labels.ts';
import { renderClaimCard } from '../../functions/messages/compose-message.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, CUSTOMER, NOW, PARCEL } from './claims-fixture.ts';

const REFUSED: Decision = {
  outcome: 'refused',
  by: ANNA,
  at: NOW,
  reasonCode: 'evidence-insufficient',
  clause: '4.2',
  evidence: ['upload-1'],
  appealUntil: '2026-04-04T21:00:00.000Z',
};
/** As a claim that is closed: nothing is due. */
const { deadline: _deadline, ...undue } = someClaim();

function read(claim: Claim, holds: Partial<CaseFile> = {}) {
  const file: CaseFile = {
    head: emptyHead(PARCEL),
    ...{ claims: [claim], uploads: [], payouts: [], letters: [], timeline: [], judgements: [] },
    ...holds,
  };
  const view = customerClaimOf(file, claim, { policy: somePolicy(), locale: 'ru', now: NOW });
  expect(customerClaim.parse(view)).toEqual(view);
  expect(view.allowedActions).toEqual(allowedActions(file, claim, CUSTOMER, NOW));
  return view;
}

describe('a claim, as its customer reads it', () => {
  it('is what they said, how it stands, and who acts by when', () => {
    const claim = someClaim({ assignee: { id: 'anna', since: NOW } });
    const { title, whoActs, byWhen, otherwise } = renderClaimCard(claim, 'ru', NOW);
    expect(read(claim)).toEqual({
      claimId: 'claim-1',
      trackingNumber: PARCEL,
      status: 'in-review',
      kind: 'foreign-object',
      amount: 450_000,
      description: 'В посылке кирпич вместо телефона.',
      channel: 'web',
      filedAt: '2026-03-05T10:00:00.000Z',
      deadline: '2026-03-10T21:00:00.000Z',
      timeZone: 'Europe/Moscow',
      allowedActions: ['withdraw'],
      letters: [],
      isAppealed: false,
      payee: { method: 'phone', phone: '+7 ••• •••-45-67' },
      payeeChangeable: true,
      card: { title, whoActs, byWhen, otherwise },
    });
  });

  it('that is over promises no deadline, neither in its card', () => {
    const view = read({ ...undue, status: 'withdrawn' });
    expect(view).not.toHaveProperty('deadline');
    expect(Object.keys(view.card)).toEqual(['title', 'whoActs']);
  });

  it('tells the sum that was approved, and as paid only what has arrived', () => {
    const approved: Decision = { outcome: 'approved', by: ANNA, at: NOW, amount: 300_000 };
    const claim = { ...undue, status: 'compensated' as const, decision: approved };
    const settled = somePayout({ amount: 300_000, status: 'settled', settledAt: NOW });
    for (const payouts of [
      [],
      [somePayout()],
      [somePayout({ status: 'rejected' })],
      [{ ...settled, claimId: 'claim-2' }],
    ]) {
      const view = read(claim, { payouts });
      expect(view).toMatchObject({ approvedAmount: 300_000 });
      expect(view).not.toHaveProperty('paidAmount');
    }
    expect(read(claim, { payouts: [somePayout({ status: 'rejected', amount: 1 }), settled] })).toMatchObject({
      paidAmount: 300_000,
    });
  });

  it('tells no refusal and no sum before the decision, and after it only the one that was taken', () => {
    for (const view of [read(someClaim()), read({ ...undue, status: 'refused', decision: REFUSED })])
      expect(view).not.toHaveProperty('approvedAmount');
    const approved: Decision = { outcome: 'approved', by: ANNA, at: NOW, amount: 300_000 };
    for (const view of [read(someClaim()), read({ ...undue, status: 'compensated', decision: approved })])
      expect(view).not.toHaveProperty('refusal');
  });

  it('tells that it was appealed, from then on for ever', () => {
    const appeal = { at: NOW, by: CUSTOMER, refusedBy: ANNA, previousDecision: REFUSED };
    expect(read(someClaim({ status: 'in-appeal', appeal }))).toMatchObject({ isAppealed: true });
  });
});

describe('a question to the customer', () => {
  const question = { text: 'Где чек?', askedAt: '2026-03-05T11:00:00.000Z', by: ANNA };

  it('is told while it can be answered', () => {
    expect(read(someClaim({ status: 'awaiting-customer', question }))).toMatchObject({
      question: 'Где чек?',
    });
    expect(read(someClaim({ status: 'in-review', question }))).not.toHaveProperty('question');
    expect(read(someClaim({ status: 'awaiting-customer' }))).not.toHaveProperty('question');
  });

  it('is not answered by a document that never arrived, of another policy, or that was removed', () => {
    const asked = { ...question, documents: ['receipt' as const] };
    const claim = someClaim({ status: 'awaiting-customer', question: asked });
    const receipt = someUpload({
      ...{ purpose: 'document', documentKind: 'receipt', status: 'received' },
      receivedAt: question.askedAt,
    });
    const { receivedAt: _never, ...undated } = receipt;
    const received = (...uploads: CaseFile['uploads']) =>
      read(claim, { uploads }).requestedDocuments?.map(({ received }) => received);
    expect(received(receipt)).toEqual([true]);
    expect(received(undated)).toEqual([false]);
    expect(received({ ...receipt, policyId: 'policy-2' })).toEqual([false]);
    expect(received({ ...receipt, removedAt: NOW })).toEqual([false]);
    // One is enough, whatever else has come.
    expect(received({ ...receipt, documentKind: 'other' }, receipt)).toEqual([true]);
  });
});

describe('a refusal, as its customer reads it', () => {
  const refusalOf = (decision: Partial<Decision>) =>
    read({ ...undue, status: 'refused', decision: { ...REFUSED, ...decision } }).refusal;

  it('names reason, clause and its words, what it rests on, and until when to object', () => {
    const texts = labels.ru.refusalReasons['evidence-insufficient'];
    const told = {
      reasonCode: 'evidence-insufficient',
      reason: texts.label,
      clause: '4.2',
      clauseText: texts.clause,
      evidence: ['upload-1'],
      appealUntil: '2026-04-04T21:00:00.000Z',
    };
    expect(refusalOf({})).toEqual(told);
    const more = { explanation: 'Не видно упаковки.', whatWouldChange: 'Снимок наклейки.' };
    expect(refusalOf(more)).toEqual({ ...told, ...more });
  });

  it('quotes the words of the clause that it rests on, also where that belongs to another reason', () => {
    expect(refusalOf({ reasonCode: 'other' })).toMatchObject({
      reason: labels.ru.refusalReasons.other.label,
      clauseText: labels.ru.refusalReasons['evidence-insufficient'].clause,
    });
  });

  it('quotes no words for a clause that the terms have no words of', () => {
    expect(refusalOf({ clause: '9.9' })).toMatchObject({ clause: '9.9', clauseText: '' });
  });

  it('that is final says when it was taken: there is no day until which to object', () => {
    const { appealUntil: _none, ...final } = REFUSED;
    expect(read({ ...undue, status: 'refused', decision: final }).refusal).toMatchObject({
      appealUntil: NOW,
    });
  });
});

describe('letters of a claim, as its customer reads of them', () => {
  const sent = someLetter({ status: 'sent', sentAt: '2026-03-05T11:30:00.000Z' });

  it('stand in the order in which they went out, whatever order they are stored in', () => {
    const at = (sentAt: string) => ({ ...sent, letterId: sentAt, sentAt });
    const dates = ['2026-03-05T11:10:00.000Z', '2026-03-05T11:20:00.000Z', '2026-03-05T11:30:00.000Z'];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const letters = order.map((index) => at(dates[index] as string));
      expect(read(someClaim(), { letters }).letters.map(({ sentAt }) => sentAt)).toEqual(dates);
    }
  });

  it('of another claim of the parcel stand there and not here', () => {
    const claims = [someClaim(), someClaim({ claimId: 'claim-2', kind: 'wrong-item' })];
    expect(read(someClaim(), { claims, letters: [{ ...sent, claimId: 'claim-2' }] }).letters).toEqual([]);
  });

  it('that ask for no answer wait for none; the last reply is what counts', () => {
    const reply = { filedAt: NOW, by: ANNA, outcome: 'other' as const, documents: [] };
    const replies = ['2026-03-05T11:40:00.000Z', NOW].map((receivedAt) => ({ ...reply, receivedAt }));
    const answered = { ...sent, status: 'answered' as const, replyDueAt: NOW, replies };
    const { letters } = read(someClaim(), { letters: [sent, answered] });
    const told = { kind: sent.kind, title: expect.any(String), sentAt: sent.sentAt };
    expect(letters).toStrictEqual([told, { ...told, answeredAt: NOW }]);
  });
});
