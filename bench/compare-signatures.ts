import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { openBuckets, signings } from '../test/adapters/presigned-requests.ts';

/** One thread of the comparison: so many random inputs, signed by us and by the SDK. */
export interface Compared {
  inputs: number;
  different: number;
}

/** Each is made of a seed of its own, so that memory does not grow with their number. */
const BATCH = 1_000;

const { seed, inputs } = workerData as { seed: number; inputs: number };
const buckets = openBuckets();
const compared: Compared = { inputs: 0, different: 0 };
for (let batch = 0; compared.inputs < inputs; batch += 1) {
  const numRuns = Math.min(BATCH, inputs - compared.inputs);
  for (const signing of fc.sample(signings, { numRuns, seed: seed * 1_000_003 + batch })) {
    compared.inputs += 1;
    if ((await buckets.own(signing)) === (await buckets.sdk(signing))) continue;
    compared.different += 1;
    // What it was is worth more than how many there are.
    if (compared.different === 1) console.error(JSON.stringify(signing));
  }
  parentPort?.postMessage(compared);
}
buckets.close();
