import fc from 'fast-check';
import { checkProperty } from '../moto/check-property.ts';
import { Broken, type Proof } from '../proof.ts';
import { arbitraryClaim } from '../state-machines/arbitrary-claim.ts';
import { arbitraryMachine } from '../state-machines/arbitrary-machine.ts';
import { proveCalls } from '../state-machines/call-proof.ts';
import { differenceOf } from '../state-machines/compare-outcomes.ts';
import { agreedEdges, knownDifferences } from '../state-machines/known-differences.ts';
import { runOnLaptop } from '../state-machines/laptop-run.ts';
import type { MachineCase, Outcome } from '../state-machines/machine-case.ts';
import { memoryDifferenceOf, runInMemory, withoutSilence } from '../state-machines/memory-run.ts';
import { type MotoInterpreter, startMotoInterpreter } from '../state-machines/moto-run.ts';
import { assertStackRunsIt, stackDefinition } from '../state-machines/stack-definition.ts';

const MACHINES = { short: 80, long: 4_000 };
const CLAIMS = { short: 30, long: 2_000 };
const CALLS = { short: 15, long: 400 };

export const proof: Proof = {
  title: 'State machines against moto',
  inCi: true,
  async run({ long, seed, progress }) {
    await assertStackRunsIt(stackDefinition);
    const form = long ? 'long' : 'short';
    const calls = await proveCalls({ seed, numRuns: CALLS[form], progress });
    const moto = await startMotoInterpreter(progress);
    const seen = { entered: 0, calls: 0 };
    const compare = async (machineCase: MachineCase) => {
      const laptop = await runOnLaptop(machineCase);
      const difference = differenceOf(laptop, await moto.run(machineCase));
      if (difference) throw new Error(`The laptop and moto differ: ${difference}`);
      for (const { what } of laptop.steps) {
        if (what === 'entered') seen.entered += 1;
        else if (what === 'TaskScheduled') seen.calls += 1;
      }
    };
    const compareClaim = async (machineCase: MachineCase) => {
      await compare(machineCase);
      await compareWithMemory(withoutSilence(machineCase));
    };
    const generated = async (
      arbitrary: fc.Arbitrary<MachineCase>,
      numRuns: number,
      what: string,
      tried = compare,
    ) => {
      let done = 0;
      const property = fc.asyncProperty(arbitrary, async (machineCase) => {
        await tried(machineCase);
        done += 1;
        if (done % 50 === 0) progress(`${done} of ${numRuns} ${what}`);
      });
      await checkProperty(property, { seed, numRuns });
    };
    try {
      for (const { title, machineCase } of agreedEdges) {
        await compare(machineCase).catch((error) => {
          throw new Broken(`${title}: ${error.message}`);
        });
      }
      for (const each of knownDifferences) await assertKnown(each, moto);
      await generated(arbitraryClaim, CLAIMS[form], 'claims', compareClaim);
      await generated(arbitraryMachine, MACHINES[form], 'machines');
    } finally {
      moto.close();
    }
    return [
      { count: MACHINES[form], what: 'generated machines' },
      { count: CLAIMS[form], what: "runs of the stack's own machine, each on the executions in memory too" },
      { count: seen.entered, what: 'states entered' },
      { count: seen.calls, what: 'calls of tasks' },
      { count: knownDifferences.length, what: 'known differences, as listed' },
      ...calls,
    ];
  },
};

async function compareWithMemory(machineCase: MachineCase): Promise<void> {
  const difference = memoryDifferenceOf(await runOnLaptop(machineCase), await runInMemory(machineCase));
  if (difference) throw new Error(`The laptop and the executions in memory differ: ${difference}`);
}

async function assertKnown(
  { title, machineCase, laptop, moto }: (typeof knownDifferences)[number],
  interpreter: MotoInterpreter,
): Promise<void> {
  assertShows(`${title}, on the laptop`, await runOnLaptop(machineCase), laptop);
  assertShows(`${title}, on moto`, await interpreter.run(machineCase), moto);
}

function assertShows(where: string, outcome: Outcome, wanted: Partial<Outcome>): void {
  for (const [field, value] of Object.entries(wanted)) {
    const found = outcome[field as keyof Outcome];
    if (JSON.stringify(found) !== JSON.stringify(value)) {
      throw new Broken(`${where}: ${field} is ${JSON.stringify(found)}, expected ${JSON.stringify(value)}.`);
    }
  }
}
