import fc from 'fast-check';
import type { ConsoleRole } from '../../functions/contracts/primitives.ts';
import { Broken } from '../proof.ts';
import type { DescribedOperation } from './document.ts';
import { requestsOf } from './requests.ts';
import { type Target, toldFaults, tryRequest } from './try-request.ts';
import type { WireAnswer } from './wire.ts';

/** Looks whether anything was stored between two looks. */
export interface Stored {
  /** Cheap; what it answers is only compared. */
  mark(): string | number;
  /** Whether this request, sent once more with nothing else going on, is what stores; says what. */
  confirm(again: () => Promise<WireAnswer>): Promise<string | undefined>;
}

export interface Fuzzed {
  requests: number;
  accepted: number;
  byStatus: Map<number, number>;
}

export interface FuzzOptions {
  runs: number;
  seed: number;
  roles: readonly ConsoleRole[] | undefined;
  huge: boolean;
}

/** Requests that are tried to find a smaller one that shows the same. */
const MOST_SMALLER = 150;

export const nothingFuzzed = (): Fuzzed => ({ requests: 0, accepted: 0, byStatus: new Map() });

export function count(fuzzed: Fuzzed, { status }: WireAnswer): void {
  fuzzed.requests += 1;
  fuzzed.accepted += Number(status < 400);
  fuzzed.byStatus.set(status, (fuzzed.byStatus.get(status) ?? 0) + 1);
}

/**
 * Tries so many requests of one operation, one after the other.
 * @param path of the one request to begin with, where that is known to show something.
 * @throws Broken with the smallest request that shows what is wrong.
 */
export async function fuzzOperation(
  operation: DescribedOperation,
  target: Target & { stored?: Stored },
  given: FuzzOptions & { path?: string },
): Promise<Fuzzed> {
  const fuzzed = nothingFuzzed();
  let failures = 0;
  let smaller = 0;
  const property = fc.asyncProperty(requestsOf(operation, target.pool, given), async (drawn) => {
    // A smaller request is looked for, but not for ever: a refused one that stores takes seconds to be sure of.
    smaller += Number(failures > 0);
    if (smaller > MOST_SMALLER) return;
    const before = target.stored?.mark();
    const attempt = await tryRequest(operation, target, drawn);
    const isChanged = target.stored?.mark() !== before;
    const faults = [...attempt.faults];
    if (isChanged && !attempt.mayStore) {
      const what = await target.stored?.confirm(() => target.send(attempt.request));
      if (what !== undefined) faults.push(`It was refused, and stored: ${what}.`);
    }
    count(fuzzed, attempt.answer);
    if (faults.length === 0) return;
    failures += 1;
    throw new Broken(toldFaults(operation, attempt, faults));
  });
  const { failed, errorInstance, numRuns } = await fc.check(property, {
    numRuns: given.runs,
    seed: given.seed,
    ...(given.path !== undefined && { path: given.path }),
    endOnFailure: false,
  });
  if (failed)
    throw errorInstance instanceof Error
      ? errorInstance
      : new Broken(`${operation.operationId} failed after ${numRuns}.`);
  return fuzzed;
}
