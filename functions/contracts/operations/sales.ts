import {
  quoteAnswer,
  quoteRequest,
  saleAnswer,
  saleRequest,
  saleView,
  voidAnswer,
  voidRequest,
} from '../sale.ts';
import { BODY, NUMBER } from './common.ts';
import type { Operation } from './operation.ts';

/** What a till calls. */

export const quoteProtection = {
  name: 'quote-protection',
  method: 'POST',
  path: '/v1/sales/quote',
  caller: 'pos',
  summary: 'May protection be sold for this parcel, and at what price',
  body: quoteRequest,
  answers: { 200: quoteAnswer },
  refusals: () => [
    ...BODY,
    ...NUMBER,
    'amount-out-of-range',
    'time-zone-unknown',
    'consent-missing',
    'terms-unknown',
    'sold-at-too-old',
    'sold-at-ahead',
    'already-protected',
  ],
} as const satisfies Operation;

export const sellProtection = {
  name: 'sell-protection',
  method: 'POST',
  path: '/v1/sales',
  caller: 'pos',
  summary: 'Sell protection; a repeat with the same Idempotency-Key and body answers the same bytes for ever',
  body: saleRequest,
  headers: ['Idempotency-Key'],
  answers: { 201: saleAnswer },
  refusals: () => [
    ...BODY,
    ...NUMBER,
    'idempotency-key-missing',
    'idempotency-key-invalid',
    'idempotency-key-reused',
    'amount-out-of-range',
    'consent-missing',
    'terms-unknown',
    'time-zone-unknown',
    'sold-at-too-old',
    'sold-at-ahead',
    'already-protected',
    'try-again',
  ],
} as const satisfies Operation;

export const readSale = {
  name: 'read-sale',
  method: 'GET',
  path: '/v1/sales/{trackingNumber}',
  caller: 'pos',
  summary: 'The present policy of a parcel, without anything personal',
  answers: { 200: saleView },
  refusals: () => [...NUMBER, 'not-found'],
} as const satisfies Operation;

export const voidSale = {
  name: 'void-sale',
  method: 'POST',
  path: '/v1/sales/{trackingNumber}/void',
  caller: 'pos',
  summary: 'Cancel a sale and give the price back, within the terms',
  body: voidRequest,
  bodyOptional: true,
  answers: { 200: voidAnswer },
  refusals: () => [
    ...BODY,
    ...NUMBER,
    'not-found',
    'void-claim-open',
    'void-after-claim',
    'void-too-late',
    'policy-not-active',
    'try-again',
  ],
} as const satisfies Operation;
