import type { PartPlan, WholePlan } from './film-limits.ts';
import { sizeOfPart } from './film-limits.ts';

interface ArrivedPart {
  partNumber: number;
  size: number;
}

/** The numbers of a recording's parts end where the terms' largest film does. */
export function mostPartsOf({ partSize }: Pick<PartPlan, 'partSize'>, maximumBytes: number): number {
  return Math.ceil(maximumBytes / partSize);
}

/** The most bytes of this part, or undefined where a recording has no such part. */
export function largestPart(
  plan: Pick<PartPlan, 'partSize'>,
  partNumber: number,
  maximumBytes: number,
): number | undefined {
  if (!Number.isInteger(partNumber) || partNumber < 1) return undefined;
  const left = maximumBytes - (partNumber - 1) * plan.partSize;
  return left < 1 ? undefined : Math.min(plan.partSize, left);
}

/**
 * What can be composed of a recording that nobody ended: the whole parts from the first on, without a hole, and one
 * shorter part behind them. S3 takes a short part only as the last one.
 */
export function unbrokenParts<Part extends ArrivedPart>(
  plan: Pick<PartPlan, 'partSize'>,
  arrived: readonly Part[],
): Part[] {
  const byNumber = new Map(arrived.map((part) => [part.partNumber, part]));
  const run: Part[] = [];
  for (let next = byNumber.get(1); next !== undefined; next = byNumber.get(run.length + 1)) {
    run.push(next);
    if (next.size < plan.partSize) break;
  }
  return run;
}

/** How a recording of this length divides into the parts that it was sent in. */
export function planOfRecording({ partSize }: Pick<PartPlan, 'partSize'>, size: number): WholePlan {
  return { partSize, partCount: Math.ceil(size / partSize), size };
}

/** Every part of the plan, as it has to be. */
export function partsOfPlan(plan: WholePlan): ArrivedPart[] {
  return Array.from({ length: plan.partCount }, (_, index) => ({
    partNumber: index + 1,
    size: sizeOfPart(plan, index + 1) as number,
  }));
}
