import type { ConsoleRole } from '../primitives.ts';
import type { RefusalCode } from '../refusal.ts';

export const ANALYSTS = ['analyst', 'supervisor'] as const satisfies readonly ConsoleRole[];

export const CASE_WORKERS = ['specialist', 'supervisor'] as const satisfies readonly ConsoleRole[];

export const NUMBER: readonly RefusalCode[] = ['tracking-number-malformed', 'tracking-number-check-digit'];

export const BODY: readonly RefusalCode[] = [
  'invalid-request',
  'body-too-large',
  'body-too-deep',
  'unsupported-media-type',
];

/** What every console call about a parcel may answer, and one that brings a body along. */
export const CASE: readonly RefusalCode[] = [...NUMBER, 'forbidden', 'not-found'];
export const CASE_CHANGE: readonly RefusalCode[] = [...BODY, ...CASE];
