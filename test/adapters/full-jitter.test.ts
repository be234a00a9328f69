import { jest } from '@jest/globals';
import { createFullJitter } from '../../functions/adapters/full-jitter.ts';

describe('a pause with full jitter', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Whether the pause before this attempt is over after so many milliseconds. */
  async function isOverAfter(millis: number, attempt: number, random: number): Promise<boolean> {
    const pause = createFullJitter({ firstMillis: 20, mostMillis: 100, random: () => random });
    let isOver = false;
    const waiting = pause(attempt).then(() => {
      isOver = true;
    });
    await jest.advanceTimersByTimeAsync(millis);
    const outcome = isOver;
    await jest.runAllTimersAsync();
    await waiting;
    return outcome;
  }

  it.each([
    [1, 20],
    [2, 40],
    [3, 80],
    [4, 100],
    [50, 100],
  ])('before attempt %i is at most %i ms', async (attempt, most) => {
    expect(await isOverAfter(most - 1, attempt, 1)).toBe(false);
    expect(await isOverAfter(most, attempt, 1)).toBe(true);
  });

  it('is anything down to none', async () => {
    expect(await isOverAfter(9, 1, 0.5)).toBe(false);
    expect(await isOverAfter(10, 1, 0.5)).toBe(true);
    expect(await isOverAfter(1, 5, 0)).toBe(true);
  });
});
