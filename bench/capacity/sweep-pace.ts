/** What a policy costs the sweep: a share of the waits that it has at once, or its processor, whichever is more. */
export interface SweepPace {
  /** From asking for an update to its answer. */
  updateMillis: number;
  /** One policy's time of the process, by itself. */
  processorMillis: number;
}

/** What one run may take before the next hour's goes on. */
export const RUN_MILLIS = 15 * 60_000;
const HOUR = 3_600_000;

export function millisOfPolicy({ updateMillis, processorMillis }: SweepPace, atOnce: number): number {
  return Math.max(updateMillis / atOnce, processorMillis);
}

/** When the sweep has done so much work, after it began: of each hour it works a quarter. */
export function reachedAfter(workMillis: number): number {
  return Math.floor(workMillis / RUN_MILLIS) * HOUR + (workMillis % RUN_MILLIS);
}

/** Megabytes of a function that come with one whole processor: docs.aws.amazon.com/lambda, Configure memory. */
const MEGABYTES_OF_A_PROCESSOR = 1_769;

/** Of one processor: a process of JavaScript has no use for a second one. */
export function processorShareOf(memoryGigabytes: number): number {
  return Math.min(1, (memoryGigabytes * 1_024) / MEGABYTES_OF_A_PROCESSOR);
}
