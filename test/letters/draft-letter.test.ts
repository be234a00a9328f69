import type { Claim } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import {
  claimKind,
  documentKind,
  type LetterKind,
  letterKind,
} from '../../functions/contracts/primitives.ts';
import { draftLetter } from '../../functions/letters/draft-letter.ts';
import { GAP, missingFrom } from '../../functions/letters/letter-view.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, NOW, PARCEL } from '../claims/claims-fixture.ts';
import { someDocument } from './letters-fixture.ts';

const MONEY: NonNullable<Claim['moneyInPost']> = {
  state: 'accepted',
  checkedAt: '2026-03-05T11:00:00.000Z',
  orderNumber: '7700123456',
  amount: 450_000,
  acceptedAt: '2026-03-05T07:00:00.000Z',
  payeeOffice: '350000',
};

function draft(
  kind: LetterKind,
  overrides: Partial<Claim> = {},
  policy: Partial<Policy> = {},
  uploads = [someDocument()],
) {
  const claim = someClaim(overrides);
  const head = { trackingNumber: PARCEL, version: 1, timelineLength: 0, timelineHash: '' };
  const file = { head, claims: [claim], uploads, payouts: [], letters: [], judgements: [], timeline: [] };
  const input = {
    kind,
    file,
    claim,
    policy: somePolicy(policy),
    letterId: 'claim-1-1',
    actor: ANNA,
    now: NOW,
  };
  return draftLetter(input);
}

const textOf = (letter: ReturnType<typeof draft>) =>
  [letter.personal.recipient.name, letter.personal.subject, letter.personal.body]
    .join('\n')
    .replaceAll('\u00A0', ' ');

describe('a letter is begun', () => {
  it('to the seller with what was paid, when, where and for what, what is demanded and by which law', () => {
    const text = textOf(draft('claim-to-seller'));
    for (const fact of [
      'ООО «Быстрая посылка»',
      'обращение от 5 марта 2026 г. № claim-1.',
      '1 марта 2026 г. в отделении почтовой связи 420000',
      '4 500 руб. 00 коп.',
      `посылку № ${PARCEL}`,
      'вместо заказанного товара в посылке оказался посторонний предмет',
      'статьи 26.1 и статьи 22 Закона Российской Федерации от 07.02.1992 № 2300-1',
      'в течение 10 дней',
    ])
      expect(text).toContain(fact);
    expect(text).not.toContain(GAP);
  });

  it('to the seller under their tax number, where the sale named it', () => {
    const { customer } = somePolicy().personal;
    const seller = { name: 'ООО «Ромашка»', taxNumber: '7701234567' };
    const letter = draft('claim-to-seller', {}, { personal: { customer, seller } });
    expect(letter.personal.recipient.name).toContain('ООО «Ромашка», ИНН 7701234567');
  });

  it('to the post office with the money order that is to be stopped', () => {
    const text = textOf(draft('recall-of-money-order', { moneyInPost: MONEY }));
    for (const fact of [
      'Отделение почтовой связи 350000',
      'почтового перевода № 7700123456',
      '5 марта 2026 г. принят почтовый перевод наложенного платежа № 7700123456 на сумму 4 500 руб. 00 коп.',
      'По сведениям на 5 марта 2026 г. перевод получателю не выплачен.',
      'в течение 3 дней',
    ])
      expect(text).toContain(fact);
    expect(text).not.toContain(GAP);
  });

  it('to the bank with a gap for what only the customer knows of the card', () => {
    const letter = draft('request-to-bank');
    expect(textOf(letter)).toContain('в течение 30 дней');
    expect(missingFrom(letter)).toEqual(['recipient', 'gaps']);
  });

  it('to the customer in their own language, all others in Russian', () => {
    expect(textOf(draft('reply-to-customer', { locale: 'en' }))).toContain(
      'This answers your claim claim-1 of 5 March 2026',
    );
    expect(textOf(draft('reply-to-customer', { locale: 'en' }))).toContain('you paid RUB 4,500.');
    expect(textOf(draft('claim-to-seller', { locale: 'en' }))).toContain('Служба «Защищённая покупка»');
  });

  it('with a gap for what the case does not know, which keeps it from going out', () => {
    const unknown = draft('recall-of-money-order');
    expect(textOf(unknown)).toContain(`перевода № ${GAP}`);
    expect(textOf(unknown)).not.toMatch(/NaN|undefined/);
    expect(missingFrom(unknown)).toEqual(['recipient', 'gaps']);
    const paidOut = draft('recall-of-money-order', { moneyInPost: { ...MONEY, state: 'paid-out' } });
    expect(textOf(paidOut)).toContain(`По сведениям на ${GAP}`);
    expect(missingFrom(draft('claim-to-seller', { kind: 'other' }))).toEqual(['gaps']);
  });

  it.each(letterKind.options)(
    '%s: in whole sentences, without anything by which the customer could be reached',
    (kind) => {
      for (const deceit of claimKind.options) {
        expect(textOf(draft(kind, { kind: deceit, moneyInPost: MONEY }))).not.toMatch(/\.\.|\s[,.]| {2}/);
        const whole = JSON.stringify(draft(kind, { kind: deceit, moneyInPost: MONEY }));
        expect(whole).not.toContain('9991234567');
        expect(whole).not.toContain('anna@example.org');
      }
    },
  );

  it('and takes a value that looks like a placeholder as it is', () => {
    const seller = { name: '{paid} {claim}' };
    const { customer } = somePolicy().personal;
    const letter = draft('claim-to-seller', {}, { personal: { customer, seller } });
    expect(letter.personal.recipient.name).toBe('{paid} {claim}');
  });
});

describe('enclosed from the beginning', () => {
  it('is what shows the deceit to whom it concerns, never a paper of which nobody said what it is', () => {
    const { documentKind: _, ...unnamed } = someDocument({ uploadId: 'unnamed' });
    const uploads = [
      someDocument({ uploadId: 'receipt' }),
      someDocument({ uploadId: 'statement', documentKind: 'bank-statement' }),
      unnamed,
      someDocument({ uploadId: 'underway', status: 'open' }),
      someDocument({ uploadId: 'removed', removedAt: NOW }),
      someDocument({ uploadId: 'of-another', policyId: 'policy-2' }),
    ];
    const enclosed = (kind: LetterKind) => draft(kind, {}, {}, uploads).enclosures;
    expect(enclosed('claim-to-seller')).toEqual(['receipt']);
    expect(enclosed('request-to-bank')).toEqual(['receipt', 'statement']);
    expect(enclosed('reply-to-customer')).toEqual([]);
  });

  it('is what each addressee judges by, thirty papers at most', () => {
    const kinds = documentKind.options;
    const uploads = kinds.map((kind) => someDocument({ uploadId: kind, documentKind: kind }));
    const left = (kind: LetterKind) => {
      const { enclosures } = draft(kind, {}, {}, uploads);
      return kinds.filter((each) => !enclosures.includes(each));
    };
    expect(left('claim-to-seller')).toEqual(['bank-statement', 'other']);
    expect(left('request-to-bank')).toEqual(['label-photo', 'packaging-photo', 'other']);
    expect(draft('recall-of-money-order', {}, {}, uploads).enclosures).toEqual(['receipt', 'label-photo']);
    const many = Array.from({ length: 31 }, (_, index) => someDocument({ uploadId: `receipt-${index}` }));
    expect(draft('claim-to-seller', {}, {}, many).enclosures).toEqual(
      many.slice(0, 30).map(({ uploadId }) => uploadId),
    );
  });
});
