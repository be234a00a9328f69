import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Laptop } from './laptop.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * `npm run walkthrough` against this laptop. Resolves with all that it printed.
 * @throws Error when it fails.
 */
export async function playWalkthrough(laptop: Laptop): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'local/walkthrough.ts'], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '', PORT: new URL(laptop.origin).port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let faults = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    faults += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The walkthrough ended with ${code}:\n${output}\n${faults}`);
  return output.trim();
}
