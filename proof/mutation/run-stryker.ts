import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { LogLevel, MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { reportTo } from './progress-reporter.ts';
import type { RunnerSettings } from './runner-settings.ts';
import { declarationAround, type Survivor, shown } from './survivors.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const pluginAt = (file: string) => path.join(import.meta.dirname, file);

/** Beside an endless loop, which is ended, a mutant takes no longer than the runner tries it. */
const MOST_MILLISECONDS = 30_000;
/** All tests run once before the first mutant: minutes where nothing else runs, and many more beside other proofs. */
const MOST_MINUTES_WITHOUT_MUTANT = 60;

export interface FileScore {
  file: string;
  killed: number;
  tried: number;
  survivors: Survivor[];
}

/** Mutates what the patterns say, and tells for each file how many mutants the tests found. */
export async function runStryker(
  patterns: string[],
  settings: RunnerSettings,
  listener: { progress(text: string): void; onSurvivor(survivor: Survivor): void },
): Promise<FileScore[]> {
  reportTo({ say: listener.progress, onSurvivor: (mutant) => listener.onSurvivor(survivorOf(mutant)) });
  // Stryker works where it is called from.
  process.chdir(ROOT);
  const options: PartialStrykerOptions = {
    mutate: patterns,
    testRunner: 'circus',
    plugins: ['circus-runner.ts', 'texts-ignorer.ts', 'progress-reporter.ts'].map(pluginAt),
    ignorers: ['texts'],
    reporters: ['told', 'html'],
    htmlReporter: { fileName: '.cache/mutation/report.html' },
    coverageAnalysis: 'perTest',
    concurrency: availableParallelism(),
    timeoutMS: MOST_MILLISECONDS,
    dryRunTimeoutMinutes: MOST_MINUTES_WITHOUT_MUTANT,
    tempDirName: '.cache/mutation/sandbox',
    cleanTempDir: 'always',
    ignorePatterns: ['/.cache', '/cdk.out', '/.local', '/web', '/bench', '/test/browser', '/test/web'],
    checkers: [],
    // Only for its own `tsc`, and TypeScript 7 has not the interface that Stryker would read it by.
    tsconfigFile: 'none.json',
    testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
    logLevel: 'warn' as LogLevel,
    warnings: { unknownOptions: false, slow: false, preprocessorErrors: true, unserializableOptions: true },
    allowConsoleColors: false,
    circus: settings,
  };
  return scoresOf(await new Stryker(options).runMutationTest());
}

/** A mutant that was not covered is a survivor; one that was ignored, or did not even load, is none at all. */
function scoresOf(results: readonly MutantResult[]): FileScore[] {
  const byFile = new Map<string, FileScore>();
  for (const mutant of results) {
    const { fileName, status } = mutant;
    if (['Ignored', 'CompileError', 'RuntimeError', 'Pending'].includes(status)) continue;
    const file = path.relative(ROOT, fileName);
    const score = byFile.get(file) ?? { file, killed: 0, tried: 0, survivors: [] };
    byFile.set(file, score);
    score.tried++;
    if (status === 'Killed' || status === 'Timeout') score.killed++;
    else score.survivors.push(survivorOf(mutant));
  }
  return [...byFile.values()].sort((one, other) => (one.file < other.file ? -1 : 1));
}

function survivorOf({ fileName, location, replacement = '' }: Readonly<MutantResult>): Survivor {
  const source = readFileSync(fileName, 'utf8');
  return {
    file: path.relative(ROOT, fileName),
    line: location.start.line,
    within: declarationAround(source, location.start.line),
    original: shown(pieceOf(source, location)),
    replacement: shown(replacement),
  };
}

/** Lines and columns are counted from one, and the end is the column behind the last character. */
function pieceOf(source: string, { start, end }: MutantResult['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}
