import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSeededLaptop } from '../fuzz/seeded-laptop.ts';
import { Broken, type Proof } from '../proof.ts';
import { runSchemathesis } from '../schemathesis/run-schemathesis.ts';
import { virtualEnvironment } from '../virtual-environment.ts';

const EXAMPLES = { short: 5, long: 100 };
/** A few suffice: schemathesis draws what it asks for. */
const CASES = 1;
const TOLD_CHARACTERS = 12_000;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const proof: Proof = {
  title: 'schemathesis against the laptop',
  // Makes a virtual environment, starts a laptop and takes minutes.
  inCi: false,
  async run({ long, seed, progress }) {
    progress('looking for schemathesis');
    const requirements = join(ROOT, 'proof', 'schemathesis', 'requirements.txt');
    const commands = await virtualEnvironment('schemathesis', requirements);
    const seeded = await startSeededLaptop(CASES, progress);
    try {
      const maxExamples = long ? EXAMPLES.long : EXAMPLES.short;
      const { code, output } = await runSchemathesis(join(commands, 'schemathesis'), seeded, {
        seed,
        maxExamples,
        progress,
      });
      if (code !== 0) throw new Broken(`schemathesis ended with ${code}:\n${output.slice(-TOLD_CHARACTERS)}`);
      const [, generated = '0'] = /([\d,]+) generated/.exec(output) ?? [];
      const count = Number(generated.replaceAll(',', ''));
      if (count === 0) throw new Broken(`schemathesis tried nothing:\n${output.slice(-TOLD_CHARACTERS)}`);
      return [
        { count, what: 'test cases of schemathesis' },
        { count: seeded.operations.length, what: 'operations' },
      ];
    } finally {
      await seeded.close();
    }
  },
};
