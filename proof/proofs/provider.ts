import { Broken, type Proof, type Tried } from '../proof.ts';
import type { Piece } from '../provider/worker.ts';
import { shareOut, startWorker } from '../workers.ts';

const WORKERS = 2;
/** Each claim under a provider is one scenario; those of one world share the provider's story. */
const CLAIMS = 20;
const SHORT = { worlds: 25, wires: 1, answers: 300 };
const LONG = { worlds: 1_000, wires: 25, answers: 20_000 };

type Message =
  | { kind: Piece['kind']; claims?: number; calls: number; hours?: number }
  | { broken: string; seed: number };

/**
 * A provider that loses orders and answers, answers late, twice and wrongly, turns down what it pays, forgets keys and
 * orders after a day and is down for up to 72 hours, under workflows that retry as they are deployed, with the
 * reconciler every quarter of an hour and people who do what the runbook says. A day after it came to its senses every
 * claim is paid what was approved, once. The seed of a failure's world is printed; with it that world comes first.
 */
export const proof: Proof = {
  title: 'A hostile payout provider',
  inCi: true,
  async run({ long, seed, progress }): Promise<Tried[]> {
    const { worlds, wires, answers } = long ? LONG : SHORT;
    const many = (kind: Piece['kind'], count: number, size: number): Piece[] =>
      Array.from({ length: count }, (_, place) => ({ kind, seed: seed + place, size }));
    const pieces = [
      ...many('memory', worlds, CLAIMS),
      ...many('wire', wires, 4),
      ...many('answers', 1, answers),
    ];
    const told: Exclude<Message, { broken: string }>[] = [];
    await shareOut(pieces, {
      workers: WORKERS,
      start: () => startWorker(new URL('../provider/worker.ts', import.meta.url), []),
      isAnswer: (message): message is Message => 'kind' in message,
      heard: (message) => {
        const heard = message as Message;
        if ('broken' in heard) throw new Broken(heard.broken, heard.seed);
        told.push(heard);
        progress(`${told.length} of ${pieces.length} worlds`);
      },
    });
    const sum = (kind: Piece['kind'], name: 'claims' | 'calls' | 'hours') =>
      told.reduce((total, each) => total + (each.kind === kind ? (each[name] ?? 0) : 0), 0);
    return [
      { count: sum('memory', 'claims'), what: 'scenarios' },
      { count: sum('memory', 'calls'), what: 'calls of the provider in them' },
      { count: sum('memory', 'hours'), what: 'virtual hours' },
      { count: sum('wire', 'claims'), what: 'scenarios over HTTP' },
      { count: sum('wire', 'calls'), what: 'calls in those' },
      { count: sum('answers', 'calls'), what: 'spoilt answers' },
    ];
  },
};
