import type * as z from 'zod';
import {
  caseActionRequest,
  caseView,
  downloadAnswer,
  phoneClaimAnswer,
  phoneClaimRequest,
  searchAnswer,
  searchRequest,
  workPage,
} from './console.ts';
import {
  claimRequest,
  completeRequest,
  customerActionRequest,
  customerClaim,
  customerPolicy,
  partsRequest,
  partsSigned,
  uploadCompleted,
  uploadRequest,
  uploadStarted,
  uploadView,
} from './customer.ts';
import type { RefusalCode } from './refusal.ts';
import {
  quoteAnswer,
  quoteRequest,
  saleAnswer,
  saleRequest,
  saleView,
  voidAnswer,
  voidRequest,
} from './sale.ts';

/** Whose credential an operation takes: the POS's scope, the customer's link, a console group, or none. */
export type Caller = 'pos' | 'customer' | 'console' | 'anyone';

export interface Operation {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  caller: Caller;
  summary: string;
  body?: z.ZodType;
  /** A body may be left out. */
  bodyOptional?: boolean;
  query?: readonly string[];
  /** Headers beyond the credential. */
  headers?: readonly ('Idempotency-Key' | 'If-Match')[];
  answers: Readonly<Record<number, z.ZodType | undefined>>;
  refusals: readonly RefusalCode[];
}

const NUMBER: readonly RefusalCode[] = ['tracking-number-malformed', 'tracking-number-check-digit'];
const BODY: readonly RefusalCode[] = [
  'invalid-request',
  'body-too-large',
  'body-too-deep',
  'unsupported-media-type',
];

/** Every call that the service answers: the gateway's routes, the handlers' parsing and the OpenAPI document. */
export const operations = {
  'quote-protection': {
    method: 'POST',
    path: '/v1/sales/quote',
    caller: 'pos',
    summary: 'May protection be sold for this parcel, and at what price',
    body: quoteRequest,
    answers: { 200: quoteAnswer },
    refusals: [
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
  },
  'sell-protection': {
    method: 'POST',
    path: '/v1/sales',
    caller: 'pos',
    summary:
      'Sell protection; a repeat with the same Idempotency-Key and body answers the same bytes for ever',
    body: saleRequest,
    headers: ['Idempotency-Key'],
    answers: { 201: saleAnswer },
    refusals: [
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
  },
  'read-sale': {
    method: 'GET',
    path: '/v1/sales/{trackingNumber}',
    caller: 'pos',
    summary: 'The present policy of a parcel, without anything personal',
    answers: { 200: saleView },
    refusals: [...NUMBER, 'not-found'],
  },
  'void-sale': {
    method: 'POST',
    path: '/v1/sales/{trackingNumber}/void',
    caller: 'pos',
    summary: 'Cancel a sale and give the price back, within the terms',
    body: voidRequest,
    bodyOptional: true,
    answers: { 200: voidAnswer },
    refusals: [
      ...BODY,
      ...NUMBER,
      'not-found',
      'void-claim-open',
      'void-after-claim',
      'void-too-late',
      'policy-not-active',
      'try-again',
    ],
  },
  'read-my-policy': {
    method: 'GET',
    path: '/v1/my/policy',
    caller: 'customer',
    summary: 'The policy of the link, with its claims and uploads',
    answers: { 200: customerPolicy },
    refusals: ['not-found'],
  },
  'file-claim': {
    method: 'POST',
    path: '/v1/my/claims',
    caller: 'customer',
    summary: 'File a claim; the same event again answers the same claim with 200',
    body: claimRequest,
    answers: { 200: customerClaim, 201: customerClaim },
    refusals: [
      ...BODY,
      'not-found',
      'policy-not-active',
      'claim-kind-not-covered',
      'claim-amount-out-of-range',
      'claim-too-late',
      'claims-too-many',
      'try-again',
    ],
  },
  'read-my-claim': {
    method: 'GET',
    path: '/v1/my/claims/{claimId}',
    caller: 'customer',
    summary: 'Where a claim stands, who acts, by when, and what happens otherwise',
    answers: { 200: customerClaim },
    refusals: ['not-found'],
  },
  'act-on-my-claim': {
    method: 'POST',
    path: '/v1/my/claims/{claimId}/{action}',
    caller: 'customer',
    summary: 'Answer a question, withdraw the claim or ask for a new look at a refusal',
    body: customerActionRequest,
    bodyOptional: true,
    answers: { 200: customerClaim },
    refusals: [
      ...BODY,
      'not-found',
      'action-unknown',
      'action-not-allowed',
      'appeal-too-late',
      'decision-incomplete',
      'try-again',
    ],
  },
  'start-upload': {
    method: 'POST',
    path: '/v1/my/uploads',
    caller: 'customer',
    summary: 'Begin the upload of a film; from here on it counts as in time',
    body: uploadRequest,
    answers: { 201: uploadStarted },
    refusals: [
      ...BODY,
      'not-found',
      'policy-not-active',
      'upload-too-large',
      'uploads-too-many',
      'upload-type-not-accepted',
      'try-again',
    ],
  },
  'read-upload': {
    method: 'GET',
    path: '/v1/my/uploads/{uploadId}',
    caller: 'customer',
    summary: 'What has arrived of an upload',
    answers: { 200: uploadView },
    refusals: ['not-found'],
  },
  'sign-parts': {
    method: 'POST',
    path: '/v1/my/uploads/{uploadId}/parts',
    caller: 'customer',
    summary: 'Short-lived URLs for the next parts, each for exactly these bytes',
    body: partsRequest,
    answers: { 200: partsSigned },
    refusals: [...BODY, 'not-found', 'upload-not-open', 'upload-part-invalid'],
  },
  'complete-upload': {
    method: 'POST',
    path: '/v1/my/uploads/{uploadId}/complete',
    caller: 'customer',
    summary: 'Compose the film from its parts; again answers the same',
    body: completeRequest,
    bodyOptional: true,
    answers: { 200: uploadCompleted },
    refusals: [...BODY, 'not-found', 'upload-not-open', 'upload-parts-missing', 'try-again'],
  },
  'abort-upload': {
    method: 'DELETE',
    path: '/v1/my/uploads/{uploadId}',
    caller: 'customer',
    summary: 'Give an unfinished upload up',
    answers: { 204: undefined },
    refusals: ['not-found', 'upload-not-open', 'try-again'],
  },
  'list-cases': {
    method: 'GET',
    path: '/v1/cases',
    caller: 'console',
    summary: 'Open claims of a queue, nearest deadline first',
    query: ['queue', 'limit', 'cursor'],
    answers: { 200: workPage },
    refusals: ['forbidden', 'invalid-request', 'cursor-invalid'],
  },
  'search-cases': {
    method: 'POST',
    path: '/v1/cases/search',
    caller: 'console',
    summary: 'Parcels of a telephone number (in the body, so that it stands in no log of addresses)',
    body: searchRequest,
    answers: { 200: searchAnswer },
    refusals: [...BODY, 'forbidden'],
  },
  'read-case': {
    method: 'GET',
    path: '/v1/cases/{trackingNumber}',
    caller: 'console',
    summary: 'Everything about a parcel, with the actions that the reader may take',
    answers: { 200: caseView },
    refusals: [...NUMBER, 'forbidden', 'not-found'],
  },
  'file-phone-claim': {
    method: 'POST',
    path: '/v1/cases/{trackingNumber}/claims',
    caller: 'console',
    summary: 'File a claim for a customer on the telephone',
    body: phoneClaimRequest,
    answers: { 200: phoneClaimAnswer, 201: phoneClaimAnswer },
    refusals: [
      ...BODY,
      ...NUMBER,
      'forbidden',
      'not-found',
      'policy-not-active',
      'claim-kind-not-covered',
      'claim-amount-out-of-range',
      'claim-too-late',
      'claims-too-many',
      'try-again',
    ],
  },
  'act-on-claim': {
    method: 'POST',
    path: '/v1/cases/{trackingNumber}/claims/{claimId}/{action}',
    caller: 'console',
    summary: 'Take one of the allowed actions; If-Match carries the ETag of the case as it was seen',
    body: caseActionRequest,
    bodyOptional: true,
    headers: ['If-Match'],
    answers: { 200: caseView },
    refusals: [
      ...BODY,
      ...NUMBER,
      'forbidden',
      'not-found',
      'precondition-missing',
      'case-changed',
      'action-unknown',
      'action-not-allowed',
      'appeal-too-late',
      'another-person-needed',
      'decision-incomplete',
      'approved-amount-out-of-range',
      'try-again',
    ],
  },
  'download-evidence': {
    method: 'POST',
    path: '/v1/cases/{trackingNumber}/evidence/{evidenceId}/download',
    caller: 'console',
    summary: 'A five-minute address of a film, as an attachment; taking it is recorded',
    answers: { 200: downloadAnswer },
    refusals: [...NUMBER, 'forbidden', 'not-found', 'try-again'],
  },
  'read-openapi': {
    method: 'GET',
    path: '/v1/openapi.json',
    caller: 'anyone',
    summary: 'This document',
    answers: { 200: undefined },
    refusals: [],
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
