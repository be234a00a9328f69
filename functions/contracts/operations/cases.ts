import {
  assignRequest,
  caseActionRequest,
  caseView,
  openPersonalRequest,
  personalAnswer,
  phoneClaimAnswer,
  phoneClaimRequest,
  presenceAnswer,
  presenceRequest,
  searchAnswer,
  searchRequest,
} from '../console.ts';
import { BODY, CASE, CASE_CHANGE, CASE_WORKERS, NUMBER } from './common.ts';
import type { Operation } from './operation.ts';

/** What the desk calls of a single case. */

export const searchCases = {
  name: 'search-cases',
  method: 'POST',
  path: '/v1/cases/search',
  caller: 'console',
  roles: CASE_WORKERS,
  summary: 'Parcels by number, phone, claim or letter (in the body, so that a phone stands in no log)',
  body: searchRequest,
  answers: { 200: searchAnswer },
  refusals: () => [...BODY, 'forbidden'],
} as const satisfies Operation;

export const readCase = {
  name: 'read-case',
  method: 'GET',
  path: '/v1/cases/{trackingNumber}',
  caller: 'console',
  roles: CASE_WORKERS,
  summary: 'Everything about a parcel, with the actions that the reader may take',
  headers: ['If-None-Match'],
  answers: { 200: caseView, 304: undefined },
  refusals: () => [...CASE],
} as const satisfies Operation;

export const openPersonal = {
  name: 'open-personal',
  method: 'POST',
  path: '/v1/cases/{trackingNumber}/personal',
  caller: 'console',
  roles: CASE_WORKERS,
  summary: 'What the case shows masked; that it was opened, and why, is recorded',
  body: openPersonalRequest,
  answers: { 200: personalAnswer },
  refusals: () => [...CASE_CHANGE, 'not-assigned', 'try-again'],
} as const satisfies Operation;

export const watchPresence = {
  name: 'watch-presence',
  method: 'POST',
  path: '/v1/cases/{trackingNumber}/presence',
  caller: 'console',
  roles: CASE_WORKERS,
  summary: 'Say that the reader has the case open, and hear who else has; every ten seconds',
  body: presenceRequest,
  answers: { 200: presenceAnswer },
  refusals: () => [...BODY, ...NUMBER, 'forbidden'],
} as const satisfies Operation;

export const filePhoneClaim = {
  name: 'file-phone-claim',
  method: 'POST',
  path: '/v1/cases/{trackingNumber}/claims',
  caller: 'console',
  roles: CASE_WORKERS,
  summary: 'File a claim for a customer on the telephone',
  body: phoneClaimRequest,
  answers: { 200: phoneClaimAnswer, 201: phoneClaimAnswer },
  refusals: () => [
    ...CASE_CHANGE,
    'policy-not-active',
    'claim-kind-not-covered',
    'claim-amount-out-of-range',
    'claim-too-late',
    'claims-too-many',
    'try-again',
  ],
} as const satisfies Operation;

export const actOnClaim = {
  name: 'act-on-claim',
  method: 'POST',
  path: '/v1/cases/{trackingNumber}/claims/{claimId}/{action}',
  caller: 'console',
  roles: CASE_WORKERS,
  summary: 'Take one of the allowed actions; If-Match carries the ETag of the case as it was seen',
  body: caseActionRequest,
  bodyOptional: true,
  headers: ['If-Match'],
  answers: { 200: caseView },
  refusals: () => [
    ...CASE_CHANGE,
    'precondition-missing',
    'case-changed',
    'action-unknown',
    'action-not-allowed',
    'appeal-too-late',
    'another-person-needed',
    'assigned-to-another',
    'decision-incomplete',
    'document-unknown',
    'documents-missing',
    'evidence-unknown',
    'approved-amount-out-of-range',
    'recovered-amount-out-of-range',
    'second-person-needed',
    'proposal-outdated',
    'merge-not-possible',
    'try-again',
  ],
} as const satisfies Operation;

export const assignClaim = {
  name: 'assign-claim',
  method: 'POST',
  path: '/v1/cases/{trackingNumber}/claims/{claimId}/assignee',
  caller: 'console',
  roles: CASE_WORKERS,
  summary: 'Take a case of nobody, hand the own one over or back; a supervisor assigns any',
  body: assignRequest,
  answers: { 200: caseView },
  refusals: () => [
    ...CASE_CHANGE,
    'action-not-allowed',
    'assigned-to-another',
    'another-person-needed',
    'assignee-unknown',
    'try-again',
  ],
} as const satisfies Operation;
