import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { operations as contracts, type OperationName } from '../../functions/contracts/operations.ts';
import { Broken } from '../proof.ts';
import type { DescribedOperation } from './document.ts';
import { type Fuzzed, type FuzzOptions, nothingFuzzed } from './fuzz-operation.ts';

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

/** @throws Broken that tells of each operation that shows something wrong, or that no request ever got into. */
export async function fuzzAll(operations: readonly DescribedOperation[], given: FuzzAll): Promise<Fuzzed> {
  const all = nothingFuzzed();
  const broken: string[] = [];
  for (const [index, operation] of operations.entries()) {
    const { operationId } = operation;
    const contract: Operation | undefined = contracts[operationId as OperationName];
    const { runs, seed, huge } = given;
    const options = { runs, huge, roles: contract?.roles, seed: (seed + index * 7_919) % 2 ** 31 };
    try {
      const one = await given.fuzz(operation, options);
      all.requests += one.requests;
      all.accepted += one.accepted;
      if (runs >= ENOUGH_RUNS && one.accepted === 0)
        broken.push(`${operationId}: no request ever got in, so nothing was shown of it.`);
      given.progress(`${index + 1}/${operations.length} ${operationId} ${statusesOf(one)}`);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      broken.push(error.message);
      given.progress(`${index + 1}/${operations.length} ${error.message}`);
    }
  }
  if (broken.length > 0)
    throw new Broken(`${broken.length} of ${operations.length} operations:\n${broken.join('\n')}\n`);
  return all;
}

function statusesOf({ byStatus }: Fuzzed): string {
  return [...byStatus]
    .sort(([one], [other]) => one - other)
    .map(([status, count]) => `${status}×${count}`)
    .join(' ');
}
