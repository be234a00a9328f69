/**
 * What one partition of DynamoDB takes in a second: docs.aws.amazon.com, Quotas in Amazon DynamoDB. What it did not use
 * before helps a table that was throttled as a whole, but no partition goes over this.
 */
export const PARTITION_WRITE_UNITS = 1_000;

export interface HotKey {
  what: string;
  /** The key of the busiest second, and that second's write units. */
  key: string;
  peak: number;
  /** Mean of a second in the busiest sixty that follow each other, of whichever key. */
  minute: number;
}

const SECONDS_OF_MINUTE = 60;

/** Write units of keys, second by second. */
export class Seconds {
  readonly #units = new Map<string, Map<number, number>>();

  add(key: string, millis: number, units: number): void {
    const second = Math.floor(millis / 1_000);
    const seconds = this.#units.get(key) ?? new Map<number, number>();
    this.#units.set(key, seconds);
    seconds.set(second, (seconds.get(second) ?? 0) + units);
  }

  /** Of that second. */
  unitsOf(key: string, millis: number): number {
    return this.#units.get(key)?.get(Math.floor(millis / 1_000)) ?? 0;
  }

  /** The busiest second and the busiest minute of the keys that begin so. */
  hottest(what: string, prefix = ''): HotKey {
    const found: HotKey = { what, key: '', peak: 0, minute: 0 };
    for (const [key, seconds] of this.#units) {
      if (!key.startsWith(prefix)) continue;
      const peak = [...seconds.values()].reduce((most, units) => Math.max(most, units), 0);
      if (peak > found.peak) Object.assign(found, { key, peak });
      found.minute = Math.max(found.minute, busiestMinuteOf(seconds));
    }
    return found;
  }
}

/** Wherever it begins. */
function busiestMinuteOf(seconds: ReadonlyMap<number, number>): number {
  const inOrder = [...seconds].sort(([one], [other]) => one - other);
  let [sum, most, first] = [0, 0, 0];
  for (const [second, units] of inOrder) {
    sum += units;
    for (; (inOrder[first]?.[0] ?? second) <= second - SECONDS_OF_MINUTE; first += 1)
      sum -= inOrder[first]?.[1] ?? 0;
    most = Math.max(most, sum);
  }
  return most / SECONDS_OF_MINUTE;
}
