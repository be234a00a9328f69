import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
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

const SOURCES = ['lib', 'bin', 'functions', 'web', 'lake', 'package-lock.json', 'cdk.json'];
const APP = 'bin/protected-purchase.ts';

/** A digest of everything that the synthesized stack is made of. */
export const sourceDigest = (root: string): string => {
  const digest = createHash('sha256');
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
  const digest = sourceDigest(root);
  const cache = join(root, '.cache');
  const directory = join(cache, `cdk.out-${digest}`);
  if (existsSync(directory)) return directory;
  if (!existsSync(join(root, APP))) throw new Error(`${APP} is not there: nothing to synthesize.`);
  say('synthesizing the stack (the sources have changed; this takes a few seconds)');
  mkdirSync(cache, { recursive: true });
  const turn = join(cache, `synthesizing-${digest}`);
  while (!takeTurn(turn)) {
    // Somebody else is at it: tests that start together would only slow each other down.
    await pause(100);
    if (existsSync(directory)) return directory;
  }
  const unfinished = join(cache, `unfinished-${process.pid}`);
  const bundles = `${unfinished}-functions`;
  const pages = `${unfinished}-pages`;
  try {
    await run(process.execPath, ['--no-warnings', APP], root, {
      CDK_OUTDIR: unfinished,
      FUNCTION_BUNDLES_DIR: bundles,
      PAGE_BUNDLES_DIR: pages,
    });
    if (!existsSync(directory)) renameSync(unfinished, directory);
  } finally {
    for (const leftover of [unfinished, bundles, pages, turn])
      rmSync(leftover, { recursive: true, force: true });
  }
  removeOld(cache);
  return directory;
};

/** True for whoever made the file; one that was left by a process that died is taken over. */
const takeTurn = (file: string): boolean => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    // Signal 0 only asks whether the process is there; an empty file is one that is being written.
    if (owner > 0) process.kill(owner, 0);
  } catch {
    rmSync(file, { force: true });
  }
  return false;
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

/** The one stack of a synthesized app. */
export const readTemplate = (directory: string): unknown => {
  const names = readdirSync(directory).filter((name) => name.endsWith('.template.json'));
  const [name, ...others] = names;
  if (!name || others.length > 0)
    throw new Error(`${directory} must hold one template, not ${names.length}.`);
  return JSON.parse(readFileSync(join(directory, name), 'utf8'));
};
