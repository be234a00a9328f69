import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSeededLaptop } from '../fuzz/seeded-laptop.ts';
import { Broken, LeftOut, type Proof } from '../proof.ts';
import { runSchemathesis } from '../schemathesis/run-schemathesis.ts';
import { hasPython, virtualEnvironment } from '../virtual-environment.ts';

const EXAMPLES = { short: 5, long: 60 };
/** What they try, and why not more: docs/schemathesis.md. */
const PHASES = { short: ['fuzzing'], long: ['coverage', 'fuzzing'] };
/** A few suffice: schemathesis draws what it asks for. */
const CASES = 1;
const TOLD_CHARACTERS = 12_000;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const proof: Proof = {
  title: 'schemathesis against the laptop',
  inCi: true,
  async run({ long, seed, progress }) {
    const form = long ? 'long' : 'short';
    if (!(await hasPython())) throw new LeftOut('no python3 here');
    progress('looking for schemathesis');
    const requirements = join(ROOT, 'proof', 'schemathesis', 'requirements.txt');
    const commands = await virtualEnvironment('schemathesis', requirements);
    const seeded = await startSeededLaptop(CASES, progress);
    try {
      const { code, output } = await runSchemathesis(join(commands, 'schemathesis'), seeded, {
        ...{ seed, progress },
        maxExamples: EXAMPLES[form],
        phases: PHASES[form],
      });
      if (code !== 0) throw new Broken(`schemathesis ended with ${code}:\n${output.slice(-TOLD_CHARACTERS)}`);
      const cases = countIn(output, /([\d,]+) generated/);
      const operations = countIn(output, /Tested: ([\d,]+)/);
      if (cases === 0 || operations === 0)
        throw new Broken(`schemathesis tried nothing:\n${output.slice(-TOLD_CHARACTERS)}`);
      return [
        { count: cases, what: 'test cases of schemathesis' },
        { count: operations, what: 'operations' },
      ];
    } finally {
      await seeded.close();
    }
  },
};

function countIn(output: string, pattern: RegExp): number {
  const [, count = '0'] = pattern.exec(output) ?? [];
  return Number(count.replaceAll(',', ''));
}
