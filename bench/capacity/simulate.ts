import { fileURLToPath } from 'node:url';
import { readService } from '../cost/compare.ts';
import { arithmeticOf, type CapacityRow } from './arithmetic.ts';
import { planBusiestDay } from './busy-day.ts';
import { type HotKey, hotKeysOfSelling, hotKeysOfSweep, type Sweep } from './hot-keys.ts';
import { type CapacityInputs, inputsOf } from './inputs.ts';

export interface Capacity {
  inputs: CapacityInputs;
  day: string;
  seed: string;
  rows: CapacityRow[];
  selling: HotKey[];
  /** Behind each way to go through the shards. */
  sweeping: Record<Sweep['order'], HotKey[]>;
}

/** Conditional updates that one sweep has under way (functions/policies/end-policies.ts). */
export const SWEEP_AT_ONCE = 16;
const FULL_BATCH = 200;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The arithmetic of so many policies a year, and what a simulated day does to its hottest keys. */
export async function capacityOf(
  { policies, year, seed }: { policies: number; year: number; seed: string },
  progress: (text: string) => void,
): Promise<Capacity> {
  const { stack, counts, isCounted } = await readService(ROOT, progress);
  const inputs = inputsOf(counts, stack, isCounted, policies);
  const { day, sales } = await planBusiestDay({ policies, year, seed }, progress);
  const seen = {
    sales: sales.length,
    peak: 0,
    sweepAtOnce: SWEEP_AT_ONCE,
    reservedConcurrency: stack.reservedConcurrency,
  };
  const shards = arithmeticOf(inputs, seen).find(({ unit }) => unit === 'partitions')?.value ?? 1;
  const followers = { streamShards: shards, batchSeconds: stack.batchSeconds, batchSize: FULL_BATCH };
  progress('selling');
  const selling = hotKeysOfSelling(sales, followers);
  const sweep = { atOnce: SWEEP_AT_ONCE, updateMillis: inputs.updateMillis.value };
  progress('sweeping');
  const sweeping = {
    'shard-by-shard': hotKeysOfSweep(sales, followers, { ...sweep, order: 'shard-by-shard' }),
    'side-by-side': hotKeysOfSweep(sales, followers, { ...sweep, order: 'side-by-side' }),
  } as const;
  const peak = selling[0]?.peak ?? 0;
  return { inputs, day, seed, selling, sweeping, rows: arithmeticOf(inputs, { ...seen, peak }) };
}
