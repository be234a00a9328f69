/**
 * Waits a random time up to a bound that doubles with each attempt: writers that collided once do not collide in
 * step again, which equal or fixed pauses would make them do.
 */
export function createFullJitter({ firstMillis = 25, mostMillis = 1_000, random = Math.random } = {}) {
  return async (attempt: number): Promise<void> => {
    const millis = random() * Math.min(mostMillis, firstMillis * 2 ** (attempt - 1));
    await new Promise((resolve) => setTimeout(resolve, millis));
  };
}
