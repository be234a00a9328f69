import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePortBlock } from '../free-ports.ts';
import { type Answer, type Request, send } from './send.ts';
import { until } from './until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STOPS_WITHIN_MILLIS = 15_000;

/** The time that a suite gives to its hooks and tests: a first start synthesizes, on a machine that is busy. */
export const PATIENCE_MILLIS = 180_000;

export interface Laptop {
  readonly origin: string;
  readonly storageOrigin: string;
  readonly filmOrigin: string;
  readonly directory: string;
  readonly pid: number;
  /** What it printed since it was started last. */
  output(): string;
  call(method: string, path: string, request?: Request): Promise<Answer>;
  /** `kill -9` of the process itself. Resolves when it and every process that it started are gone. */
  kill(): Promise<void>;
  /**
   * Starts it again on the same directory and ports, a minute later by its clock: what was tried just before a kill
   * counts as under way for some seconds.
   */
  restart(): Promise<void>;
  /** Ends it as Ctrl-C does and removes its data. Safe to call at any time. */
  dispose(): Promise<void>;
}

/** Starts `node local/main.ts` as a process of its own, with its own ports and data, and waits until it is ready. */
export async function startLaptop(): Promise<Laptop> {
  const port = await freePortBlock();
  const directory = mkdtempSync(join(tmpdir(), 'laptop-'));
  const origin = `http://127.0.0.1:${port}`;
  let running = await startProcess(port, directory).catch((error: unknown) => {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  });
  return {
    origin,
    storageOrigin: `http://127.0.0.1:${port + 1}`,
    filmOrigin: `http://127.0.0.1:${port + 2}`,
    directory,
    get pid() {
      return running.child.pid as number;
    },
    output: () => running.output(),
    call: (method, path, request) => send(origin + path, method, request),
    async kill() {
      const family = descendantsOf(running.child.pid as number);
      // Its tables are a process of their own: a test that sees none of them would prove nothing.
      if (family.length === 0 && process.platform === 'linux') throw new Error('No processes are seen.');
      running.child.kill('SIGKILL');
      await running.ended;
      await until('no process of the killed laptop is left', async () =>
        family.every((one) => !isAlive(one)),
      );
    },
    async restart() {
      passMinute(join(directory, 'clock.json'));
      running = await startProcess(port, directory);
    },
    async dispose() {
      const family = descendantsOf(running.child.pid as number);
      running.child.kill('SIGTERM');
      const tooLong = setTimeout(() => running.child.kill('SIGKILL'), STOPS_WITHIN_MILLIS);
      await running.ended;
      clearTimeout(tooLong);
      await until('no process of the stopped laptop is left', async () =>
        family.every((one) => !isAlive(one)),
      );
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Running {
  child: ChildProcess;
  ended: Promise<void>;
  output(): string;
}

async function startProcess(port: number, directory: string): Promise<Running> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'local/main.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      // Jest's own switches are not meant for the laptop.
      NODE_OPTIONS: '',
      // As `npm start` has it: what was compiled once is not compiled again at each start.
      NODE_COMPILE_CACHE: join(ROOT, '.cache', 'node'),
      PORT: String(port),
      LOCAL_DATA_DIR: directory,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // However this process ends, also by a signal, the pipe closes and the laptop with it.
  const guard = spawn('/bin/sh', ['-c', 'cat >/dev/null; kill -9 "$0"', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  let output = '';
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      guard.kill('SIGKILL');
      guard.stdin.destroy();
      resolve();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/^[\d.]+ s {2}ready$/m.test(output)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`The laptop ended (${code}) before it was ready:\n${output}`)),
    );
  });
  return { child, ended, output: () => output };
}

/** Of a laptop that is not running: its clock is the machine's and this offset. */
function passMinute(file: string): void {
  const offset = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).offsetMillis : 0;
  writeFileSync(file, JSON.stringify({ offsetMillis: offset + 60_000 }));
}

interface Process {
  pid: number;
  started: string;
}

/** Every process below this one, as Linux shows them; elsewhere none are known. */
function descendantsOf(root: number): Process[] {
  if (process.platform !== 'linux') return [];
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const found = statOf(Number(name));
      return found ? [{ pid: Number(name), ...found }] : [];
    });
  const family: Process[] = [];
  for (let parents = [root]; parents.length > 0; ) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    family.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return family;
}

function isAlive({ pid, started }: Process): boolean {
  const now = statOf(pid);
  return now?.started === started && now.state !== 'Z';
}

function statOf(pid: number): { state: string; parent: number; started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', parent: Number(fields[1]), started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
