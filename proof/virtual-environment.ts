import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const CACHE = fileURLToPath(new URL('../.cache/', import.meta.url));
const INSTALL_MILLIS = 600_000;

/** Whether there is any Python at all; whether it is one that will do shows when an environment is made. */
export async function hasPython(): Promise<boolean> {
  try {
    await run('python3', ['--version']);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * A virtual environment of Python in `.cache/NAME` with the pinned packages of `requirements`, made on first use and
 * whenever those change.
 *
 * @throws Error that says what to do where Python is missing.
 * @returns the folder of its commands
 */
export async function virtualEnvironment(name: string, requirements: string): Promise<string> {
  const directory = join(CACHE, name);
  const wanted = readFileSync(requirements, 'utf8');
  const record = join(directory, 'installed.txt');
  const commands = join(directory, 'bin');
  // Written last: an installation that was broken off is made anew.
  if (existsSync(record) && readFileSync(record, 'utf8') === wanted) return commands;
  rmSync(directory, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', directory]).catch((error: unknown) => {
    throw new Error('This needs Python 3.10 or later with venv: apt-get install -y python3-venv', {
      cause: error,
    });
  });
  const quietly = ['--quiet', '--disable-pip-version-check'];
  await run(join(commands, 'pip'), ['install', ...quietly, '--requirement', requirements]);
  writeFileSync(record, wanted);
  return commands;
}

async function run(command: string, settings: string[]): Promise<void> {
  await promisify(execFile)(command, settings, { timeout: INSTALL_MILLIS, maxBuffer: 2 ** 26 });
}
