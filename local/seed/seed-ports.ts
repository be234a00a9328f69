import type { CaseStore } from '../../functions/claims/ports.ts';
import { type Instant, toInstant, toMillis } from '../../functions/clock.ts';
import { isRefusal, type Refusal } from '../../functions/contracts/refusal.ts';
import type { LetterNumbers, LetterStorage } from '../../functions/letters/ports.ts';
import type { PolicyStore } from '../../functions/policies/ports.ts';

/** What a year is lived in. */
export interface SeedPorts {
  policies: PolicyStore;
  cases: CaseStore;
  /** Left out: no letters are written. */
  letters?: { numbers: LetterNumbers; storage: Pick<LetterStorage, 'put'> };
}

/** @throws Error where the service refuses what was planned: the plan is wrong then. */
export function done<Outcome extends object>(outcome: Outcome | Refusal): Outcome {
  if (isRefusal(outcome)) throw new Error(`A planned step was refused: ${JSON.stringify(outcome)}`);
  return outcome;
}

export function laterOf(one: Instant, other: Instant): Instant {
  return toInstant(Math.max(toMillis(one), toMillis(other)));
}
