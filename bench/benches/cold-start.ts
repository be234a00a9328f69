import path from 'node:path';
import { bundleOf, handlerNames } from '../../lib/function-bundles.ts';
import type { Bench, Figure } from '../bench.ts';
import { startAnsweringServer } from '../cold/answering-server.ts';
import { type ColdStart, type Server, startCold } from '../cold/cold-run.ts';
import { firstEventOf } from '../cold/first-event.ts';
import { buildStockBundles } from '../cold/stock-bundles.ts';
import { median } from '../statistics.ts';

const GOAL = { atMost: 0.35 };
const ROUNDS = { sale: 15, each: 3 };
const ROUNDS_OF_THE_NIGHT = { sale: 51, each: 15 };

const inMillis = (millis: number) => `${millis.toFixed(1)} ms`;

interface Way {
  bundle: string;
  event: unknown;
  waitFor: 'write' | 'request';
}

/** Each way in turn, once a round, so that whatever else the machine does meets all of them. */
async function inTurns(
  ways: Record<string, Way>,
  rounds: number,
  server: Server,
  tell: (round: number) => void,
) {
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
  return (name: string) => median((starts[name] ?? []).map(({ millis }) => millis));
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

function figuresOfSale(of: (name: string) => number): Figure[] {
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

function figuresOfEach(names: readonly string[], of: (name: string) => number): Figure[] {
  const stock = Math.min(of('stock'), of('minified'));
  const ratios = names.map((name) => ({ name, ratio: of(name) / stock }));
  ratios.sort((one, other) => other.ratio - one.ratio);
  const above = ratios.filter(({ ratio }) => ratio > GOAL.atMost);
  const [worst = { name: '', ratio: Number.NaN }] = ratios;
  const middle = median(ratios.map(({ ratio }) => ratio));
  const list = above.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`).join(', ') || 'none';
  return [
    {
      what: `the slowest of the others to its first request, ${worst.name}`,
      value: worst.ratio,
      goal: GOAL,
      against: `${inMillis(worst.ratio * stock)} ÷ ${inMillis(stock)} of stock`,
    },
    {
      what: `the median of the other ${names.length}`,
      value: middle,
      goal: GOAL,
      against: `${inMillis(middle * stock)} ÷ ${inMillis(stock)}; ${inMillis(of('floor'))} for the floor`,
    },
    { what: 'Lambdas above the goal', value: above.length, unit: 'of them', against: list },
  ];
}
