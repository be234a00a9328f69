import { fuzzAll } from '../fuzz/fuzz-all.ts';
import { fuzzAtOnce } from '../fuzz/fuzz-at-once.ts';
import { tryRawRequests } from '../fuzz/raw-requests.ts';
import { startSeededLaptop } from '../fuzz/seeded-laptop.ts';
import type { Proof } from '../proof.ts';

const RUNS = { short: 8, long: 450 };
const RAW_ROUNDS = { short: 1, long: 5 };
/** How often there is each case: decisions use them up. */
const CASES = { short: 1, long: 4 };

export const proof: Proof = {
  title: 'API fuzz over HTTP, from the document that the service answers of itself',
  inCi: true,
  async run({ long, seed, progress }) {
    const form = long ? 'long' : 'short';
    const seeded = await startSeededLaptop(CASES[form], progress);
    try {
      const { operations, target } = seeded;
      const fuzzed = await fuzzAll(operations, {
        ...{ seed, progress, huge: true },
        runs: RUNS[form],
        fuzz: async (operation, options) => fuzzAtOnce(operation, await target(), options),
      });
      progress('raw requests');
      const raw = await tryRawRequests(seeded, RAW_ROUNDS[form]);
      return [
        { count: fuzzed.requests + raw, what: 'requests over HTTP' },
        { count: fuzzed.accepted, what: 'of them accepted' },
        { count: raw, what: 'of them raw bytes' },
        { count: operations.length, what: 'operations' },
      ];
    } finally {
      await seeded.close();
    }
  },
};
