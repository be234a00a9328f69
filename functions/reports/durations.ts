import { DDSketch } from '@datadog/sketches-js';
import { type Instant, toMillis } from '../clock.ts';
import type { DurationHours } from '../contracts/reports.ts';
import type { Sums } from './ports.ts';

const RELATIVE_ACCURACY = 0.01;
/** What took less is told as this much: the logarithm of nothing has no bucket. */
const SHORTEST_HOURS = 1 / 3_600;
const HOUR = 3_600_000;

const mapping = /* @__PURE__ */ (() => newSketch().mapping)();

function newSketch() {
  return new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
}

/** Durations that are counted; each bucket of the sketch is a counter of its own, so it adds up and can be taken back. */
export type Duration = 'decision' | 'payout';

/** Name of the counter that a duration falls into: `decision:152`. */
export function durationCounter(duration: Duration, from: Instant, to: Instant): string {
  const hours = Math.max((toMillis(to) - toMillis(from)) / HOUR, SHORTEST_HOURS);
  return `${duration}:${mapping.key(hours)}`;
}

/** Percentiles of what was counted, within 1 %, by the sketch that the buckets belong to. */
export function durationHoursOf(sums: Sums, duration: Duration): DurationHours {
  const sketch = newSketch();
  for (const [name, count] of Object.entries(sums)) {
    if (count > 0 && name.startsWith(`${duration}:`))
      sketch.accept(mapping.value(Number(name.slice(duration.length + 1))), count);
  }
  const at = (quantile: number) => (sketch.count > 0 ? sketch.getValueAtQuantile(quantile) : null);
  return { count: sketch.count, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
