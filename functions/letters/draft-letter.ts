import type { Instant } from '../clock.ts';
import type { CaseFile, Claim, Letter } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Actor, DocumentKind, LetterKind, Locale } from '../contracts/primitives.ts';
import { isAtHand } from '../evidence/purpose.ts';
import {
  deceitInWords,
  type LetterTemplate,
  letterTemplates,
} from '../messages/catalogue/letter-templates.ts';
import { PLACEHOLDER } from '../messages/fill-text.ts';
import { formatCount, formatDay, formatMoney, type PluralForms } from '../messages/format.ts';
import { type Term, termsOf } from '../policies/terms.ts';
import { GAP } from './letter-view.ts';

/**
 * What goes along unless the specialist says otherwise: what shows the deceit to whom it concerns. A document of which
 * nobody said what it shows may be anything, so it stays.
 */
const ENCLOSED: Record<LetterKind, readonly DocumentKind[]> = {
  'claim-to-seller': [
    'receipt',
    'label-photo',
    'item-photo',
    'packaging-photo',
    'order-page',
    'seller-correspondence',
    'return-receipt',
    'expert-opinion',
  ],
  'request-to-bank': [
    'receipt',
    'bank-statement',
    'item-photo',
    'order-page',
    'seller-correspondence',
    'return-receipt',
    'expert-opinion',
  ],
  'recall-of-money-order': ['receipt', 'label-photo'],
  'reply-to-customer': [],
};

const MOST_ENCLOSED = 30;

/** A letter as it is begun: the template, filled with what the case knows, and gaps where it knows nothing. */
export function draftLetter(input: {
  kind: LetterKind;
  file: CaseFile;
  claim: Claim;
  policy: Policy;
  letterId: string;
  actor: Actor;
  now: Instant;
}): Letter {
  const { kind, file, claim, policy, letterId, actor, now } = input;
  const locale = languageOf(kind, claim);
  const template: LetterTemplate =
    locale === 'en' ? letterTemplates.en['reply-to-customer'] : letterTemplates.ru[kind];
  const facts = factsOf(kind, claim, policy, locale);
  return {
    trackingNumber: claim.trackingNumber,
    letterId,
    claimId: claim.claimId,
    policyId: claim.policyId,
    kind,
    status: 'draft',
    version: 1,
    createdAt: now,
    createdBy: actor,
    enclosures: enclosedFirst(kind, file, claim),
    replies: [],
    personal: {
      recipient: { name: filled(template.recipient, facts) },
      subject: filled(template.subject, facts),
      body: filled(template.body, facts),
      replySummaries: [],
    },
  };
}

/** Letters are in Russian; only the customer is answered in their own language. */
export function languageOf(kind: LetterKind, { locale = 'ru' }: Claim): Locale {
  return kind === 'reply-to-customer' ? locale : 'ru';
}

function enclosedFirst(kind: LetterKind, file: CaseFile, claim: Claim): string[] {
  return file.uploads
    .filter((upload) => isAtHand(upload, claim.policyId))
    .filter(({ documentKind }) => documentKind !== undefined && ENCLOSED[kind].includes(documentKind))
    .map(({ uploadId }) => uploadId)
    .slice(0, MOST_ENCLOSED);
}

type Facts = Readonly<Record<string, string | undefined>>;

/** What a letter may say of a case: nothing by which the customer could be reached. */
function factsOf(kind: LetterKind, claim: Claim, policy: Policy, locale: Locale): Facts {
  const { seller } = policy.personal;
  const money = claim.moneyInPost;
  const day = (moment: Instant | undefined, zone: string) => moment && formatDay(moment, locale, zone);
  const sum = (kopecks: number | undefined) => (kopecks === undefined ? undefined : sumOf(kopecks, locale));
  const isAccepted = money?.state === 'accepted';
  return {
    number: claim.trackingNumber,
    claim: claim.claimId,
    filedOn: day(claim.filedAt, claim.timeZone),
    seller: seller.taxNumber ? `${seller.name}, ИНН ${seller.taxNumber}` : seller.name,
    paid: sum(policy.amount),
    paidOn: day(policy.soldAt, policy.office.timeZone),
    office: policy.office.index,
    amount: sum(claim.amount),
    deceit: deceitInWords[claim.kind],
    replyTerm: termInWords(termsOf(claim).letters[kind].replyWithin),
    order: money?.orderNumber,
    orderAmount: sum(money?.amount),
    acceptedOn: day(money?.acceptedAt, 'Europe/Moscow'),
    payeeOffice: money?.payeeOffice,
    checkedOn: isAccepted ? day(money.checkedAt, 'Europe/Moscow') : undefined,
  };
}

/** One pass, so that a value that looks like a placeholder stays a value. */
function filled(template: string, facts: Facts): string {
  return template.replace(PLACEHOLDER, (_, name: string) => facts[name] ?? GAP);
}

/** As sums stand in Russian letters: with kopecks, and without the sign, which not every typeface has. */
function sumOf(kopecks: number, locale: Locale): string {
  if (locale === 'en') return formatMoney(kopecks, 'en');
  const roubles = new Intl.NumberFormat('ru-RU').format(Math.trunc(kopecks / 100));
  return `${roubles} руб. ${String(kopecks % 100).padStart(2, '0')} коп.`.replace(/ /g, '\u00A0');
}

/** In the case that «в течение» asks for. */
const DAYS_OF: PluralForms = {
  ru: { one: 'дня', few: 'дней', many: 'дней' },
  en: { one: 'day', other: 'days' },
};
const MONTHS_OF: PluralForms = {
  ru: { one: 'месяца', few: 'месяцев', many: 'месяцев' },
  en: { one: 'month', other: 'months' },
};

function termInWords(term: Term | undefined): string | undefined {
  if (!term) return undefined;
  const length =
    'days' in term ? formatCount(term.days, DAYS_OF, 'ru') : formatCount(term.months, MONTHS_OF, 'ru');
  return `в течение ${length} со дня получения этого письма`;
}
