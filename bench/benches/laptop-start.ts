import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortBlock } from '../../test/free-ports.ts';
import type { Bench, Figure } from '../bench.ts';
import { npmStart, npmStartsNothing } from '../npm-start.ts';
import { type Memory, processorSeconds, residentMemory } from '../process-tree.ts';
import { median } from '../statistics.ts';
import { openTill } from '../till.ts';

const GOAL_SECONDS = 3;
const GOAL_MEGABYTES = 300;
const MEGABYTE = 1_000_000;
/** Sales that lie in the directory that is not empty. */
const EARLIER_SALES = 300;
/** After the first sale the streams bring it to more functions. */
const SETTLES_MILLIS = 3_000;

interface Start {
  seconds: number;
  readySeconds: number;
  processorSeconds: number;
  /** At the answer, and when the functions that follow from a sale have run. */
  memory: Memory[];
  laterMemory: Memory[];
}

async function start(directory: string): Promise<Start> {
  const laptop = await npmStart({ directory, port: await freePortBlock() });
  try {
    const ready = performance.now();
    const till = await openTill(laptop.origin);
    await till.sell();
    const sold = performance.now();
    const pids = laptop.pids();
    const used = processorSeconds(pids);
    const memory = residentMemory(pids);
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MILLIS));
    return {
      seconds: (sold - laptop.begin) / 1_000,
      readySeconds: (ready - laptop.begin) / 1_000,
      processorSeconds: used,
      memory,
      laterMemory: residentMemory(laptop.pids()),
    };
  } finally {
    await laptop.stop();
  }
}

async function fill(directory: string): Promise<void> {
  const laptop = await npmStart({ directory, port: await freePortBlock() });
  try {
    const till = await openTill(laptop.origin);
    for (let sale = 0; sale < EARLIER_SALES; sale += 1) await till.sell();
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MILLIS));
  } finally {
    await laptop.stop();
  }
}

const sumOf = (memory: readonly Memory[]) => memory.reduce((sum, { bytes }) => sum + bytes, 0);

/** Each kind of process under a word that a reader knows it by. */
function byProgram(memory: readonly Memory[]): string {
  const names: [RegExp, string][] = [
    [/dynoxide|java/, 'table engine'],
    [/^npm|npm-cli/, 'npm'],
    [/node/, 'Node with all functions'],
    [/./, 'shells'],
  ];
  const sums = new Map<string, number>();
  for (const { command, bytes } of memory) {
    const [, name = ''] = names.find(([pattern]) => pattern.test(command)) ?? [];
    sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  return [...sums].map(([name, bytes]) => `${name} ${Math.round(bytes / MEGABYTE)}`).join(', ');
}

export const bench: Bench = {
  title: 'Laptop: from `npm start` to the first sale answered, warm cache',
  async run({ long, progress }): Promise<Figure[]> {
    const rounds = long ? 5 : 3;
    const folder = mkdtempSync(join(tmpdir(), 'laptop-start-'));
    try {
      const filled = join(folder, 'filled');
      progress('filling a directory; it also fills the caches');
      await fill(filled);
      const starts: Record<'empty' | 'filled', Start[]> = { empty: [], filled: [] };
      const nothing: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        progress(`start ${round + 1} of ${rounds}, each on an empty and on a filled directory`);
        const begin = performance.now();
        await npmStartsNothing();
        nothing.push((performance.now() - begin) / 1_000);
        starts.empty.push(await start(join(folder, `empty-${round}`)));
        starts.filled.push(await start(filled));
      }
      const floor = median(nothing);
      return (['empty', 'filled'] as const).flatMap((kind) => figuresOf(kind, starts[kind], floor));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function figuresOf(kind: 'empty' | 'filled', starts: readonly Start[], floor: number): Figure[] {
  const of = (pick: (start: Start) => number) => median(starts.map(pick));
  const directory = kind === 'empty' ? 'an empty data directory' : `one with ${EARLIER_SALES} sales`;
  const most = (pick: (start: Start) => Memory[]) =>
    starts.map(pick).reduce((one, other) => (sumOf(one) > sumOf(other) ? one : other));
  const memoryFigure = (what: string, memory: Memory[]): Figure => ({
    what: `resident memory ${what}, ${directory}`,
    value: sumOf(memory) / MEGABYTE,
    unit: 'MB',
    goal: { atMost: GOAL_MEGABYTES },
    against: `the most of ${starts.length} starts, PSS of all processes in MB: ${byProgram(memory)}`,
  });
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  return [
    {
      what: `first sale answered, ${directory}`,
      value: of((start) => start.seconds),
      unit: 's',
      goal: { atMost: GOAL_SECONDS },
      against: `ready after ${seconds(of((start) => start.readySeconds))}, ${seconds(of((start) => start.processorSeconds))} of processor time; npm starting an empty script ${seconds(floor)}; median of ${starts.length}`,
    },
    memoryFigure(
      'at that answer',
      most(({ memory }) => memory),
    ),
    memoryFigure(
      `${SETTLES_MILLIS / 1_000} s later, when the streams have woken more functions`,
      most(({ laterMemory }) => laterMemory),
    ),
  ];
}
