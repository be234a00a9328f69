import type { Letter } from '../../functions/contracts/case.ts';
import type { LetterContent } from '../../functions/letters/letter-content.ts';

/** A claim to the seller that nobody has edited yet; each test names what matters to it. */
export function someLetter(overrides: Partial<Letter> = {}): Letter {
  return {
    trackingNumber: '10100012123456',
    letterId: 'claim-1-1',
    claimId: 'claim-1',
    policyId: 'policy-1',
    kind: 'claim-to-seller',
    status: 'draft',
    version: 1,
    createdAt: '2026-03-05T11:00:00.000Z',
    createdBy: { role: 'specialist', id: 'anna' },
    enclosures: [],
    replies: [],
    personal: {
      recipient: { name: 'ООО «Быстрая посылка»' },
      subject: 'Претензия',
      body: 'Просим вернуть деньги.',
      replySummaries: [],
    },
    ...overrides,
  };
}

/** What stands on the paper of a claim to the seller. */
export function someLetterContent(overrides: Partial<LetterContent> = {}): LetterContent {
  return {
    language: 'ru',
    outgoingNumber: '26-000123',
    date: '2026-11-22T10:00:00.000Z',
    addressee: { name: 'ООО «Ромашка»', address: '350000, г. Краснодар, ул. Красная, д. 1' },
    subject: 'Претензия: возврат 4 500 руб. 00 коп.',
    body: 'Покупатель оплатил посылку.\nПросим вернуть ему деньги.',
    enclosures: [{ fileName: 'распаковка.mp4', what: 'видеозапись распаковки' }, { fileName: 'чек.jpg' }],
    ...overrides,
  };
}
