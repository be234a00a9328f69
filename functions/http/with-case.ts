import { caseViewOf, etagOf } from '../claims/case-view.ts';
import type { Instant } from '../clock.ts';
import type { CaseFile } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { PolicyStore } from '../policies/ports.ts';
import type { ApiAnswer } from './api-handler.ts';
import { answerUnlessUnchanged, digestOf } from './conditional.ts';

/**
 * The whole case as this reader sees it now. Its validator begins with the version, which a decision on it carries, and
 * goes on with what is shown: the clock and the policy change that too, and each reader may do something else.
 */
export async function answerWithCase(
  file: CaseFile,
  policies: Pick<PolicyStore, 'findAll'>,
  reader: Actor,
  now: Instant,
  ifNoneMatch?: string,
): Promise<ApiAnswer | Refusal> {
  const [policy, ...earlier] = await policies.findAll(file.head.trackingNumber);
  if (!policy) return refuse('not-found');
  const view = caseViewOf(file, [policy, ...earlier], reader, now);
  return answerUnlessUnchanged(ifNoneMatch, etagOf(file.head.version, digestOf(view)), () => view);
}
