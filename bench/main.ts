import { fork } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench, Figure } from './bench.ts';
import { type BenchResult, tableOf, writeInto } from './performance-page.ts';
import { endTree } from './process-tree.ts';

/**
 * `npm run bench`: the whole table beside its goals; `npm run bench -- NAME …` some of it; `--long` with the sizes of
 * the night; `--record` writes what came out into docs/performance.md, and only of a whole run.
 */

const FOLDER = new URL('benches/', import.meta.url);
/** Others reckon with what it counts (bench/counts.ts). */
const FIRST = 'requests';
const NAMES = readdirSync(FOLDER)
  .flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -'.ts'.length)] : []))
  .sort((one, other) => Number(other === FIRST) - Number(one === FIRST));

/** What is not over by then hangs; none needs half of it. */
const MOST_MINUTES = { short: 10, long: 90 };

const PAGE = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

async function runChild(name: string, long: boolean): Promise<void> {
  const { bench }: { bench: Bench } = await import(new URL(`${name}.ts`, FOLDER).href);
  const progress = (text: string) => process.send?.({ progress: text });
  process.send?.({ figures: await bench.run({ long, progress }), title: bench.title });
  process.disconnect();
}

function runInChild(name: string, long: boolean): Promise<BenchResult> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--child', name, ...(long ? ['--long'] : [])], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    let result: BenchResult | undefined;
    const begin = performance.now();
    const minutes = long ? MOST_MINUTES.long : MOST_MINUTES.short;
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      endTree(child.pid as number);
    }, minutes * 60_000);
    child.on('message', (message: { progress?: string; figures?: Figure[]; title?: string }) => {
      if (message.progress) showProgress(`${name}: ${message.progress}`);
      const { figures, title = '' } = message;
      if (figures) result = { name, title, figures, seconds: (performance.now() - begin) / 1_000 };
    });
    child.once('error', reject);
    child.on('exit', (code) => {
      clearTimeout(limit);
      showProgress('');
      if (isLate) reject(new Error(`The bench ${name} was not over after ${minutes} minutes and was ended.`));
      else if (result && code === 0) resolve(result);
      else reject(new Error(`The bench ${name} ended with ${code}.`));
    });
  });
}

/** On a terminal one line that is written over; in a log a line each. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (text) process.stderr.write(`${text}\n`);
}

function secondsSince(begin: number): number {
  return (performance.now() - begin) / 1_000;
}

function record(begin: number, results: BenchResult[], failed: string[], left: readonly string[]): void {
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`;
  const date = new Date().toISOString();
  const run = { command, machine, date, seconds: secondsSince(begin), results, failed, left };
  writeFileSync(PAGE, writeInto(readFileSync(PAGE, 'utf8'), given.long ? 'long' : 'short', run));
}

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    child: { type: 'string' },
  },
});

if (given.child) {
  await runChild(given.child, given.long);
} else {
  const unknown = positionals.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) {
    console.error(`No bench has the name ${unknown.join(', ')}. There are: ${NAMES.join(', ')}.`);
    process.exit(2);
  }
  if (given.record && positionals.length > 0) {
    console.error(
      '--record writes a whole run, which one of some benches would replace: leave out the names.',
    );
    process.exit(2);
  }
  const names = positionals.length > 0 ? positionals : NAMES;
  const begin = performance.now();
  const results: BenchResult[] = [];
  const failed: string[] = [];
  for (const [place, name] of names.entries()) {
    try {
      const result = await runInChild(name, given.long);
      results.push(result);
      console.log(tableOf([result]));
    } catch (error) {
      failed.push(name);
      console.error((error as Error).message);
    }
    // After each, so that a night that is cut short has not been for nothing.
    if (given.record) record(begin, results, failed, names.slice(place + 1));
  }
  console.log(`${results.length} of ${names.length} benches in ${secondsSince(begin).toFixed(0)} s.`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
