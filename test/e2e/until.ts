const LOOK_EVERY_MILLIS = 50;
const GIVE_UP_AFTER_MILLIS = 90_000;

/**
 * Waits for a condition, never for a time: the service works on behind its answers. Generous, because the machine may
 * be busy; a condition that holds is seen at once.
 */
export async function until<Found>(what: string, look: () => Promise<Found>): Promise<NonNullable<Found>> {
  const begin = performance.now();
  let fault: unknown;
  while (performance.now() - begin < GIVE_UP_AFTER_MILLIS) {
    try {
      const found = await look();
      if (found) return found;
      fault = undefined;
    } catch (error) {
      fault = error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLIS));
  }
  throw new Error(`Waited in vain until ${what}.`, { cause: fault });
}
