import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { QuoteRequest, SaleRequest } from '../contracts/sale.ts';
import { deadlineAfter, isBefore, isOfficeTimeZone, OFFICE_TIME_ZONES } from './deadline.ts';
import { findTerms, type ProductTerms, TERMS_ON_SALE } from './terms.ts';
import { isInvalid, parseTrackingNumber, type TrackingNumber } from './tracking-number.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Offices without a line deliver their sales up to three days late. */
const OLDEST_SALE_HOURS = 72;
/** A till's clock may run a little fast; more is a wrong clock, and the protection would start in the future. */
const AHEAD_MINUTES = 5;

/** The parcel's number, or why it is none. */
export function judgeTrackingNumber(given: string): TrackingNumber | Refusal {
  const parsed = parseTrackingNumber(given);
  if (!isInvalid(parsed)) return parsed;
  return refuse(
    parsed.invalid === 'check-digit' ? 'tracking-number-check-digit' : 'tracking-number-malformed',
  );
}

/** The purchase must lie within the sums that the terms protect. */
export function judgeAmount(amount: number, terms: ProductTerms): Refusal | undefined {
  const { minimum, maximum } = terms.purchaseAmount;
  if (amount >= minimum && amount <= maximum) return undefined;
  return refuse('amount-out-of-range', { minimum, maximum });
}

export function judgeTimeZone(timeZone: string): Refusal | undefined {
  return isOfficeTimeZone(timeZone) ? undefined : refuse('time-zone-unknown', { known: OFFICE_TIME_ZONES });
}

/** Rules that hold for a request at any time: a repeat of a sale passes them just as the first did. */
export function judgeSale(request: SaleRequest): TrackingNumber | Refusal {
  const parcel = judgeTrackingNumber(request.trackingNumber);
  if ('refused' in parcel) return parcel;
  if (!request.consent.personalData) return withoutConsent();
  const terms = findTerms(request.consent.termsVersion);
  if (!terms) return refuse('terms-unknown', { onSale: TERMS_ON_SALE.version });
  return judgeAmount(request.amount, terms) ?? judgeTimeZone(request.office.timeZone) ?? parcel;
}

function withoutConsent(): Refusal {
  return refuse('consent-missing', { consent: 'personalData' });
}

/** What is known of a sale already when its price is asked: it must not be refused after the buyer has paid. */
export function judgeQuote(request: QuoteRequest, now: Instant): Refusal | undefined {
  const { consent, soldAt, office } = request;
  if (consent && !consent.personalData) return withoutConsent();
  return (
    judgeAmount(request.amount, TERMS_ON_SALE) ??
    (office ? judgeTimeZone(office.timeZone) : undefined) ??
    (soldAt ? judgeSoldAt(soldAt, now) : undefined) ??
    (consent ? judgeConsentNow(consent, now) : undefined)
  );
}

/** Rules that depend on the time at which a new sale arrives; they carry the server's time for a wrong till. */
export function judgeSaleTime(request: SaleRequest, now: Instant): Refusal | undefined {
  return judgeSoldAt(request.soldAt, now) ?? judgeConsentNow(request.consent, now);
}

function judgeSoldAt(given: string, now: Instant): Refusal | undefined {
  const soldAt = toMillis(given);
  if (soldAt < toMillis(now) - OLDEST_SALE_HOURS * HOUR)
    return refuse('sold-at-too-old', { serverTime: now, oldestHours: OLDEST_SALE_HOURS });
  if (soldAt > toMillis(now) + AHEAD_MINUTES * MINUTE)
    return refuse('sold-at-ahead', { serverTime: now, aheadMinutes: AHEAD_MINUTES });
  return undefined;
}

/** The terms on sale have to be agreed to, and nobody agrees in the future. */
function judgeConsentNow(consent: SaleRequest['consent'], now: Instant): Refusal | undefined {
  if (consent.termsVersion !== TERMS_ON_SALE.version)
    return refuse('terms-unknown', { onSale: TERMS_ON_SALE.version });
  if (toMillis(consent.acceptedAt) > toMillis(now) + AHEAD_MINUTES * MINUTE)
    return refuse('consent-missing', { consent: 'acceptedAt', serverTime: now });
  return undefined;
}

/**
 * Said before the buyer pays a second time: until when, in the zone of the office that sold the first, or what holds
 * the protection open beyond its end.
 */
export function alreadyProtected(policy: Policy, now: Instant): Refusal {
  const { trackingNumber, endsAt, office, openClaims } = policy;
  const facts = { trackingNumber, timeZone: office.timeZone };
  if (isBefore(now, endsAt)) return refuse('already-protected', { ...facts, endsAt });
  return refuse('already-protected', { ...facts, heldOpenBy: openClaims > 0 ? 'claim' : 'upload' });
}

/** The policy that a valid sale makes. */
export function policyOfSale(sale: {
  request: SaleRequest;
  trackingNumber: string;
  terms: ProductTerms;
  idempotencyKey: string;
  requestDigest: string;
  policyId: string;
  warned?: string | undefined;
  now: Instant;
}): Policy {
  const { request, terms } = sale;
  const soldAt = toInstant(toMillis(request.soldAt));
  const endsAt = deadlineAfter(soldAt, terms.duration, request.office.timeZone);
  return {
    trackingNumber: sale.trackingNumber,
    policyId: sale.policyId,
    termsVersion: terms.version,
    status: 'active',
    amount: request.amount,
    price: terms.price,
    soldAt,
    receivedAt: sale.now,
    startsAt: soldAt,
    endsAt,
    claimableUntil: endsAt,
    openClaims: 0,
    uploads: 0,
    office: request.office,
    clerkId: request.clerkId,
    consent: {
      termsVersion: request.consent.termsVersion,
      acceptedAt: toInstant(toMillis(request.consent.acceptedAt)),
      personalData: true,
    },
    idempotencyKey: sale.idempotencyKey,
    requestDigest: sale.requestDigest,
    linkVersion: 1,
    personal: { customer: request.customer, seller: request.seller },
    ...(sale.warned !== undefined && { warned: sale.warned }),
    dueAt: endsAt,
    version: 1,
  };
}
