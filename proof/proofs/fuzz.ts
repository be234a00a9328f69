import { fuzzAll } from '../fuzz/fuzz-all.ts';
import { fuzzOperation } from '../fuzz/fuzz-operation.ts';
import type { Proof } from '../proof.ts';

const RUNS = { short: 60, long: 10_000 };

export const proof: Proof = {
  title: 'API fuzz in this process, from the document that the service answers of itself',
  inCi: true,
  async run({ long, seed, progress }) {
    // Only here, because it puts the world in memory into the place of the adapters.
    const { worldToFuzz } = await import('../fuzz/world-target.ts');
    const { operations, target } = await worldToFuzz();
    const fuzzed = await fuzzAll(operations, {
      ...{ seed, progress, huge: long },
      runs: long ? RUNS.long : RUNS.short,
      // Each in a world of its own: what one of them shows does not hang on what was done before.
      fuzz: async (operation, options) => fuzzOperation(operation, await target(), options),
    });
    return [
      { count: fuzzed.requests, what: 'requests to the handlers' },
      { count: fuzzed.accepted, what: 'of them accepted' },
      { count: operations.length, what: 'operations' },
    ];
  },
};
