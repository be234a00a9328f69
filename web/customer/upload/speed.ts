const WINDOW_MILLIS = 10_000;
const SHORTEST_MILLIS = 1_000;

/** Bytes a second as a moving average: steady enough to read, quick enough to be true. */
export function createSpeed(now: () => number) {
  let samples: { at: number; bytes: number }[] = [];
  return {
    /** Bytes sent since any fixed moment; undefined until a second has been seen. */
    measure(bytes: number): number | undefined {
      const at = now();
      samples = samples.filter((sample) => at - sample.at <= WINDOW_MILLIS);
      samples.push({ at, bytes });
      const first = samples[0];
      if (!first || at - first.at < SHORTEST_MILLIS) return undefined;
      return ((bytes - first.bytes) * 1000) / (at - first.at);
    },
    /** After a break the time without a line is not counted. */
    forget() {
      samples = [];
    },
  };
}
