import { readMyPolicy } from '../../functions/claims/read-my-policy.ts';
import type { Claim, Letter, Upload } from '../../functions/contracts/case.ts';
import { customerPolicy } from '../../functions/contracts/customer.ts';
import { documentKinds, letterTitles } from '../../functions/messages/catalogue/document-kinds.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, NOW, openCase } from './claims-fixture.ts';

async function read(claims: Claim[], holds: { letters?: Letter[]; uploads?: Upload[] } = {}) {
  const { cases } = await openCase(somePolicy({ openClaims: 1 }), { claims, ...holds });
  const view = await readMyPolicy({ policy: somePolicy(), locale: 'ru', now: NOW }, { cases });
  return customerPolicy.parse(view);
}
const sent = (overrides: Partial<Letter> = {}) =>
  someLetter({
    status: 'sent',
    sentAt: '2026-03-05T11:30:00.000Z',
    replyDueAt: '2026-03-19T21:00:00.000Z',
    ...overrides,
  });

describe('letters, as their customer reads of them', () => {
  it('are those that went out: to whom, when, and until when an answer is awaited, not what they say', async () => {
    const answered = sent({
      letterId: 'claim-1-2',
      kind: 'request-to-bank',
      status: 'answered',
      sentAt: '2026-03-05T11:00:00.000Z',
      replies: [{ receivedAt: NOW, filedAt: NOW, by: ANNA, outcome: 'declined', documents: [] }],
    });
    const drafts = [
      someLetter({ letterId: 'claim-1-3' }),
      someLetter({ letterId: 'claim-1-4', status: 'discarded' }),
    ];
    const view = await read([someClaim({ status: 'awaiting-reply' })], {
      letters: [sent(), answered, ...drafts],
    });
    expect(view.claims[0]?.letters).toEqual([
      {
        kind: 'request-to-bank',
        title: letterTitles.ru['request-to-bank'],
        sentAt: '2026-03-05T11:00:00.000Z',
        answeredAt: NOW,
      },
      {
        kind: 'claim-to-seller',
        title: letterTitles.ru['claim-to-seller'],
        sentAt: '2026-03-05T11:30:00.000Z',
        awaitedUntil: '2026-03-19T21:00:00.000Z',
      },
    ]);
    expect(JSON.stringify(view)).not.toContain(someLetter().personal.body);
    expect(JSON.stringify(view)).not.toContain(someLetter().personal.recipient.name);
  });

  it('of a claim that goes on in another one stand there', async () => {
    const { deadline: _none, ...merged } = someClaim({ status: 'merged', mergedInto: 'claim-2' });
    const view = await read([merged, someClaim({ claimId: 'claim-2', kind: 'wrong-item' })], {
      letters: [sent()],
    });
    expect(view.claims.map(({ letters }) => letters.length)).toEqual([0, 1]);
  });

  it('are not waited for any more once the claim is closed', async () => {
    const { deadline: _none, ...closed } = someClaim({ status: 'withdrawn' });
    const { claims } = await read([closed], { letters: [sent()] });
    expect(claims[0]?.letters[0]).not.toHaveProperty('awaitedUntil');
  });
});

describe('documents that are asked for', () => {
  const question = {
    text: 'Пришлите чек и выписку.',
    askedAt: '2026-03-05T11:00:00.000Z',
    by: ANNA,
    documents: ['receipt' as const, 'bank-statement' as const],
  };
  const paper = (overrides: Partial<Upload>) =>
    someUpload({
      purpose: 'document',
      status: 'received',
      documentKind: 'receipt',
      receivedAt: '2026-03-05T11:30:00.000Z',
      ...overrides,
    });
  const asked = async (uploads: Upload[] = [], claim: Partial<Claim> = {}) =>
    (await read([someClaim({ status: 'awaiting-customer', question, ...claim })], { uploads })).claims[0];

  it('are named in the customer’s words, with what has come of them since', async () => {
    const claim = await asked([paper({})]);
    expect(claim).toMatchObject({ question: question.text });
    expect(claim?.requestedDocuments).toEqual([
      { kind: 'receipt', ...documentKinds.ru.receipt, received: true },
      { kind: 'bank-statement', ...documentKinds.ru['bank-statement'], received: false },
    ]);
  });

  it.each([
    ['that came before it was asked for', { receivedAt: '2026-03-05T10:59:59.999Z' }],
    ['that is still on its way', { status: 'open' }],
    ['of another kind', { documentKind: 'item-photo' }],
  ] as const)('have not come with a document %s', async (_name, overrides) => {
    const claim = await asked([paper(overrides)]);
    expect(claim?.requestedDocuments?.map(({ received }) => received)).toEqual([false, false]);
  });

  it('are told as long as the question can be answered, and only if there are any', async () => {
    expect(await asked([], { status: 'in-review' })).not.toHaveProperty('requestedDocuments');
    const { documents: _none, ...plain } = question;
    expect(await asked([], { question: plain })).not.toHaveProperty('requestedDocuments');
  });
});
