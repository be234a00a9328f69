import { operations } from '../../functions/contracts/operations.ts';
import { type Outcome, summed } from '../fuzz/fuzz-all.ts';
import type { Proof } from '../proof.ts';
import { shareOut, startWorker } from '../workers.ts';

const WORKERS = 2;
const RUNS = { short: 60, long: 10_000 };

export const proof: Proof = {
  title: 'API fuzz in this process, from the document that the service answers of itself',
  inCi: true,
  async run({ long, seed, progress }) {
    const places = Object.keys(operations).map((_, index) => index);
    const runs = long ? RUNS.long : RUNS.short;
    const outcomes: Outcome[] = [];
    await shareOut(places, {
      workers: WORKERS,
      start: () =>
        startWorker(new URL('../fuzz/worker.ts', import.meta.url), [
          ...[String(seed), String(runs)],
          long ? 'huge' : 'small',
        ]),
      isAnswer: (message): message is Outcome => 'told' in message,
      heard: (message) => {
        const heard = message as Outcome | { failed: string };
        if ('failed' in heard) throw new Error(heard.failed);
        outcomes.push(heard);
        progress(`${outcomes.length}/${places.length} ${heard.told}`);
      },
    });
    const { requests, accepted } = summed(outcomes);
    return [
      { count: requests, what: 'requests to the handlers' },
      { count: accepted, what: 'of them accepted' },
      { count: outcomes.length, what: 'operations' },
    ];
  },
};
