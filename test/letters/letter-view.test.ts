import type { Letter } from '../../functions/contracts/case.ts';
import { letterView } from '../../functions/contracts/console.ts';
import { GAP, letterViewOf } from '../../functions/letters/letter-view.ts';
import { someLetter } from '../builders/letter.ts';
import { ANNA, NOW } from '../claims/claims-fixture.ts';

const DUE = '2026-03-15T21:00:00.000Z';
const sent = (overrides: Partial<Letter> = {}) =>
  someLetter({ status: 'sent', sentAt: NOW, replyDueAt: DUE, ...overrides });
const filed: Letter['replies'][number] = {
  ...{ receivedAt: NOW, filedAt: NOW, by: ANNA },
  ...{ outcome: 'other', documents: [] },
};

describe('a letter in the console', () => {
  it('is what its writer typed, its pages and its answers with what they say, and no address of its bytes', () => {
    const { personal } = someLetter();
    const replies: Letter['replies'] = [
      { ...filed, documents: ['document-1'] },
      { ...filed, outcome: 'declined', documents: [] },
    ];
    const letter = someLetter({
      status: 'answered',
      outgoingNumber: '26-000001',
      replyDueAt: DUE,
      pdf: { objectKey: 'letters/1.pdf', sha256: 'ab'.repeat(32), size: 1000, pages: 2 },
      replies,
      personal: { ...personal, replySummaries: ['Ждём проверки.', 'Отказ.'] },
    });
    const shown = letterViewOf(letter, NOW);
    expect(shown).toEqual({
      letterId: 'claim-1-1',
      claimId: 'claim-1',
      kind: 'claim-to-seller',
      status: 'answered',
      version: 1,
      createdAt: '2026-03-05T11:00:00.000Z',
      createdBy: ANNA,
      enclosures: [],
      outgoingNumber: '26-000001',
      replyDueAt: DUE,
      recipient: personal.recipient,
      subject: personal.subject,
      body: personal.body,
      pages: 2,
      replies: [
        { ...filed, documents: ['document-1'], summary: 'Ждём проверки.' },
        { ...filed, outcome: 'declined', summary: 'Отказ.' },
      ],
      isOverdue: false,
      missing: [],
    });
    expect(letterView.parse(shown)).toEqual(shown);
  });

  it('that has no bytes yet has no pages, and an answer of which nothing was noted says nothing', () => {
    const shown = letterViewOf(sent({ replies: [filed] }), NOW);
    expect(shown).not.toHaveProperty('pages');
    expect(shown.replies).toEqual([{ ...filed, summary: '' }]);
  });

  it('is overdue from the very moment on at which its answer was due, as long as none came', () => {
    expect(letterViewOf(sent(), '2026-03-15T20:59:59.999Z').isOverdue).toBe(false);
    expect(letterViewOf(sent(), DUE).isOverdue).toBe(true);
    expect(letterViewOf(sent({ status: 'answered' }), DUE).isOverdue).toBe(false);
    const { replyDueAt: _none, ...unanswerable } = sent();
    expect(letterViewOf(unanswerable, DUE).isOverdue).toBe(false);
  });

  it('says what a draft still lacks; what went out lacks nothing', () => {
    const { personal } = someLetter();
    const open = { ...personal, recipient: { name: `${GAP} банк` }, body: `Карта № ${GAP}.` };
    const missingOf = (overrides: Partial<Letter>) => letterViewOf(someLetter(overrides), NOW).missing;
    expect(missingOf({})).toEqual([]);
    expect(missingOf({ personal: open })).toEqual(['recipient', 'gaps']);
    expect(missingOf({ personal: { ...personal, subject: 'О карте __' } })).toEqual(['gaps']);
    expect(missingOf({ personal: { ...personal, subject: 'О карте _' } })).toEqual([]);
    expect(missingOf({ status: 'sent', personal: open })).toEqual([]);
  });
});
