import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOf } from './process-start.ts';

const SOURCES = [
  'lib',
  'bin',
  'functions',
  'web',
  'lake',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'cdk.json',
];
const APP = 'bin/protected-purchase.ts';

/** A digest of everything that the synthesized stack is made of. */
export const sourceDigest = (root: string): string => {
  const digest = createHash('sha256').update(process.version);
  for (const source of SOURCES) {
    const files = globSync([source, `${source}/**/*`], {
      cwd: root,
      withFileTypes: true,
      exclude: (entry) => ['node_modules', 'dist'].includes(entry.name),
    })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) digest.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return digest.digest('hex').slice(0, 16);
};

/** Stacks of other sources that are kept: a laptop that runs from one still reads its functions there. */
const KEPT = 4;

/** The folder of the synthesized stack: the one of an earlier start when no source has changed since. */
export const synthesize = async (root: string, say: (line: string) => void): Promise<string> => {
  const cache = join(root, '.cache');
  for (;;) {
    const digest = sourceDigest(root);
    const directory = join(cache, `cdk.out-${digest}`);
    if (existsSync(directory)) return directory;
    await synthesizeInto(directory, { root, digest, cache, say });
  }
};

/** Makes the folder unless a source is changed meanwhile; what would be in it then is nobody's. */
const synthesizeInto = async (
  directory: string,
  { root, digest, cache, say }: { root: string; digest: string; cache: string; say: (line: string) => void },
): Promise<void> => {
  if (!existsSync(join(root, APP))) throw new Error(`${APP} is not there: nothing to synthesize.`);
  say('synthesizing the stack (the sources have changed; this takes a few seconds)');
  mkdirSync(cache, { recursive: true });
  const turn = join(cache, `synthesizing-${digest}`);
  while (!takeTurn(turn)) {
    // Somebody else is at it: tests that start together would only slow each other down.
    await pause(100);
    if (existsSync(directory)) return;
  }
  removeUnfinished(cache);
  const unfinished = join(cache, `unfinished-${process.pid}`);
  const bundles = `${unfinished}-functions`;
  const pages = `${unfinished}-pages`;
  try {
    await run(process.execPath, ['--no-warnings', APP], root, {
      CDK_OUTDIR: unfinished,
      FUNCTION_BUNDLES_DIR: bundles,
      PAGE_BUNDLES_DIR: pages,
    });
    const isStillSo = sourceDigest(root) === digest;
    if (isStillSo && !existsSync(directory)) renameSync(unfinished, directory);
  } finally {
    for (const leftover of [unfinished, bundles, pages, turn])
      rmSync(leftover, { recursive: true, force: true });
  }
  removeOld(cache);
};

/** Half-made folders of processes that were killed, 150 MB each. */
const removeUnfinished = (cache: string) => {
  for (const name of readdirSync(cache)) {
    const owner = /^unfinished-(\d+)/.exec(name)?.[1];
    if (owner && startOf(Number(owner)) === undefined)
      rmSync(join(cache, name), { recursive: true, force: true });
  }
};

/** True for whoever made the file; one that was left by a process that died is taken over. */
const takeTurn = (file: string): boolean => {
  const mine = `${file}-${process.pid}`;
  // Written beside and then given the name, so that nobody ever finds an empty one.
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
};

const isHeld = (file: string): boolean => {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; started: string };
    return startOf(pid) === started;
  } catch {
    // Its owner has just removed it, or it is of an older version of this program.
    return false;
  }
};

const removeOld = (cache: string) => {
  const stacks = readdirSync(cache)
    .filter((name) => name.startsWith('cdk.out-'))
    .map((name) => ({ name, at: statSync(join(cache, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of stacks.slice(KEPT)) rmSync(join(cache, name), { recursive: true, force: true });
};

const run = (command: string, arguments_: string[], cwd: string, environment: Record<string, string>) =>
  new Promise<void>((resolve, reject) => {
    const child = spawn(command, arguments_, {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-6_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The stack could not be synthesized (exit code ${code}):\n${output}`));
    });
  });

/** What is found out about a stack at its first start and goes with its folder. */
export const cacheDirectoryOf = (directory: string): string => join(directory, 'found-out');

/** The one stack of a synthesized app. */
export const readTemplate = (directory: string): unknown => {
  const names = readdirSync(directory).filter((name) => name.endsWith('.template.json'));
  const [name, ...others] = names;
  if (!name || others.length > 0)
    throw new Error(`${directory} must hold one template, not ${names.length}.`);
  return JSON.parse(readFileSync(join(directory, name), 'utf8'));
};
