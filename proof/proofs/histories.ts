import { forget, nothingSoFar, readSoFar, writeSoFar } from '../histories/so-far.ts';
import { Broken, type Proof, type Tried } from '../proof.ts';
import { shareOut, startWorker } from '../workers.ts';

const WORKERS = 2;
const HISTORIES = { short: 20_000, long: 1_000_000 };
/** What a worker is given at a time. */
const ROUND = 100;

interface Round {
  from: number;
  tried: Record<string, number>;
  done: Record<string, number>;
}

function add(counts: Record<string, number>, more: Record<string, number>): void {
  for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count;
}

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, each) => total + each, 0);

/** History number n of seed s is history number 0 of seed s + n: the seed that is printed finds the failure at once. */
export const proof: Proof = {
  title: 'Random histories through the real handlers',
  inCi: true,
  async run({ long, seed, progress }): Promise<Tried[]> {
    const histories = long ? HISTORIES.long : HISTORIES.short;
    const soFar = long ? readSoFar(seed) : nothingSoFar();
    const { tried, done } = soFar;
    const begin = performance.now();
    const seconds = () => soFar.seconds + (performance.now() - begin) / 1_000;
    const rounds = new Set(soFar.rounds);
    await shareOut(
      Array.from({ length: histories / ROUND }, (_, round) => seed + round * ROUND)
        .filter((from) => !rounds.has(from))
        .map((from) => ({ from, to: from + ROUND })),
      {
        workers: WORKERS,
        start: () => startWorker(new URL('../histories/worker.ts', import.meta.url), []),
        isAnswer: (message): message is Round => 'tried' in message,
        heard: (message) => {
          const heard = message as Round | { broken: string; seed: number };
          if ('broken' in heard) {
            forget(seed);
            throw new Broken(heard.broken, heard.seed);
          }
          add(tried, heard.tried);
          add(done, heard.done);
          rounds.add(heard.from);
          if (long) writeSoFar(seed, { rounds: [...rounds], tried, done, seconds: seconds() });
          progress(`${rounds.size * ROUND} of ${histories} histories`);
        },
      },
    );
    const never = Object.keys(done).filter((name) => done[name] === 0);
    if (never.length > 0) throw new Error(`Never done, so nothing was shown of it: ${never.join(', ')}.`);
    if (long) forget(seed);
    return [
      { count: rounds.size * ROUND, what: 'histories' },
      { count: Object.keys(done).length, what: 'kinds of operation' },
      { count: sum(tried), what: 'operations in all' },
      { count: sum(done), what: 'of them done, not refused' },
      ...(long ? [{ count: Math.round(seconds() / 60), what: 'minutes for all of it' }] : []),
    ];
  },
};
