import { BATCH_SIZES, type ByBatchSize, type Usage } from '../counts.ts';

/** What was counted for batches of 1, 10 and 100, for one in between: what they share falls as one over the size. */
export function usageAtBatch(counted: ByBatchSize, size: number): Usage {
  const [least, middle, most] = BATCH_SIZES;
  const [from, to] = size <= middle ? ([least, middle] as const) : ([middle, most] as const);
  const place = (1 / from - 1 / Math.min(Math.max(size, least), most)) / (1 / from - 1 / to);
  return between(counted[from], counted[to], place);
}

function between(one: Usage, other: Usage, place: number): Usage {
  const mix = (a: number, b: number) => a + (b - a) * place;
  return Object.fromEntries(
    (Object.keys(one) as (keyof Usage)[]).map((name) => {
      const [a, b] = [one[name], other[name]];
      if (typeof a === 'number' && typeof b === 'number') return [name, mix(a, b)];
      const [left, right] = [a as Record<string, number>, b as Record<string, number>];
      const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
      return [name, Object.fromEntries([...keys].map((key) => [key, mix(left[key] ?? 0, right[key] ?? 0)]))];
    }),
  ) as unknown as Usage;
}
