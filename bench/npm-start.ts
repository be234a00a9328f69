import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { processTree } from './process-tree.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Started {
  origin: string;
  /** When the command was typed, on `performance.now()`. */
  begin: number;
  /** Of npm, its shell, Node and the table engine. */
  pids(): number[];
  stop(): Promise<void>;
}

/** Types `npm start` and waits until the laptop says that it is ready. */
export async function npmStart(options: { directory: string; port: number }): Promise<Started> {
  const begin = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(options.port), LOCAL_DATA_DIR: options.directory },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which Ctrl-C goes to as a whole.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await untilReady(child);
  return {
    origin: `http://127.0.0.1:${options.port}`,
    begin,
    pids: () => processTree(child.pid as number),
    async stop() {
      process.kill(-(child.pid as number), 'SIGINT');
      await ended;
    },
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/^[\d.]+ s {2}ready$/m.test(output)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
}

/** What `npm` and Node take for nothing: the floor of anything that is started so. */
export function npmStartsNothing(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['exec', '--call', 'node -e 0'], { cwd: ROOT, stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`npm exec ended with ${code}.`)),
    );
  });
}
