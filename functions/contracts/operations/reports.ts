import {
  officeReport,
  regionReport,
  release,
  reportClaimPage,
  reportClaimSheet,
  reportSeries,
  sellerPage,
} from '../reports.ts';
import { signalPage } from '../signals.ts';
import { ANALYSTS } from './common.ts';
import type { Operation } from './operation.ts';

/** What analysts call. */

export const readRegionReport = {
  name: 'read-region-report',
  method: 'GET',
  path: '/v1/reports/regions',
  caller: 'console',
  roles: ANALYSTS,
  summary: 'The figures of all regions for a period; `compare=previous` adds the period before',
  query: ['from', 'to', 'compare'],
  answers: { 200: regionReport },
  refusals: () => ['forbidden', 'invalid-request'],
} as const satisfies Operation;

export const readOfficeReport = {
  name: 'read-office-report',
  method: 'GET',
  path: '/v1/reports/regions/{region}/offices',
  caller: 'console',
  roles: ANALYSTS,
  summary: 'The figures of the offices of a region for a period',
  query: ['from', 'to', 'compare', 'limit', 'cursor'],
  answers: { 200: officeReport },
  refusals: () => ['forbidden', 'invalid-request', 'cursor-invalid'],
} as const satisfies Operation;

export const readReportSeries = {
  name: 'read-report-series',
  method: 'GET',
  path: '/v1/reports/series',
  caller: 'console',
  roles: ANALYSTS,
  summary:
    'The figures of up to ten regions, or of the country (`regions` left out), day by day or month by month',
  query: ['from', 'to', 'step', 'regions'],
  answers: { 200: reportSeries },
  refusals: () => ['forbidden', 'invalid-request'],
} as const satisfies Operation;

export const listReportClaims = {
  name: 'list-report-claims',
  method: 'GET',
  path: '/v1/reports/claims',
  caller: 'console',
  roles: ANALYSTS,
  summary: 'The claims behind a number of a region or an office, newest first',
  query: ['from', 'to', 'region', 'office', 'measure', 'kind', 'limit', 'cursor'],
  answers: { 200: reportClaimPage },
  refusals: () => ['forbidden', 'invalid-request', 'cursor-invalid'],
} as const satisfies Operation;

export const readClaimSheet = {
  name: 'read-claim-sheet',
  method: 'GET',
  path: '/v1/reports/claims/{claimId}',
  caller: 'console',
  roles: ANALYSTS,
  summary: 'The case behind a number, without persons and texts',
  answers: { 200: reportClaimSheet },
  refusals: () => ['forbidden', 'not-found'],
} as const satisfies Operation;

export const writeRelease = {
  name: 'write-release',
  method: 'GET',
  path: '/v1/reports/release',
  caller: 'console',
  roles: ANALYSTS,
  summary:
    'The paragraph that a press office publishes of a period, in Russian and English, with its sources',
  query: ['from', 'to', 'region'],
  answers: { 200: release },
  refusals: () => ['forbidden', 'invalid-request'],
} as const satisfies Operation;

export const listSignals = {
  name: 'list-signals',
  method: 'GET',
  path: '/v1/signals',
  caller: 'console',
  roles: ANALYSTS,
  summary: 'Claims that stand out, heaviest first within a month, the newest month first',
  query: ['level', 'month', 'limit', 'cursor'],
  answers: { 200: signalPage },
  refusals: () => ['forbidden', 'invalid-request', 'cursor-invalid'],
} as const satisfies Operation;

export const readSeller = {
  name: 'read-seller',
  method: 'GET',
  path: '/v1/sellers/{sellerId}',
  caller: 'console',
  roles: ['specialist', 'supervisor', 'analyst'],
  summary: 'A seller over time: claims, outcomes, sums, letters and other names',
  answers: { 200: sellerPage },
  refusals: () => ['forbidden', 'not-found'],
} as const satisfies Operation;
