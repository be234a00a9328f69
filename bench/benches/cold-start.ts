import path from 'node:path';
import { bundleOf, handlerNames } from '../../lib/function-bundles.ts';
import type { Bench, Figure } from '../bench.ts';
import { isWrite, startAnsweringServer } from '../cold/answering-server.ts';
import { type ColdStart, type Server, startCold } from '../cold/cold-run.ts';
import { firstEventOf } from '../cold/first-event.ts';
import { buildStockBundles } from '../cold/stock-bundles.ts';
import { median } from '../statistics.ts';

const GOAL = { atMost: 0.35 };
const ROUNDS = { sale: 15, each: 5 };
const ROUNDS_OF_THE_NIGHT = { sale: 51, each: 15 };

const inMillis = (millis: number) => `${millis.toFixed(1)} ms`;

interface Way {
  bundle: string;
  event: unknown;
  waitFor: 'write' | 'request';
}

interface Starts {
  medianOf(name: string): number;
  /** What it was timed to. */
  untilOf(name: string): string;
}

/** Each way in turn, once a round, so that whatever else the machine does meets all of them. */
async function inTurns(
  ways: Record<string, Way>,
  rounds: number,
  server: Server,
  tell: (round: number) => void,
): Promise<Starts> {
  const starts: Record<string, ColdStart[]> = {};
  const names = Object.keys(ways);
  for (let round = 0; round < rounds; round += 1) {
    tell(round + 1);
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const { bundle, ...what } = ways[name] as Way;
      const start = await startCold(bundle, { ...what, server });
      starts[name] = [...(starts[name] ?? []), start];
    }
  }
  return {
    medianOf: (name) => median((starts[name] ?? []).map(({ millis }) => millis)),
    untilOf: (name) => starts[name]?.[0]?.until ?? '',
  };
}

export const bench: Bench = {
  title: 'Cold start: from before the import to the first write',
  async run({ long, progress }) {
    const rounds = long ? ROUNDS_OF_THE_NIGHT : ROUNDS;
    progress('bundling');
    const { stock, stockMinified, floor } = buildStockBundles();
    const server = await startAnsweringServer();
    const ours = (handler: string) => path.join(bundleOf(handler), 'index.mjs');
    const selling = { event: firstEventOf('sell-protection'), waitFor: 'write' as const };
    const compared = {
      floor: { ...selling, bundle: floor.file },
      stock: { ...selling, bundle: stock.file },
      minified: { ...selling, bundle: stockMinified.file },
    };
    try {
      const sale = { ...compared, ours: { ...selling, bundle: ours('sell-protection') } };
      const ofSale = await inTurns(sale, rounds.sale, server, (round) =>
        progress(`sell-protection, round ${round} of ${rounds.sale}`),
      );
      const others = handlerNames.filter((name) => name !== 'sell-protection');
      const each = Object.fromEntries(
        others.map((name): [string, Way] => [
          name,
          { bundle: ours(name), event: firstEventOf(name), waitFor: 'request' },
        ]),
      );
      const ofEach = await inTurns({ ...compared, ...each }, rounds.each, server, (round) =>
        progress(`the other ${others.length}, round ${round} of ${rounds.each}`),
      );
      return [...figuresOfSale(ofSale), ...figuresOfEach(others, ofEach)];
    } finally {
      server.close();
    }
  },
};

function figuresOfSale({ medianOf: of }: Starts): Figure[] {
  const figure = (what: string, other: string): Figure => ({
    what: `sell-protection, to ${what}`,
    value: of('ours') / of(other),
    against: `${inMillis(of('ours'))} ÷ ${inMillis(of(other))}`,
  });
  // A bundle loads no faster for being minified, so the stricter of the two is decided by the run.
  const stricter = of('minified') < of('stock') ? 'minified' : 'stock';
  return [
    { ...figure('stock, minified', 'minified'), ...(stricter === 'minified' && { goal: GOAL }) },
    {
      ...figure('stock as NodejsFunction bundles it', 'stock'),
      ...(stricter === 'stock' && { goal: GOAL }),
    },
    figure('the floor, a raw put', 'floor'),
  ];
}

function figuresOfEach(names: readonly string[], { medianOf: of, untilOf }: Starts): Figure[] {
  const stock = Math.min(of('stock'), of('minified'));
  const ratios = names.map((name) => ({ name, ratio: of(name) / stock }));
  ratios.sort((one, other) => other.ratio - one.ratio);
  const above = ratios.filter(({ ratio }) => ratio > GOAL.atMost);
  const [worst = { name: '', ratio: Number.NaN }] = ratios;
  const middle = median(ratios.map(({ ratio }) => ratio));
  return [
    {
      what: `the slowest of the others to its first request (stock: to its write), ${worst.name}`,
      value: worst.ratio,
      goal: GOAL,
      against: `${inMillis(worst.ratio * stock)} ÷ ${inMillis(stock)} of stock`,
    },
    {
      what: `the median of the other ${names.length}, likewise`,
      value: middle,
      goal: GOAL,
      against: `${inMillis(middle * stock)} ÷ ${inMillis(stock)}; the floor ${inMillis(of('floor'))}; ${endsOf(names, untilOf)}`,
    },
    {
      what: 'Lambdas above the goal',
      value: above.length,
      unit: `of ${names.length}`,
      against: '',
      names: above.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`),
    },
  ];
}

/** A function that reads first has less behind it at its first request than stock has at its write. */
function endsOf(names: readonly string[], untilOf: (name: string) => string): string {
  const without = names.filter((name) => untilOf(name) === 'done');
  const writes = names.filter((name) => isWrite(untilOf(name)));
  const reads = names.length - writes.length - without.length;
  const none =
    without.length > 0 ? `, ${without.length} at their end without one: ${without.join(', ')}` : '';
  return `${reads} end at a read (a table, a secret), ${writes.length} at a write${none}`;
}
