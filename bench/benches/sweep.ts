import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DUE_SHARDS } from '../../functions/policies/ports.ts';
import type { Bench, Figure } from '../bench.ts';
import { writeMeasuredSweep } from '../measured-sweep.ts';
import type { SweepResult, SweepTask } from '../sweep-child.ts';
import { startSweepTable } from '../sweep-tables.ts';

const CHILD = fileURLToPath(new URL('../sweep-child.ts', import.meta.url));
/** Updated bare before the sweep, and as many after it, in the same table. */
const BARE = 4_000;
/** Updated before the clock starts, in each process. */
const WARMING = 3_000;
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
    const [smallest, large, largest] = [10_000, 200_000, 1_000_000];
    // The small size again at the end: it is not of one moment of the machine.
    const sizes = long ? [smallest, large, largest, smallest] : [smallest, large, smallest];
    const bySize = new Map<number, Measured[]>();
    for (const size of sizes) bySize.set(size, [...(bySize.get(size) ?? []), await measure(size, progress)]);

    const [base, ...others] = [...bySize].map(([size, measured]) => meanOf(size, measured)) as [
      Mean,
      ...Mean[],
    ];
    const growths = others.map(
      (other): Figure => ({
        what: `time per policy, ${countOf(other.size)} against ${countOf(smallest)}`,
        value: other.perPolicy / base.perPolicy,
        goal: { atMost: 1.1 },
        against: `${micros(other.perPolicy)} ÷ ${micros(base.perPolicy)} (sweeps: ${other.sweeps}, ${base.sweeps}); the engine's own growth, bare updates: ${(other.perBare / base.perBare).toFixed(2)} (${micros(other.perBare)} ÷ ${micros(base.perBare)})`,
      }),
    );
    const last = others.at(-1) as Mean;
    writeMeasuredSweep({
      microsecondsPerPolicy: last.perPolicy,
      policies: last.size,
      at: new Date().toISOString(),
    });
    return [
      ...growths,
      {
        what: `time per policy at ${countOf(last.size)}, against the same updates sent bare`,
        value: last.perPolicy / last.perBare,
        against: `${micros(last.perPolicy)} ÷ ${micros(last.perBare)}, both warm, 16 at once`,
      },
      {
        what: `peak memory, ${countOf(last.size)} against ${countOf(smallest)}`,
        value: last.peakMegabytes / base.peakMegabytes,
        goal: { atMost: 1.1 },
        against: `${Math.round(last.peakMegabytes)} MB ÷ ${Math.round(base.peakMegabytes)} MB of the sweeping process with Node (VmHWM), its heap held to 64 MB`,
      },
      {
        what: `requests per expired policy, ${countOf(last.size)} on one day`,
        value: last.requests,
        unit: 'requests',
        goal: { atMost: 1.01 },
        against: requestsInWords(last),
      },
    ];
  },
};

/** An hourly sweep asks every shard for what is over and for what is to be reminded of, also where nothing is. */
const LOOKS_A_DAY = 24 * 2 * DUE_SHARDS;

function requestsInWords({ size, requests }: Mean): string {
  const aDay = (policies: number) => `${countOf(policies)} a day ${(LOOKS_A_DAY / policies).toFixed(4)}`;
  return `one update each by construction; ${(requests - 1).toFixed(4)} for reading the index; reminders are off here; deployed, the hourly looks at empty shards add ${LOOKS_A_DAY} a day: at ${aDay(size)}, at ${aDay(2_740)}`;
}

type Mean = Measured & { sweeps: number };

function meanOf(size: number, measured: readonly Measured[]): Mean {
  const of = (pick: (each: Measured) => number) => mean(measured.map(pick));
  return {
    size,
    sweeps: measured.length,
    perPolicy: of(({ perPolicy }) => perPolicy),
    perBare: of(({ perBare }) => perBare),
    requests: of(({ requests }) => requests),
    peakMegabytes: of(({ peakMegabytes }) => peakMegabytes),
  };
}

async function measure(size: number, progress: (text: string) => void): Promise<Measured> {
  const table = await startSweepTable(
    { ending: size, heldBack: 2 * (WARMING + BARE), warming: WARMING },
    (loaded) => progress(`${countOf(size)} policies: ${countOf(loaded)} loaded`),
  );
  try {
    const run = (way: SweepTask['way']) =>
      runChild({ url: table.url, tableName: table.tableName, way, warming: WARMING }, HEAP);
    const bareFrom = (from: number) => run({ bare: { from, to: from + WARMING + BARE } });
    const before = await bareFrom(size);
    progress(`${countOf(size)} policies: the sweep`);
    const swept = await run('sweep');
    const after = await bareFrom(size + WARMING + BARE);
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
