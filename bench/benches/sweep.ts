import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bench, Figure } from '../bench.ts';
import type { SweepResult, SweepTask } from '../sweep-child.ts';
import { startSweepTable } from '../sweep-tables.ts';

const CHILD = fileURLToPath(new URL('../sweep-child.ts', import.meta.url));
/** Updated bare before the sweep, and as many after it, in the same table. */
const BARE = 2_000;
/** A sweep that kept what it has seen would not live in it. */
const HEAP = ['--max-old-space-size=64', '--max-semi-space-size=4'];

interface Measured {
  size: number;
  /** Microseconds. */
  perPolicy: number;
  perBare: number;
  requests: number;
  peakMegabytes: number;
}

export const bench: Bench = {
  title: 'Expiry sweep',
  async run({ long, progress }) {
    const smallest = 10_000;
    const largest = long ? 1_000_000 : 200_000;
    // The smallest again in between: its figure is not of one moment of the machine.
    const sizes = [smallest, 50_000, 200_000, smallest, ...(long ? [largest, smallest] : [])];
    const measured: Measured[] = [];
    for (const size of sizes) measured.push(await measure(size, progress));

    const small = measured.filter(({ size }) => size === smallest);
    const base = mean(small.map(({ perPolicy }) => perPolicy));
    const baseBare = mean(small.map(({ perBare }) => perBare));
    const baseMemory = mean(small.map(({ peakMegabytes }) => peakMegabytes));
    const others = measured.filter(({ size }) => size !== smallest);
    const growths = others.map(
      ({ size, perPolicy, perBare }): Figure => ({
        what: `time per policy, ${countOf(size)} against ${countOf(smallest)}`,
        value: perPolicy / base,
        goal: { atMost: 1.1 },
        against: `${micros(perPolicy)} against ${micros(base)}; the engine's own growth, bare updates: ${(perBare / baseBare).toFixed(2)} (${micros(perBare)} against ${micros(baseBare)})`,
      }),
    );
    const last = others.at(-1) as Measured;
    return [
      ...growths,
      {
        what: `time per policy at ${countOf(last.size)}, against the same updates sent bare`,
        value: last.perPolicy / last.perBare,
        against: `${micros(last.perPolicy)} against ${micros(last.perBare)}, both 16 at once`,
      },
      {
        what: `peak memory, ${countOf(last.size)} against ${countOf(smallest)}`,
        value: last.peakMegabytes / baseMemory,
        goal: { atMost: 1.1 },
        against: `${Math.round(last.peakMegabytes)} MB against ${Math.round(baseMemory)} MB, of the sweeping process with Node, its heap held to 64 MB`,
      },
      {
        what: `requests per policy, ${countOf(last.size)}`,
        value: last.requests,
        unit: 'requests',
        goal: { atMost: 1.01 },
        against: `one update each; ${(last.requests - 1).toFixed(4)} for reading the index`,
      },
    ];
  },
};

async function measure(size: number, progress: (text: string) => void): Promise<Measured> {
  const table = await startSweepTable({ ending: size, heldBack: 2 * BARE }, (loaded) =>
    progress(`${countOf(size)} policies: ${countOf(loaded)} loaded`),
  );
  try {
    const run = (way: SweepTask['way']) =>
      runChild({ url: table.url, tableName: table.tableName, way }, HEAP);
    const bareFrom = (from: number) => run({ bare: { from, to: from + BARE } });
    const before = await bareFrom(size);
    progress(`${countOf(size)} policies: the sweep`);
    const swept = await run('sweep');
    const after = await bareFrom(size + BARE);
    if (swept.policies !== size) throw new Error(`Of ${size} policies ${swept.policies} ended.`);
    return {
      size,
      perPolicy: (swept.millis / size) * 1_000,
      perBare: ((before.millis + after.millis) / (2 * BARE)) * 1_000,
      requests: swept.requests / size,
      peakMegabytes: swept.peakMegabytes,
    };
  } finally {
    await table.close();
  }
}

function runChild(task: SweepTask, execArgv: string[]): Promise<SweepResult> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, { execArgv: ['--disable-warning=ExperimentalWarning', ...execArgv] });
    let result: SweepResult | undefined;
    child.once('message', (message) => {
      result = message as SweepResult;
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (result) resolve(result);
      else reject(new Error(`The sweep's process ended with ${code}.`));
    });
    child.send(task);
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const countOf = (count: number) => count.toLocaleString('en-US');
const micros = (value: number) => `${Math.round(value)} µs`;
