import fc from 'fast-check';
import { allowedActions, askedInCode } from '../moto/asked-in-code.ts';
import { checkProperty } from '../moto/check-property.ts';
import { Broken, type Tried } from '../proof.ts';
import { laptopEngines, motoEngines, openMemory } from './call-engines.ts';
import {
  allowedDifferences,
  arbitrarySteps,
  type CallsSeen,
  edges,
  playSteps,
  type Step,
} from './call-sequence.ts';

/** Generated sequences of calls to Step Functions, each on engines of its own. */
export async function proveCalls({
  seed,
  numRuns,
  progress,
}: {
  seed: number;
  numRuns: number;
  progress: (text: string) => void;
}): Promise<Tried[]> {
  const onLaptop = laptopEngines();
  const onMoto = await motoEngines(progress);
  const seen: CallsSeen = { calls: 0, asked: new Set(), differing: new Map() };
  const play = async (steps: readonly Step[]) => {
    const memory = openMemory();
    const laptop = await onLaptop.open();
    const moto = await onMoto.open(memory);
    try {
      await playSteps(steps, { laptop, moto, memory }, seen);
    } finally {
      await laptop.close();
      await moto.close();
    }
  };
  let sequences = 0;
  const property = fc.asyncProperty(arbitrarySteps, async (steps) => {
    sequences += 1;
    if (sequences % 10 === 0) progress(`${sequences} of ${numRuns} sequences of calls`);
    await play(steps);
  });
  try {
    await play(edges);
    const gone = Object.keys(allowedDifferences).find((name) => !seen.differing.has(name));
    if (gone) throw new Broken(`«${gone}» is a difference no more.`);
    await checkProperty(property, { seed, numRuns });
  } finally {
    onLaptop.close();
    await onMoto.close();
  }
  await assertAllCompared(seen.asked);
  return [
    { count: numRuns, what: 'generated sequences of calls to Step Functions' },
    { count: seen.calls, what: 'calls in them' },
    {
      count: [...seen.differing.values()].reduce((sum, count) => sum + count, 0),
      what: 'calls with a difference that is listed',
    },
  ];
}

/** Whatever the code asks and the template allows was asked of both engines. */
async function assertAllCompared(asked: ReadonlySet<string>): Promise<void> {
  for (const [each, file] of askedInCode('@aws-sdk/client-sfn'))
    if (!asked.has(each))
      throw new Broken(
        `${file} asks ${each} of Step Functions, which no sequence has asked of both engines.`,
      );
  for (const [action, allowedTo] of await allowedActions('states'))
    if (!asked.has(action.replace('states:', '')))
      throw new Broken(`${allowedTo} may ${action}, which no sequence has asked of both engines.`);
}
