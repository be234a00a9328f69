import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BREAK } from '../breaks/apply-break.ts';
import { type Break, breaks } from '../breaks/breaks.ts';
import { Broken, type Proof } from '../proof.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const FLAGS = ['--disable-warning=ExperimentalWarning', MAIN];

/** What the proof prints about a product that is broken so, and how it ended. */
function proveBroken(name: string, { proof }: Break, seed: number): Promise<{ code: number; told: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...FLAGS, proof, '--seed', String(seed)],
      { env: { ...process.env, [BREAK]: name }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, told: stdout + stderr }),
    );
  });
}

/** Puts one line of the product wrong at a time, and asks the proof of that invariant whether it notices. */
export const proof: Proof = {
  title: 'Every invariant broken on purpose, and noticed by its proof',
  inCi: false,
  hasLongForm: false,
  async run({ seed, progress }) {
    for (const [name, broken] of Object.entries(breaks)) {
      progress(`${name}: ${broken.invariant}`);
      const { code, told } = await proveBroken(name, broken, broken.seed ?? seed);
      if (code === 0)
        throw new Broken(
          `«${broken.invariant}» was broken (${name}), and ${broken.proof} said that all holds.`,
        );
      if (!broken.says.test(told))
        throw new Broken(
          `${broken.proof} failed at ${name}, but not for «${broken.invariant}»:\n${told.slice(-3_000)}`,
        );
    }
    return [{ count: Object.keys(breaks).length, what: 'breaks noticed' }];
  },
};
