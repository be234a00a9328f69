/** What one partition of DynamoDB takes in a second: docs.aws.amazon.com, Quotas in Amazon DynamoDB. */
export const PARTITION_WRITE_UNITS = 1_000;

export interface HotKey {
  what: string;
  key: string;
  /** Write units in its busiest second. */
  peak: number;
  /** Mean of a second in its busiest minute: a partition keeps what it did not use for such seconds, minutes long. */
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

  /** The key with the busiest second, of those that begin so. */
  hottest(what: string, prefix = ''): HotKey {
    let found: HotKey = { what, key: '', peak: 0, minute: 0 };
    for (const [key, seconds] of this.#units) {
      if (!key.startsWith(prefix)) continue;
      const minutes = new Map<number, number>();
      let peak = 0;
      for (const [second, units] of seconds) {
        const minute = Math.floor(second / SECONDS_OF_MINUTE);
        minutes.set(minute, (minutes.get(minute) ?? 0) + units);
        peak = Math.max(peak, units);
      }
      if (peak > found.peak)
        found = { what, key, peak, minute: Math.max(...minutes.values()) / SECONDS_OF_MINUTE };
    }
    return found;
  }
}
