import type { Instant } from '../clock.ts';
import type { Claim } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Locale } from '../contracts/primitives.ts';
import { isBefore } from '../policies/deadline.ts';
import { isVideoRequired } from '../policies/policy.ts';
import { termsOf } from '../policies/terms.ts';
import { type ClaimCard, claimCards, claimCardsAfterAppeal, claimEmail } from './catalogue/claim-cards.ts';
import { codeMessages } from './catalogue/code-messages.ts';
import { labels } from './catalogue/labels.ts';
import { policyMessages } from './catalogue/policy-messages.ts';
import { render } from './fill-text.ts';
import { formatDeadline, formatDeadlineShort, formatMoney, formatTimeLeft } from './format.ts';
import type { PolicyNoticeAbout } from './ports.ts';
import { cleanForMessage } from './render.ts';

/** A seller's name is as long as this in a message. */
const LONGEST_NAME = 60;

export interface ComposedMessage {
  sms: string;
  subject: string;
  email: string;
}

export interface RenderedCard {
  title: string;
  whoActs: string;
  byWhen: string | null;
  otherwise: string | null;
}

/**
 * What a customer reads of a claim at `now`: the state's card with its sums and dates, in the customer's zone. A
 * refusal that can no longer be objected to does not say that it can.
 */
export function renderClaimCard(claim: Claim, locale: Locale, now: Instant): RenderedCard {
  const card = cardOf(claim, locale);
  const lastMoment = lastMomentOf(claim);
  const isOver = claim.status === 'refused' && lastMoment !== undefined && !isBefore(now, lastMoment);
  const until = isOver ? undefined : lastMoment;
  const values = {
    ...valuesOf(claim, locale),
    ...(until && { date: formatDeadline(until, claim.timeZone, locale) }),
  };
  return {
    title: render(card.title, values),
    whoActs: render(card.whoActs, values),
    byWhen: until && card.byWhen ? render(card.byWhen, values) : null,
    otherwise: until && card.otherwise ? render(card.otherwise, values) : null,
  };
}

export function composeClaimMessage(claim: Claim, told: { link: string; locale: Locale }): ComposedMessage {
  const { link, locale } = told;
  const until = lastMomentOf(claim);
  const values = { ...valuesOf(claim, locale), link };
  // A message tells of the entry into the state.
  const card = renderClaimCard(claim, locale, claim.statusSince);
  const frame = claimEmail[locale];
  const lines = [card.whoActs, card.byWhen, card.otherwise].filter((line) => line !== null);
  return {
    sms: forSms(
      render(cardOf(claim, locale).sms, {
        ...values,
        ...(until && { date: formatDeadlineShort(until, claim.timeZone, locale) }),
      }),
    ),
    subject: render(frame.subject, { ...values, title: card.title }),
    email: [frame.opening, `${card.title}.`, lines.join('\n'), render(frame.closing, values)].join('\n\n'),
  };
}

export function composePolicyMessage(
  about: PolicyNoticeAbout,
  policy: Policy,
  told: { link: string; locale: Locale; now: Instant },
): ComposedMessage {
  const { link, locale, now } = told;
  const needsFilm = isVideoRequired(termsOf(policy), policy.amount);
  const texts =
    policyMessages[locale][about === 'policy-sold' && needsFilm ? 'policy-sold-with-film' : about];
  const { timeZone } = policy.office;
  const until = about === 'policy-ended' ? policy.claimableUntil : policy.endsAt;
  const values = {
    number: policy.trackingNumber,
    left: formatTimeLeft(now, until, locale),
    amount: formatMoney(policy.amount, locale),
    price: formatMoney(policy.price, locale),
    seller: cleanForMessage(policy.personal.seller.name, LONGEST_NAME),
    link,
  };
  const inFull = { ...values, date: formatDeadline(until, timeZone, locale) };
  return {
    sms: forSms(render(texts.sms, { ...values, date: formatDeadlineShort(until, timeZone, locale) })),
    subject: render(texts.subject, inFull),
    email: render(texts.email, inFull),
  };
}

/** The SMS with a one-time code; there is no other channel, because the phone is what the code proves. */
export function composeCodeMessage(told: { number: string; code: string; locale: Locale }): string {
  return forSms(render(codeMessages[told.locale]['payee-code'], { number: told.number, code: told.code }));
}

function cardOf(claim: Claim, locale: Locale): ClaimCard {
  const { status, appeal } = claim;
  const isVariant = appeal && (status === 'refused' || status === 'withdrawn');
  return isVariant ? claimCardsAfterAppeal[locale][status] : claimCards[locale][status];
}

/** The deadline of the next step; after a refusal the last moment to object, where it can be objected to. */
function lastMomentOf(claim: Claim): Instant | undefined {
  return claim.status === 'refused' ? claim.decision?.appealUntil : claim.deadline;
}

function valuesOf(claim: Claim, locale: Locale): Record<string, string> {
  const { decision } = claim;
  const reason = decision?.reasonCode && labels[locale].refusalReasons[decision.reasonCode].label;
  return {
    number: claim.trackingNumber,
    amount: formatMoney(decision?.amount ?? claim.amount, locale),
    ...(reason && { reason }),
    ...(decision?.clause && { clause: decision.clause }),
  };
}

/** Plain spaces: a no-break space would push a Latin message out of the seven-bit alphabet, at half the length. */
function forSms(text: string): string {
  return text.replace(/[\u00A0\u202F]/g, ' ');
}
