import type { Sale } from './clerk.ts';

/** What cannot be sold: how it differs from a right sale, and the status, code and facts of its refusal. */
export const refusedSales: [string, (sale: Sale) => object, number, string, object][] = [
  [
    'a wrong check digit',
    (sale) => ({ ...sale, trackingNumber: '60300095123456' }),
    422,
    'tracking-number-check-digit',
    {},
  ],
  [
    'a wrong check digit of S10',
    (sale) => ({ ...sale, trackingNumber: 'EA123456789RU' }),
    422,
    'tracking-number-check-digit',
    {},
  ],
  [
    'what is no number',
    (sale) => ({ ...sale, trackingNumber: '1234' }),
    422,
    'tracking-number-malformed',
    {},
  ],
  ['nothing', (sale) => ({ ...sale, amount: 0 }), 422, 'amount-out-of-range', { minimum: 1 }],
  [
    'too much',
    (sale) => ({ ...sale, amount: 50_000_001 }),
    422,
    'amount-out-of-range',
    { maximum: 50_000_000 },
  ],
  [
    'without consent to personal data',
    (sale) => ({ ...sale, consent: { ...sale.consent, personalData: false } }),
    422,
    'consent-missing',
    {},
  ],
  [
    'without any consent',
    ({ consent: _none, ...sale }) => sale,
    422,
    'consent-missing',
    { errors: [{ pointer: '/consent', rule: 'missing' }] },
  ],
  [
    'unknown terms',
    (sale) => ({ ...sale, consent: { ...sale.consent, termsVersion: '1999-01' } }),
    422,
    'terms-unknown',
    { onSale: '2026-01' },
  ],
  [
    'an unknown zone',
    (sale) => ({ ...sale, office: { ...sale.office, timeZone: 'Europe/Paris' } }),
    422,
    'time-zone-unknown',
    { known: expect.arrayContaining(['Asia/Kamchatka']) },
  ],
  [
    'an unknown field',
    (sale) => ({ ...sale, discount: 50 }),
    400,
    'invalid-request',
    { errors: [{ pointer: '/discount', rule: 'unknown-field' }] },
  ],
  [
    'a sum that is no integer',
    (sale) => ({ ...sale, amount: 1.5 }),
    400,
    'invalid-request',
    { errors: [expect.objectContaining({ pointer: '/amount' })] },
  ],
];
