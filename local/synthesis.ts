import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['lib', 'bin', 'functions', 'web', 'package-lock.json', 'cdk.json'];
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

/** The folder of the synthesized stack: the one of an earlier start when no source has changed since. */
export const synthesize = async (root: string, say: (line: string) => void): Promise<string> => {
  const digest = sourceDigest(root);
  const cache = join(root, '.cache');
  const directory = join(cache, `cdk.out-${digest}`);
  if (existsSync(directory)) return directory;
  if (!existsSync(join(root, APP))) throw new Error(`${APP} is not there: nothing to synthesize.`);
  say('synthesizing the stack (the sources have changed; this takes a few seconds)');
  mkdirSync(cache, { recursive: true });
  const unfinished = join(cache, `unfinished-${process.pid}`);
  rmSync(unfinished, { recursive: true, force: true });
  await run(process.execPath, ['--no-warnings', APP], root, { CDK_OUTDIR: unfinished });
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    // Another start was a moment faster with the same stack.
    if (!existsSync(directory)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  for (const name of readdirSync(cache)) {
    const isOld = name.startsWith('cdk.out-') && join(cache, name) !== directory;
    if (isOld) rmSync(join(cache, name), { recursive: true, force: true });
  }
  return directory;
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
