import { fileURLToPath } from 'node:url';
import { readService } from '../cost/compare.ts';
import { readMeasuredSweep } from '../measured-sweep.ts';
import { arithmeticOf, type CapacityRow, partitionsOf } from './arithmetic.ts';
import { planBusiestDay } from './busy-day.ts';
import { type SimulatedDay, simulateDay } from './hot-keys.ts';
import { type CapacityInputs, countingOf, inputsOf } from './inputs.ts';

export interface Capacity {
  inputs: CapacityInputs;
  day: string;
  seed: string;
  rows: CapacityRow[];
  simulated: SimulatedDay;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The arithmetic of so many policies a year, and what a simulated day does to its hottest keys. */
export async function capacityOf(
  { policies, year, seed }: { policies: number; year: number; seed: string },
  progress: (text: string) => void,
): Promise<Capacity> {
  const { stack, counts, isCounted } = await readService(ROOT, progress);
  const inputs = inputsOf(counts, stack, isCounted, policies, readMeasuredSweep());
  const { day, sales } = await planBusiestDay({ policies, year, seed }, progress);
  const followers = {
    streamShards: partitionsOf(inputs),
    batchSeconds: inputs.batchSeconds.value,
    batchSize: countingOf(stack).follower.batchSize,
    writers: inputs.writers.value,
    transactionMillis: inputs.transactionMillis.value,
  };
  progress(`selling and ending ${sales.length.toLocaleString('en-US')} policies`);
  const { updateMillis, policyMicros, sweepProcessor } = inputs;
  const simulated = await simulateDay(sales, followers, {
    updateMillis: updateMillis.value,
    processorMillis: policyMicros.value / 1_000 / sweepProcessor.value,
  });
  const seen = { sales: sales.length, simulated, reservedConcurrency: stack.reservedConcurrency };
  return { inputs, day, seed, simulated, rows: arithmeticOf(inputs, seen) };
}
