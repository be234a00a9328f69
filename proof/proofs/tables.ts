import fc from 'fast-check';
import { chanceOf } from '../../local/seed/chance.ts';
import { Broken, type Proof, type ProofOptions, type Tried } from '../proof.ts';
import { compareWhole } from '../tables/compare-whole.ts';
import { createWorld, type RunningEngine, startEngines } from '../tables/engines.ts';
import { playSequence, type Stage } from '../tables/play-sequence.ts';
import { createStage } from '../tables/stage.ts';

/** So many sequences at a time: DynamoDB Local answers hardly more when it is asked by more. */
const WORLDS = { short: 2, long: 4 };

/** Requests that each world tries at least. */
const ENOUGH = { short: 1_000, long: 27_000 };

/** Short ones as well: what breaks is cut down to the few operations that it takes. */
const SEQUENCE = { minLength: 1, maxLength: 100, size: 'max' } as const;

/** Sequences of operations in tables of their own, until enough requests have been compared. */
async function playWorld(
  engines: readonly RunningEngine[],
  index: number,
  enough: number,
  options: ProofOptions,
) {
  const world = await createWorld(engines, `world${index}`);
  const stage = createStage(world);
  try {
    const property = fc.asyncProperty(fc.array(fc.noShrink(fc.integer()), SEQUENCE), (seeds) =>
      playSequence(stage, seeds),
    );
    for (let round = 0; stage.compared() < enough; round += 1) {
      const seed = chanceOf(options.seed, index * 1_000_003 + round).whole(0, 0x7fff_ffff);
      const result = await fc.check(property, { seed, numRuns: 10 });
      if (result.failed) throw brokenBy(result, stage);
      options.progress(`world ${index}: ${stage.compared()} requests compared`);
    }
    const whole = await compareWhole(stage);
    return { requests: stage.compared(), ...whole, met: stage.met };
  } finally {
    world.close();
  }
}

function brokenBy(result: fc.RunDetails<[number[]]>, stage: Stage): Error {
  const error = result.errorInstance as Error;
  if (!(error instanceof Broken)) return error;
  const operations = result.counterexample?.[0].length ?? 0;
  return new Broken(
    `${error.message}\n  after a sequence of ${operations} operations, the last: ${stage.last()}`,
  );
}

export const proof: Proof = {
  title: 'The tables of proofs, of the laptop and of DynamoDB Local answer alike',
  inCi: true,

  async run(options): Promise<Tried[]> {
    const form = options.long ? 'long' : 'short';
    const engines = await startEngines();
    try {
      const worlds = await Promise.all(
        Array.from({ length: WORLDS[form] }, (_, index) => playWorld(engines, index, ENOUGH[form], options)),
      );
      const sum = (count: (world: (typeof worlds)[number]) => number) =>
        worlds.reduce((total, world) => total + count(world), 0);
      return [
        { count: sum(({ requests }) => requests), what: 'requests to each of three' },
        { count: sum(({ items }) => items), what: 'items compared at the end' },
        { count: sum(({ changes }) => changes), what: 'changes in streams' },
        {
          count: sum(({ met }) => [...met.values()].reduce((total, times) => total + times, 0)),
          what: 'answers that differ as docs/engine-differences.md says',
        },
      ];
    } finally {
      await Promise.all(engines.map((engine) => engine.close()));
    }
  },
};
