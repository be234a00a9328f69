import type { DescribedOperation } from '../fuzz/document.ts';
import { fuzzAll } from '../fuzz/fuzz-all.ts';
import { fuzzAtOnce } from '../fuzz/fuzz-at-once.ts';
import { tryRawRequests } from '../fuzz/raw-requests.ts';
import { loggedOf, startSeededLaptop } from '../fuzz/seeded-laptop.ts';
import { Broken, type Proof } from '../proof.ts';

const RUNS = { short: 8, long: 450 };
const RAW_ROUNDS = { short: 1, long: 5 };
/** How often there is each case: decisions use them up. */
const CASES = { short: 1, long: 4 };

/** What ends or gives away what others need: there is one service for all of them. */
const USES_UP = new Set([
  'abort-upload',
  'complete-upload',
  'complete-case-upload',
  'discard-letter',
  'dispatch-letter',
]);

function usingUpLast(one: DescribedOperation, other: DescribedOperation): number {
  return Number(USES_UP.has(one.operationId)) - Number(USES_UP.has(other.operationId));
}

export const proof: Proof = {
  title: 'API fuzz over HTTP, from the document that the service answers of itself',
  inCi: true,
  async run({ long, seed, progress }) {
    const form = long ? 'long' : 'short';
    const seeded = await startSeededLaptop(CASES[form], progress);
    try {
      const { operations, target } = seeded;
      const fuzzed = await fuzzAll(operations.toSorted(usingUpLast), {
        ...{ seed, progress, huge: true },
        runs: RUNS[form],
        fuzz: async (operation, options) => fuzzAtOnce(operation, await target(operation), options),
      });
      progress('raw requests');
      const raw = await tryRawRequests(seeded, RAW_ROUNDS[form]);
      return [
        { count: fuzzed.requests + raw, what: 'requests over HTTP' },
        { count: fuzzed.accepted, what: 'of them accepted' },
        { count: raw, what: 'of them raw bytes' },
        { count: operations.length, what: 'operations' },
      ];
    } catch (error) {
      // What a function logged goes with its laptop: the reason is told here or nowhere.
      if (!(error instanceof Broken)) throw error;
      throw new Broken([error.message, ...loggedOf(seeded.laptop, error.message)].join('\n'));
    } finally {
      await seeded.close();
    }
  },
};
