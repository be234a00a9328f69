/** A fake timer of Node fires at once when it is set further ahead than this (2^31 - 1 ms, 24.8 days). */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1;

/** What comes after it has no four-digit year, and soon no date at all. */
export const LATEST_INSTANT_MILLIS = Date.parse('9999-12-31T23:59:59.999Z');

interface Alarm {
  at: number;
  wake: () => void;
}

/**
 * The one clock of the laptop: the machine's clock plus an offset that only `moveTo` and `advance` change.
 *
 * The offset lives in shared memory, so that every worker (a Lambda, the issuer) sees a move at once; in a
 * worker `local/clock-preload.ts` makes `Date` itself follow. Alarms are set in laptop time and survive moves:
 * a move past an alarm wakes it, in order of time.
 */
export class LaptopClock {
  /** Milliseconds that the laptop is ahead of the machine; handed to workers as `workerData.clockOffset`. */
  readonly sharedOffset: BigInt64Array;
  readonly #alarms = new Set<Alarm>();
  readonly #machineNow: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(offsetMillis = 0, machineNow: () => number = Date.now) {
    this.sharedOffset = new BigInt64Array(new SharedArrayBuffer(8));
    this.#machineNow = machineNow;
    Atomics.store(this.sharedOffset, 0, BigInt(offsetMillis));
  }

  /** Milliseconds since the epoch, in laptop time. */
  now(): number {
    return this.#machineNow() + this.offsetMillis;
  }

  get offsetMillis(): number {
    return Number(Atomics.load(this.sharedOffset, 0));
  }

  /** Moves the clock forward. @throws RangeError when `millis` is negative: time never runs back. */
  advance(millis: number): void {
    if (!Number.isSafeInteger(millis) || millis < 0) throw new RangeError('The clock only moves forward.');
    Atomics.add(this.sharedOffset, 0, BigInt(millis));
    this.#ring();
  }

  /** @throws RangeError when the instant (ms) lies in the past. */
  moveTo(instantMillis: number): void {
    this.advance(instantMillis - this.now());
  }

  /** Wakes once when laptop time has reached `instantMillis` (at the next turn when it already has). Returns the cancel. */
  at(instantMillis: number, wake: () => void): () => void {
    const alarm = { at: instantMillis, wake };
    this.#alarms.add(alarm);
    this.#arm();
    return () => {
      this.#alarms.delete(alarm);
      this.#arm();
    };
  }

  /** Forgets every alarm, so that the process can end. */
  close(): void {
    this.#alarms.clear();
    clearTimeout(this.#timer);
  }

  #ring(): void {
    const now = this.now();
    const due = [...this.#alarms].filter((alarm) => alarm.at <= now).sort((a, b) => a.at - b.at);
    for (const alarm of due) {
      this.#alarms.delete(alarm);
      alarm.wake();
    }
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#alarms.size === 0) return;
    const next = Math.min(...[...this.#alarms].map((alarm) => alarm.at));
    const wait = Math.min(Math.max(next - this.now(), 0), LONGEST_TIMER_MILLIS);
    this.#timer = setTimeout(() => this.#ring(), wait);
  }
}
