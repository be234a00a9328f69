import { caseViewOf, etagOf } from '../claims/case-view.ts';
import type { Instant } from '../clock.ts';
import type { CaseFile } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { PolicyStore } from '../policies/ports.ts';
import type { ApiAnswer } from './api-handler.ts';

/** The whole case as this reader sees it, under the validator that a decision on it carries. */
export async function answerWithCase(
  file: CaseFile,
  policies: Pick<PolicyStore, 'findAll'>,
  reader: Actor,
  now: Instant,
): Promise<ApiAnswer | Refusal> {
  const [policy, ...earlier] = await policies.findAll(file.head.trackingNumber);
  if (!policy) return refuse('not-found');
  const headers = { etag: etagOf(file.head.version) };
  return { status: 200, headers, body: caseViewOf(file, [policy, ...earlier], reader, now) };
}
