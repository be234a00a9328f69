/** What one partition of DynamoDB takes in a second: docs.aws.amazon.com, Quotas in Amazon DynamoDB. */
export const PARTITION_WRITE_UNITS = 1_000;

export interface HotKey {
  what: string;
  key: string;
  /** Write units in its busiest second. */
  peak: number;
}

/** Write units of keys, second by second. */
export class Seconds {
  readonly #units = new Map<string, Map<number, number>>();

  add(key: string, millis: number, units: number): void {
    const second = Math.floor(millis / 1_000);
    const seconds = this.#units.get(key) ?? new Map<number, number>();
    this.#units.set(key, seconds);
    seconds.set(second, (seconds.get(second) ?? 0) + units);
  }

  /** The busiest second of any key that begins so. */
  hottest(what: string, prefix = ''): HotKey {
    let found: HotKey = { what, key: '', peak: 0 };
    for (const [key, seconds] of this.#units) {
      if (!key.startsWith(prefix)) continue;
      for (const units of seconds.values()) if (units > found.peak) found = { what, key, peak: units };
    }
    return found;
  }
}
