import { toInstant, toMillis } from '../../functions/clock.ts';
import type { SaleRequest } from '../../functions/contracts/sale.ts';
import { OFFICE_TIME_ZONES } from '../../functions/policies/deadline.ts';
import {
  judgeSale,
  judgeSaleTime,
  judgeTrackingNumber,
  policyOfSale,
} from '../../functions/policies/sale-rules.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { NOW, PARCEL, someSale } from './sale-fixture.ts';

const HOUR = 3_600_000;
const fromNow = (millis: number) => toInstant(toMillis(NOW) + millis);
const office = someSale().office;
const consent = someSale().consent;

describe('a sale', () => {
  it('that breaks no rule is taken under its normalized number', () => {
    expect(judgeSale(someSale())).toEqual({ trackingNumber: '10100012123456', changes: [] });
    expect(judgeSale(someSale({ trackingNumber: 'ра 000010060 ru' }))).toMatchObject({
      trackingNumber: 'PA000010060RU',
    });
  });

  const refusals: [string, Partial<SaleRequest>, object][] = [
    [
      'a number with a wrong check digit',
      { trackingNumber: '60300095123456' },
      { refused: 'tracking-number-check-digit', facts: {} },
    ],
    ['no number', { trackingNumber: '603000' }, { refused: 'tracking-number-malformed', facts: {} }],
    [
      'an amount of zero',
      { amount: 0 },
      { refused: 'amount-out-of-range', facts: { minimum: 1, maximum: 50_000_000 } },
    ],
    [
      'a negative amount',
      { amount: -1 },
      { refused: 'amount-out-of-range', facts: { minimum: 1, maximum: 50_000_000 } },
    ],
    [
      'an amount above the terms’ limit',
      { amount: 50_000_001 },
      { refused: 'amount-out-of-range', facts: { minimum: 1, maximum: 50_000_000 } },
    ],
    [
      'no consent to the processing of personal data',
      { consent: { ...consent, personalData: false } },
      { refused: 'consent-missing', facts: { consent: 'personalData' } },
    ],
    [
      'consent to terms that never were',
      { consent: { ...consent, termsVersion: '2025-12' } },
      { refused: 'terms-unknown', facts: { onSale: '2026-01' } },
    ],
    [
      'an office outside the eleven zones',
      { office: { ...office, timeZone: 'Europe/London' } },
      { refused: 'time-zone-unknown', facts: { known: OFFICE_TIME_ZONES } },
    ],
  ];
  it.each(refusals)('with %s is refused by that rule', (_, overrides, refusal) => {
    expect(judgeSale(someSale(overrides))).toEqual(refusal);
  });

  it.each([1, 50_000_000])('of %i kopecks is within the sums that are protected', (amount) => {
    expect(judgeSale(someSale({ amount }))).not.toHaveProperty('refused');
  });

  it('is refused for its number first: the buyer has the wrong parcel in hand', () => {
    expect(judgeSale(someSale({ trackingNumber: '1', amount: 0 }))).toMatchObject({
      refused: 'tracking-number-malformed',
    });
  });
});

describe('the time of a sale', () => {
  it.each([
    ['72 hours ago', -72 * HOUR],
    ['now', 0],
    ['5 minutes ahead', 5 * 60_000],
  ])('may be %s', (_, millis) => {
    expect(judgeSaleTime(someSale({ soldAt: fromNow(millis) }), NOW)).toBeUndefined();
  });

  it('may not be a millisecond longer ago than 72 hours, and the refusal carries the server’s time', () => {
    expect(judgeSaleTime(someSale({ soldAt: fromNow(-72 * HOUR - 1) }), NOW)).toEqual({
      refused: 'sold-at-too-old',
      facts: { serverTime: NOW, oldestHours: 72 },
    });
  });

  it('may not be a millisecond further ahead than 5 minutes, and the refusal carries the server’s time', () => {
    expect(judgeSaleTime(someSale({ soldAt: fromNow(5 * 60_000 + 1) }), NOW)).toEqual({
      refused: 'sold-at-ahead',
      facts: { serverTime: NOW, aheadMinutes: 5 },
    });
  });

  it('is one instant whatever the offset that it is given with', () => {
    const soldAt = '2026-03-01T21:30:00+12:00';
    expect(judgeSaleTime(someSale({ soldAt }), '2026-03-04T09:30:00.000Z')).toBeUndefined();
    expect(judgeSaleTime(someSale({ soldAt }), '2026-03-04T09:30:00.001Z')).toMatchObject({
      refused: 'sold-at-too-old',
    });
  });
});

describe('the consent of a sale', () => {
  const judge = (given: Partial<SaleRequest['consent']>) =>
    judgeSaleTime(someSale({ consent: { ...consent, ...given } }), NOW);

  it('is to the terms on sale, which the refusal names', () => {
    expect(judge({ termsVersion: '2025-12' })).toEqual({
      refused: 'terms-unknown',
      facts: { onSale: '2026-01' },
    });
  });

  it('was given before now, as far as the clock of a till can be believed', () => {
    expect(judge({ acceptedAt: fromNow(5 * 60_000) })).toBeUndefined();
    expect(judge({ acceptedAt: fromNow(5 * 60_000 + 1) })).toEqual({
      refused: 'consent-missing',
      facts: { consent: 'acceptedAt', serverTime: NOW },
    });
  });
});

describe('the policy of a sale', () => {
  const policyOf = (warned?: string) =>
    policyOfSale({
      request: someSale(),
      trackingNumber: PARCEL,
      terms: TERMS_ON_SALE,
      idempotencyKey: 'key-1',
      requestDigest: 'digest',
      policyId: 'policy-1',
      warned,
      now: NOW,
    });

  it('keeps of which seller the buyer was warned, and nothing where nobody was', () => {
    expect(policyOf('seller-1')).toMatchObject({ warned: 'seller-1' });
    expect(policyOf()).not.toHaveProperty('warned');
  });
});

describe('the number in a path', () => {
  it('is normalized and judged like the one in a body', () => {
    expect(judgeTrackingNumber('ra644001235ru')).toMatchObject({ trackingNumber: 'RA644001235RU' });
    expect(judgeTrackingNumber('EA123456789RU')).toEqual({
      refused: 'tracking-number-check-digit',
      facts: {},
    });
  });
});
