import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FileScore, runStryker } from '../mutation/run-stryker.ts';
import { BRIEF, isStrict, leftOutInVain, patternsOfAll, testFiles } from '../mutation/scope.ts';
import { type Explanation, explanations, type Survivor, sorted, toldAsRow } from '../mutation/survivors.ts';
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
    const [vain] = leftOutInVain();
    if (vain) throw new Broken(`${vain} is left out of what is strict, and is no longer there.`);
    rmSync(SO_FAR, { force: true });
    mkdirSync(path.dirname(SO_FAR), { recursive: true });
    const onSurvivor = (survivor: Survivor) => appendFileSync(SO_FAR, `${told(survivor)}\n`);
    const scores = await runStryker(
      patterns(long),
      { testFiles: testFiles(long), seed },
      { progress, onSurvivor },
    );
    write(scores);
    const { explained, unexplained, unused } = sorted(
      scores.flatMap(({ survivors }) => survivors),
      explanations(),
    );
    const { tried, killed } = summed(scores);
    if (tried === 0) throw new Broken('Not one mutant was tried.');
    // All of it at once: the next run takes as long.
    const faults = [
      ...faultOf(
        unexplained.filter(({ file }) => isStrict(file)).map(told),
        'mutants of money, deadlines or authorization survive without an explanation',
      ),
      ...faultOf(
        overtaken(unused, scores, long).map(toldWithTimes),
        'rows of docs/mutation-survivors.md explain more than survives',
      ),
    ];
    if (killed < (LEAST_PERCENT / 100) * tried)
      faults.push(`${killed} of ${tried} mutants are found, less than ${LEAST_PERCENT} %; see ${REPORT}.`);
    if (faults.length > 0) throw new Broken(faults.join('\n'));
    return [
      { count: tried, what: `mutants of ${scores.length} files` },
      { count: killed, what: `of them found (${((100 * killed) / tried).toFixed(1)} %)` },
      { count: explained.length, what: 'survivors explained' },
    ];
  },
};

const faultOf = (lines: readonly string[], what: string): string[] =>
  lines.length === 0 ? [] : [`${lines.length} ${what}:\n${lines.join('\n')}`];

/**
 * Rows that a test or the code has overtaken. With fewer tests more mutants live on, so that a row that explains nothing
 * in the short form explains nothing at all; asked are the files that were mutated.
 */
function overtaken(
  unused: readonly Explanation[],
  scores: readonly FileScore[],
  long: boolean,
): Explanation[] {
  const isWhole = long && !process.env.MUTATE;
  const mutated = new Set(scores.map(({ file }) => file));
  return unused.filter(({ file }) => isWhole || mutated.has(file));
}

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

const toldWithTimes = ({ file, within, times, original, replacement }: Explanation): string =>
  `${file}, ${within} ×${times}: ${original} → ${replacement}`;

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
