import { forget, readSoFar, writeSoFar } from '../histories/so-far.ts';
import { Broken, type Proof, type Tried } from '../proof.ts';
import { shareOut, startWorker } from '../workers.ts';

const WORKERS = 2;
const HISTORIES = { short: 20_000, long: 1_000_000 };
/** What a worker is given at a time. */
const ROUND = 100;

interface Round {
  from: number;
  tried: number;
  counts: Record<string, number>;
}

/** History number n of seed s is history number 0 of seed s + n: the seed that is printed finds the failure at once. */
export const proof: Proof = {
  title: 'Random histories through the real handlers',
  inCi: true,
  async run({ long, seed, progress }): Promise<Tried[]> {
    const histories = long ? HISTORIES.long : HISTORIES.short;
    const soFar = long ? readSoFar(seed) : { rounds: [], counts: {}, seconds: 0 };
    const begin = performance.now();
    const seconds = () => soFar.seconds + (performance.now() - begin) / 1_000;
    const done = new Set(soFar.rounds);
    const counts = new Map(Object.entries(soFar.counts));
    await shareOut(
      Array.from({ length: histories / ROUND }, (_, round) => seed + round * ROUND)
        .filter((from) => !done.has(from))
        .map((from) => ({ from, to: from + ROUND })),
      {
        workers: WORKERS,
        start: () => startWorker(new URL('../histories/worker.ts', import.meta.url), []),
        isAnswer: (message): message is Round => 'tried' in message,
        heard: (message) => {
          const heard = message as Round | { broken: string; seed: number };
          if ('broken' in heard) throw new Broken(heard.broken, heard.seed);
          for (const [name, count] of Object.entries(heard.counts))
            counts.set(name, (counts.get(name) ?? 0) + count);
          done.add(heard.from);
          if (long)
            writeSoFar(seed, { rounds: [...done], counts: Object.fromEntries(counts), seconds: seconds() });
          progress(`${done.size * ROUND} of ${histories} histories`);
        },
      },
    );
    const never = [...counts].filter(([, count]) => count === 0).map(([name]) => name);
    if (never.length > 0) throw new Error(`Never tried, so nothing was shown of it: ${never.join(', ')}.`);
    if (long) forget(seed);
    return [
      { count: done.size * ROUND, what: 'histories' },
      { count: counts.size, what: 'kinds of operation' },
      { count: [...counts.values()].reduce((sum, each) => sum + each, 0), what: 'operations in all' },
      ...(long ? [{ count: Math.round(seconds() / 60), what: 'minutes for all of it' }] : []),
    ];
  },
};
