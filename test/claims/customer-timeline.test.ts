import { customerTimelineOf } from '../../functions/claims/customer-timeline.ts';
import { appendToTimeline, emptyHead, type NewEntry } from '../../functions/claims/timeline.ts';
import type { CaseFile } from '../../functions/contracts/case.ts';
import type { Locale } from '../../functions/contracts/primitives.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { PARCEL } from './claims-fixture.ts';

const AT = '2026-03-05T10:00:00.000Z';
const DEADLINE = '2026-03-10T21:00:00.000Z';
const specialist = { role: 'specialist', id: 'anna' } as const;

function told(entries: Partial<NewEntry>[], locale: Locale = 'ru', holds: Partial<CaseFile> = {}) {
  const head = emptyHead(PARCEL);
  const whole = entries.map((entry) => ({ at: AT, actor: specialist, action: 'file', ...entry }));
  const file = {
    head,
    claims: [someClaim()],
    uploads: [someUpload()],
    payouts: [],
    letters: [],
    judgements: [],
    timeline: appendToTimeline(head, whole),
    ...holds,
  };
  return customerTimelineOf(file, somePolicy(), locale);
}
const ofClaim = (action: string, more: Partial<NewEntry> = {}) => ({ action, claimId: 'claim-1', ...more });
const texts = (steps: ReturnType<typeof told>) =>
  steps.slice(1).map(({ text }) => text.replaceAll('\u00a0', ' '));

describe('the timeline of a customer', () => {
  it('begins with the sale', () => {
    const [sale] = told([]);
    expect(sale?.at).toBe('2026-03-01T09:30:00.000Z');
    expect(sale?.text.replaceAll('\u00a0', ' ')).toBe('Защита оформлена. Сумма покупки: 4 500 ₽.');
    expect(sale).not.toHaveProperty('claimId');
  });

  it('tells sums and dates in words, in either language', () => {
    const entries = [
      ofClaim('file', { facts: { amount: 450_000, deadline: DEADLINE } }),
      ofClaim('ask-for-more', { facts: { deadline: DEADLINE } }),
      ofClaim('answer', { facts: { documents: 2, deadline: DEADLINE } }),
      ofClaim('refuse', { facts: { appealUntil: '2026-04-04T21:00:00.000Z', reasonCode: 'other' } }),
    ];
    expect(texts(told(entries))).toEqual([
      'Обращение принято. Вы указали потерю: 4 500 ₽.',
      'Специалист задал вам вопрос. Ответить можно до 10 марта 2026 г., 24:00.',
      'Ваш ответ передан специалисту. Приложено документов: 2.',
      'В выплате отказано. Возразить можно до 4 апреля 2026 г., 24:00.',
    ]);
    expect(texts(told(entries, 'en'))).toEqual([
      'The claim was received. You named a loss of RUB 4,500.',
      'The specialist asked you a question. You can answer until 10 March 2026, 24:00.',
      'Your answer was passed to the specialist. Documents that came with it: 2.',
      'The payment was refused. You can object until 4 April 2026, 24:00.',
    ]);
  });

  it('says to whom a letter went out, until when an answer is awaited, and that it came', () => {
    const replyDueAt = '2026-03-19T21:00:00.000Z';
    const entries = [
      // In a state that goes on, its own deadline is another one.
      ofClaim('send-letter', {
        facts: { letterKind: 'recall-of-money-order', replyDueAt, deadline: DEADLINE },
      }),
      ofClaim('send-letter', { facts: { letterKind: 'claim-to-seller', replyDueAt, deadline: replyDueAt } }),
      ofClaim('receive-reply', { facts: { letterKind: 'claim-to-seller', outcome: 'declined' } }),
      ofClaim('letter-sent', { facts: { letterKind: 'reply-to-customer', channel: 'post' } }),
    ];
    expect(texts(told(entries))).toEqual([
      'Мы попросили почту остановить перевод денег продавцу. Ждём ответа до 19 марта 2026 г., 24:00.',
      'Мы отправили претензию продавцу. Ждём ответа до 19 марта 2026 г., 24:00.',
      'Пришёл ответ продавца.',
      'Мы отправили вам письмо.',
    ]);
    expect(texts(told(entries, 'en'))[1]).toBe(
      'We sent a claim to the seller. We wait for an answer until 19 March 2026, 24:00.',
    );
  });

  it('leaves a sentence out when nobody knows its sum, and takes that of a payout', () => {
    expect(texts(told([ofClaim('approve'), ofClaim('settle')]))).toEqual([
      'Выплата одобрена.',
      'Выплата сделана.',
    ]);
    const payouts = [
      somePayout({ status: 'rejected', amount: 100_000 }),
      somePayout({ status: 'settled', claimId: 'claim-2', amount: 200_000 }),
      somePayout({ status: 'settled' }),
    ];
    // Only what says that it was made tells the sum of what was made.
    expect(texts(told([ofClaim('approve'), ofClaim('settle')], 'ru', { payouts }))).toEqual([
      'Выплата одобрена.',
      'Выплата сделана. Сумма: 4 500 ₽.',
    ]);
    expect(texts(told([ofClaim('answer')]))).toEqual(['Ваш ответ передан специалисту.']);
  });

  it('says of a document that it is one', () => {
    const uploads = [someUpload(), someUpload({ uploadId: 'receipt', purpose: 'document' })];
    const entries = ['upload-1', 'receipt'].map((uploadId) => ({ action: 'upload-received', uploadId }));
    expect(texts(told(entries, 'ru', { uploads }))).toEqual(['Видео получено.', 'Документ получен.']);
  });

  it('says once that somebody senior looks, and again when it comes to that again', () => {
    const senior = 'Обращение передано старшему специалисту.';
    const entries = ['escalate', 'remind', 'submit-payout', 'remind', 'return-to-review', 'flag'];
    expect(texts(told(entries.map((action) => ofClaim(action))))).toEqual([
      senior,
      'Обращение снова рассматривает специалист.',
      senior,
    ]);
  });

  it('says of each claim by itself what is said once, and of each file that it came', () => {
    const claims = [someClaim(), someClaim({ claimId: 'claim-2', kind: 'other' })];
    const ofOther = (action: string) => ofClaim(action, { claimId: 'claim-2' });
    const steps = [ofClaim('escalate'), ofOther('escalate'), ofOther('file'), ofClaim('remind')];
    expect(told(steps, 'ru', { claims }).map(({ claimId }) => claimId)).toEqual([
      undefined,
      'claim-1',
      'claim-2',
      'claim-2',
    ]);
    const films = ['upload-1', 'upload-2'].map((uploadId) => someUpload({ uploadId }));
    const received = films.map(({ uploadId }) => ({ action: 'upload-received', uploadId }));
    const [, ...both] = told(received, 'ru', { uploads: films });
    expect(both).toStrictEqual(both.map(() => ({ at: AT, text: 'Видео получено.' })));
    expect(both).toHaveLength(2);
  });

  it('names no letter where a step has no words for one', () => {
    const facts = { letterKind: 'claim-to-seller' };
    expect(texts(told([ofClaim('file', { facts })]))).toEqual(['Обращение принято.']);
  });

  it('says nothing internal, nothing unknown and nothing of another policy', () => {
    const claims = [someClaim(), someClaim({ claimId: 'claim-2', policyId: 'policy-2' })];
    const entries = [
      { action: 'film-taken', uploadId: 'upload-1' },
      ofClaim('submit-payout'),
      ofClaim('constructor'),
      ofClaim('something-new'),
      ofClaim('file', { claimId: 'claim-2' }),
      { action: 'upload-received', uploadId: 'upload-of-another' },
      { action: 'file' },
    ];
    expect(told(entries, 'ru', { claims })).toHaveLength(1);
  });

  it('is the newest two hundred, oldest first', () => {
    const entries = Array.from({ length: 300 }, (_, index) => ({
      action: index % 2 === 0 ? 'upload-started' : 'upload-aborted',
      uploadId: 'upload-1',
      at: new Date(Date.parse(AT) + index * 1000).toISOString(),
    }));
    const steps = told(entries);
    expect(steps).toHaveLength(200);
    expect(steps[0]?.at).toBe(entries[100]?.at);
    expect(steps.at(-1)?.at).toBe(entries.at(-1)?.at);
  });
});
