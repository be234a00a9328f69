import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endTree } from '../bench/process-tree.ts';
import { Broken, LeftOut, type Proof, type Tried, toldAs } from './proof.ts';
import { type ProofRun, writeInto } from './reliability-page.ts';

/**
 * `npm run prove -- NAME …` tries to break what the names say; without names, everything that CI tries. `--long` is the
 * form of the night, `--seed N` tries what a run with that seed tried, `--record` writes what came out into
 * docs/reliability.md.
 */

const FOLDER = new URL('proofs/', import.meta.url);
const NAMES = readdirSync(FOLDER).flatMap((file) =>
  file.endsWith('.ts') ? [file.slice(0, -'.ts'.length)] : [],
);
const PAGE = fileURLToPath(new URL('../docs/reliability.md', import.meta.url));

/** What is not over by then hangs. */
const MOST_MINUTES = { short: 10, long: 600 };

/** fast-check's own range of seeds, less what a proof counts on from one. */
const SEEDS = 2 ** 31 - 2 ** 24;

interface Message {
  progress?: string;
  tried?: Tried[];
  leftOut?: string;
  broken?: { message: string; seed: number };
}

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    seed: { type: 'string' },
    child: { type: 'string' },
  },
});

async function proofOf(name: string): Promise<Proof> {
  const { proof }: { proof: Proof } = await import(new URL(`${name}.ts`, FOLDER).href);
  return proof;
}

async function runChild(name: string, seed: number): Promise<void> {
  const progress = (text: string) => process.send?.({ progress: text });
  const proof = await proofOf(name);
  const message = await proof.run({ long: given.long, seed, progress }).then(
    (tried): Message => ({ tried }),
    (error: Error): Message => {
      if (error instanceof LeftOut) return { leftOut: error.message };
      const found = error instanceof Broken ? (error.seed ?? seed) : seed;
      return {
        broken: { message: error instanceof Broken ? error.message : String(error.stack), seed: found },
      };
    },
  );
  await new Promise((resolve) => process.send?.(message, resolve));
  process.exit(message.broken ? 1 : 0);
}

/** In a process of its own: a proof may move the clock, put others into the place of modules, or be killed. */
function runInChild(name: string, seed: number): Promise<Tried[]> {
  return new Promise((resolve, reject) => {
    const form = given.long ? ['--long'] : [];
    const child = fork(fileURLToPath(import.meta.url), ['--child', name, '--seed', String(seed), ...form], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const minutes = given.long ? MOST_MINUTES.long : MOST_MINUTES.short;
    let tried: Tried[] | undefined;
    let broken: Message['broken'];
    let leftOut: string | undefined;
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      endTree(child.pid as number);
    }, minutes * 60_000);
    child.on('message', (message: Message) => {
      if (message.progress) showProgress(`${name}: ${message.progress}`);
      tried ??= message.tried;
      broken ??= message.broken;
      leftOut ??= message.leftOut;
    });
    child.once('error', reject);
    child.on('exit', (code) => {
      clearTimeout(limit);
      showProgress('');
      if (isLate) reject(new Error(`It was not over after ${minutes} minutes and was ended.`));
      else if (tried && code === 0) resolve(tried);
      else if (leftOut !== undefined) reject(new LeftOut(leftOut));
      else reject(broken ? new Broken(broken.message, broken.seed) : new Error(`It ended with ${code}.`));
    });
  });
}

/** On a terminal one line that is written over; in a log a line each. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (text) process.stderr.write(`${text}\n`);
}

async function namesOfCi(): Promise<string[]> {
  const proofs = await Promise.all(NAMES.map(async (name) => ({ name, proof: await proofOf(name) })));
  return proofs.filter(({ proof }) => proof.inCi).map(({ name }) => name);
}

function seedOf(text: string | undefined): number {
  if (text === undefined) return randomInt(SEEDS);
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed < SEEDS) return seed;
  console.error(`A seed is a whole number below ${SEEDS}, not ${text}.`);
  process.exit(2);
}

/** Says what came out, and writes it down where that is asked for. */
async function prove(name: string): Promise<'held' | 'broken' | 'left out'> {
  const begin = performance.now();
  try {
    const tried = await runInChild(name, seed);
    const seconds = (performance.now() - begin) / 1_000;
    console.log(`${name}: holds. ${toldAs(tried)}; seed ${seed}, ${seconds.toFixed(0)} s.`);
    if (given.record) await record({ name, long: given.long, seed, tried, seconds });
    return 'held';
  } catch (error) {
    if (error instanceof LeftOut) {
      console.error(`${name}: LEFT OUT: ${error.message}.`);
      return 'left out';
    }
    const found = error instanceof Broken ? (error.seed ?? seed) : seed;
    const again = `npm run prove -- ${name} --seed ${found}${given.long ? ' --long' : ''}`;
    console.error(`${name}: BROKEN. ${(error as Error).message}\nOnce more: ${again}`);
    return 'broken';
  }
}

async function record(run: Omit<ProofRun, 'hasLongForm' | 'date'>): Promise<void> {
  const { hasLongForm = true } = await proofOf(run.name);
  const whole = { ...run, hasLongForm, date: new Date().toISOString() };
  writeFileSync(PAGE, writeInto(readFileSync(PAGE, 'utf8'), whole));
}

const seed = seedOf(given.seed);

if (given.child) {
  await runChild(given.child, seed);
} else {
  const unknown = positionals.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) {
    console.error(`No proof has the name ${unknown.join(', ')}. There are: ${NAMES.join(', ')}.`);
    process.exit(2);
  }
  const names = positionals.length > 0 ? positionals : await namesOfCi();
  const results = { held: [] as string[], broken: [] as string[], 'left out': [] as string[] };
  for (const name of names) results[await prove(name)].push(name);
  const others = (['broken', 'left out'] as const).filter((result) => results[result].length > 0);
  const told = others.map((result) => `; ${result}: ${results[result].join(', ')}`);
  console.log(`${results.held.length} of ${names.length} hold${told.join('')}.`);
  process.exitCode = results.broken.length > 0 ? 1 : 0;
}
