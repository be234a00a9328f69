import { registerHooks } from 'node:module';
import { jestExpect } from '@jest/expect';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';

/**
 * No property runs longer under a mutant; what it did not find by then counts as not found. Without one it runs to its
 * end, on a busy machine too: some say at their end what they have come by.
 */
const MOST_MILLISECONDS_OF_PROPERTY = { withMutant: 3_000, without: 120_000 };

/** Some tests import by name what others take from the global scope; outside of jest the package only throws. */
const GLOBALS = `data:text/javascript,${encodeURIComponent(
  'export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globalThis;',
)}`;

/** Puts into place what jest gives to a file of tests. The tests of the capabilities use no more of it. */
export function provideCircus(seed: number): void {
  Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, it, test });
  // How long a test may take is said by the runner, from how long it takes without a mutant.
  Object.assign(globalThis, { expect: jestExpect, jest: { setTimeout: () => {} } });
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@jest/globals' ? { url: GLOBALS, shortCircuit: true } : next(specifier, context),
  });
  fc.configureGlobal({
    seed,
    // A smaller example is of no use here.
    endOnFailure: true,
    interruptAfterTimeLimit: MOST_MILLISECONDS_OF_PROPERTY.withMutant,
    markInterruptAsFailure: false,
  });
}

/** For the time that it takes every property runs to its end. */
export async function withoutHurry<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  const before = fc.readConfigureGlobal();
  fc.configureGlobal({ ...before, interruptAfterTimeLimit: MOST_MILLISECONDS_OF_PROPERTY.without });
  try {
    return await work();
  } finally {
    fc.configureGlobal(before);
  }
}
