import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { Broken } from '../proof.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const JEST = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

const outcome = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  /** Skipped ones, for Jest. */
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** The tests of test/stack; says how many there are. @throws Broken that names what failed or was not run. */
export async function runOwnAssertions(): Promise<number> {
  const directory = mkdtempSync(path.join(tmpdir(), 'own-assertions-'));
  const file = path.join(directory, 'outcome.json');
  try {
    await runJest(['test/stack', '--json', `--outputFile=${file}`]);
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = outcome.parse(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    const failed = testResults.flatMap(({ message, assertionResults }) =>
      assertionResults.length === 0 && message
        ? [message]
        : assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    );
    if (failed.length > 0 || numFailedTests > 0)
      throw new Broken(`Own assertions about the template fail: ${failed.join('; ')}.`);
    const left = numPendingTests + numTodoTests;
    if (numPassedTests === 0 || left > 0)
      throw new Broken(
        `Own assertions about the template: ${numPassedTests} passed and ${left} were left out; expected some and none.`,
      );
    return numPassedTests;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Its exit code says no more than its report. */
function runJest(parameters: string[]): Promise<void> {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, JEST, ...parameters], { cwd: ROOT, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}
