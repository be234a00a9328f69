import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { operations as contracts, type OperationName } from '../../functions/contracts/operations.ts';
import { Broken } from '../proof.ts';
import type { DescribedOperation } from './document.ts';
import type { Fuzzed, FuzzOptions } from './fuzz-operation.ts';

/** Fuzzing that never gets through the door proves little: each operation has to do its work now and then. */
const ENOUGH_RUNS = 400;

export interface FuzzAll {
  /** @throws Broken with the smallest request of this operation that shows something wrong. */
  fuzz(operation: DescribedOperation, options: FuzzOptions): Promise<Fuzzed>;
  runs: number;
  seed: number;
  huge: boolean;
  progress(text: string): void;
}

/** What came of one operation; plain, so that a process can tell it to another. */
export type Outcome = { told: string; requests: number; accepted: number } | { told: string; broken: string };

/** @param index of the operation: its requests follow from the seed and its place. */
export async function fuzzOne(
  operation: DescribedOperation,
  index: number,
  { fuzz, runs, seed, huge }: Omit<FuzzAll, 'progress'>,
): Promise<Outcome> {
  const { operationId } = operation;
  const contract: Operation | undefined = contracts[operationId as OperationName];
  const options = { runs, huge, roles: contract?.roles, seed: (seed + index * 7_919) % 2 ** 31 };
  const broken = (message: string) => ({ told: message, broken: message });
  try {
    const one = await fuzz(operation, options);
    if (runs >= ENOUGH_RUNS && one.accepted === 0)
      return broken(`${operationId}: no request ever got in, so nothing was shown of it.`);
    const { requests, accepted } = one;
    return { told: `${operationId} ${statusesOf(one)}`, requests, accepted };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return broken(error.message);
  }
}

/** @throws Broken that tells of each operation that shows something wrong, or that no request ever got into. */
export function summed(outcomes: readonly Outcome[]): Pick<Fuzzed, 'requests' | 'accepted'> {
  const broken = outcomes.flatMap((each) => ('broken' in each ? [each.broken] : []));
  if (broken.length > 0)
    throw new Broken(`${broken.length} of ${outcomes.length} operations:\n${broken.join('\n')}\n`);
  const held = outcomes.flatMap((each) => ('requests' in each ? [each] : []));
  return {
    requests: held.reduce((sum, { requests }) => sum + requests, 0),
    accepted: held.reduce((sum, { accepted }) => sum + accepted, 0),
  };
}

/** One operation after the other. @throws Broken as `summed` */
export async function fuzzAll(operations: readonly DescribedOperation[], given: FuzzAll) {
  const outcomes: Outcome[] = [];
  for (const [index, operation] of operations.entries()) {
    const outcome = await fuzzOne(operation, index, given);
    outcomes.push(outcome);
    given.progress(`${outcomes.length}/${operations.length} ${outcome.told}`);
  }
  return summed(outcomes);
}

function statusesOf({ byStatus }: Fuzzed): string {
  return [...byStatus]
    .sort(([one], [other]) => one - other)
    .map(([status, count]) => `${status}×${count}`)
    .join(' ');
}
