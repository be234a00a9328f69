import {
  deskSettings,
  staffChange,
  staffList,
  staffMember,
  takeNextAnswer,
  takeNextRequest,
  workCounts,
  workPage,
} from '../console.ts';
import { BODY, CASE_WORKERS } from './common.ts';
import type { Operation } from './operation.ts';

/** What the desk calls beside single cases. */

export const readDeskSettings = {
  name: 'read-desk-settings',
  method: 'GET',
  path: '/v1/desk/settings',
  caller: 'anyone',
  summary: 'Where people of the console sign in',
  answers: { 200: deskSettings },
  refusals: () => [],
} as const satisfies Operation;

export const countWork = {
  name: 'count-work',
  method: 'GET',
  path: '/v1/desk/counts',
  caller: 'console',
  roles: ['specialist', 'supervisor', 'analyst'],
  summary: 'How much is open, at risk and overdue in each queue, and with the reader',
  headers: ['If-None-Match'],
  answers: { 200: workCounts, 304: undefined },
  refusals: () => ['forbidden'],
} as const satisfies Operation;

export const takeNext = {
  name: 'take-next',
  method: 'POST',
  path: '/v1/desk/next',
  caller: 'console',
  roles: ['specialist'],
  summary: 'Take the case of nobody whose deadline is nearest; nothing when there is none',
  body: takeNextRequest,
  bodyOptional: true,
  answers: { 200: takeNextAnswer },
  refusals: () => [...BODY, 'forbidden', 'try-again'],
} as const satisfies Operation;

export const listStaff = {
  name: 'list-staff',
  method: 'GET',
  path: '/v1/desk/staff',
  caller: 'console',
  roles: ['specialist', 'supervisor', 'administrator'],
  summary:
    'Who works at the desk, who is absent, and how much each has; for a specialist only who could take a case over',
  answers: { 200: staffList },
  refusals: () => ['forbidden'],
} as const satisfies Operation;

export const changeStaff = {
  name: 'change-staff',
  method: 'POST',
  path: '/v1/desk/staff/{personId}',
  caller: 'console',
  roles: ['specialist', 'supervisor', 'administrator'],
  summary: 'Say that somebody is absent or what languages they work in; a specialist only of themselves',
  body: staffChange,
  answers: { 200: staffMember },
  refusals: () => [...BODY, 'forbidden', 'not-found', 'try-again'],
} as const satisfies Operation;

export const listCases = {
  name: 'list-cases',
  method: 'GET',
  path: '/v1/cases',
  caller: 'console',
  roles: CASE_WORKERS,
  summary: 'Open claims of a queue, nearest deadline first; `mine=1` for those of the reader in all queues',
  query: ['queue', 'mine', 'kind', 'locale', 'timeZone', 'limit', 'cursor'],
  headers: ['If-None-Match'],
  answers: { 200: workPage, 304: undefined },
  refusals: () => ['forbidden', 'invalid-request', 'cursor-invalid'],
} as const satisfies Operation;
