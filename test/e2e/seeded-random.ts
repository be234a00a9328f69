import { randomInt } from 'node:crypto';

/** Of this run; the same again with E2E_SEED. It stands in the names of the tests that it decides. */
export const SEED = Number(process.env.E2E_SEED ?? randomInt(1_000_000));

/** Numbers in [0, 1) that a seed fixes (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
