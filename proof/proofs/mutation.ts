import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FileScore, runStryker } from '../mutation/run-stryker.ts';
import { BRIEF, isStrict, patternsOfAll, testFiles } from '../mutation/scope.ts';
import { explains, explanations, type Survivor, toldAsRow } from '../mutation/survivors.ts';
import { Broken, type Proof, type ProofOptions, type Tried } from '../proof.ts';

const LEAST_PERCENT = 90;
const FOLDER = path.join(import.meta.dirname, '..', '..', '.cache', 'mutation');
const REPORT = path.join(FOLDER, 'survivors.md');
const SO_FAR = path.join(FOLDER, 'survivors-so-far.txt');

/** Breaks the rules and use cases in thousands of small ways and asks whether a test finds each. */
export const proof: Proof = {
  title: 'The tests find what is broken in the rules and use cases',
  inCi: true,
  async run({ long, seed, progress }: ProofOptions): Promise<Tried[]> {
    rmSync(SO_FAR, { force: true });
    mkdirSync(path.dirname(SO_FAR), { recursive: true });
    const onSurvivor = (survivor: Survivor) => appendFileSync(SO_FAR, `${told(survivor)}\n`);
    const scores = await runStryker(
      patterns(long),
      { testFiles: testFiles(long), seed },
      { progress, onSurvivor },
    );
    write(scores);
    const known = explanations();
    const isExplained = (survivor: Survivor) => known.some((each) => explains(each, survivor));
    const open = scores
      .filter(({ file }) => isStrict(file))
      .flatMap(({ survivors }) => survivors.filter((survivor) => !isExplained(survivor)));
    if (open.length > 0)
      throw new Broken(
        `${open.length} mutants of money, deadlines or authorization survive without an explanation:\n${open.map(told).join('\n')}`,
      );
    const { tried, killed } = summed(scores);
    if (tried === 0) throw new Broken('Not one mutant was tried.');
    if (killed < (LEAST_PERCENT / 100) * tried)
      throw new Broken(
        `${killed} of ${tried} mutants are found, less than ${LEAST_PERCENT} %; see ${REPORT}.`,
      );
    const survivors = scores.flatMap((score) => score.survivors);
    return [
      { count: tried, what: `mutants of ${scores.length} files` },
      { count: killed, what: `of them found (${((100 * killed) / tried).toFixed(1)} %)` },
      { count: survivors.filter(isExplained).length, what: 'survivors explained' },
    ];
  },
};

/** `MUTATE=functions/payouts/*.ts` tries what one is working on. */
function patterns(long: boolean): string[] {
  if (process.env.MUTATE) return process.env.MUTATE.split(',');
  return long ? patternsOfAll() : BRIEF;
}

function summed(scores: readonly FileScore[]): { tried: number; killed: number } {
  return scores.reduce(
    (sum, { tried, killed }) => ({ tried: sum.tried + tried, killed: sum.killed + killed }),
    { tried: 0, killed: 0 },
  );
}

const told = (survivor: Survivor): string =>
  `${survivor.file}:${survivor.line}: ${survivor.original} → ${survivor.replacement}`;

/** Each file's score, and its survivors as rows for docs/mutation-survivors.md. */
function write(scores: readonly FileScore[]): void {
  const files = scores.map(({ file, killed, tried, survivors }) =>
    [
      `## ${file}: ${killed} of ${tried}`,
      ...survivors.map((survivor) => `${told(survivor)}\n${toldAsRow(survivor)}`),
    ].join('\n'),
  );
  writeFileSync(REPORT, `${files.join('\n\n')}\n`);
}
