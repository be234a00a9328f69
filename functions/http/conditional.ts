import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/canonical-json.ts';
import type { ApiAnswer } from './api-handler.ts';

/** The answer under its validator, or 304 for a caller who has it already: a page that polls costs no line. */
export function answerUnlessUnchanged(
  ifNoneMatch: string | undefined,
  etag: string,
  body: () => object,
): ApiAnswer {
  const headers = { etag };
  return isUnchanged(ifNoneMatch, etag) ? { status: 304, headers } : { status: 200, headers, body: body() };
}

/** Whether the caller holds what this validator stands for; a host that compresses makes validators weak. */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

/** The validator of a body by what it says. */
export function entityTagOf(body: unknown): string {
  return `"${digestOf(body)}"`;
}

export function digestOf(body: unknown): string {
  return createHash('sha256').update(canonicalJson(body)).digest('base64url').slice(0, 22);
}
