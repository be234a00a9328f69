import { nameIn, readAddresses } from '../../local/laptop-addresses.ts';
import { type Laptop, startLaptop } from '../../test/e2e/laptop.ts';
import { barePolicies } from '../bare-policies.ts';
import type { Bench, Figure } from '../bench.ts';
import { untilQuiet } from '../quiet.ts';
import { stackWithoutStreams } from '../stack-without-streams.ts';
import { median } from '../statistics.ts';
import { openTill } from '../till.ts';

const GOAL = 0.4;
/** How many at once, and how many of them make one measurement. */
const BURSTS = [
  { concurrency: 1, count: 150 },
  { concurrency: 8, count: 400 },
  { concurrency: 32, count: 600 },
];
const MOST_AT_ONCE = 32;
const WARM_UPS = 400;
const WITH_STREAMS = { concurrency: 8, count: 200 };

/** @returns how many a second */
async function burst(
  { count, concurrency }: { count: number; concurrency: number },
  work: () => Promise<unknown>,
): Promise<number> {
  let left = count;
  const begin = performance.now();
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (count / (performance.now() - begin)) * 1_000;
}

/** Sales over HTTP and bare writes into the same table. */
async function openWays(laptop: Laptop) {
  const till = await openTill(laptop.origin, MOST_AT_ONCE);
  const addresses = readAddresses(laptop.directory);
  if (!addresses) throw new Error('The laptop told no addresses.');
  const bare = await barePolicies({
    tablesUrl: addresses.tablesUrl,
    tableName: nameIn(addresses.tables, 'TablesPolicies'),
    parcel: await till.sell(),
  });
  return {
    sales: () => till.sell(),
    writes: () => bare.put(),
    close() {
      till.close();
      bare.close();
    },
  };
}

async function onLaptop<Result>(
  stack: string | undefined,
  work: (laptop: Laptop) => Promise<Result>,
): Promise<Result> {
  if (stack === undefined) delete process.env.LOCAL_CDK_OUT;
  else process.env.LOCAL_CDK_OUT = stack;
  const laptop = await startLaptop();
  try {
    return await work(laptop);
  } finally {
    await laptop.dispose();
    delete process.env.LOCAL_CDK_OUT;
  }
}

async function alone(laptop: Laptop, rounds: number, progress: (text: string) => void): Promise<Figure[]> {
  const ways = await openWays(laptop);
  for (const way of [ways.sales, ways.writes]) await burst({ concurrency: 8, count: WARM_UPS }, way);
  const figures: Figure[] = [];
  for (const size of BURSTS) {
    const rates = { sales: [] as number[], writes: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      progress(`${size.concurrency} at once, round ${round + 1} of ${rounds}`);
      const order = round % 2 === 0 ? (['sales', 'writes'] as const) : (['writes', 'sales'] as const);
      for (const way of order) rates[way].push(await burst(size, ways[way]));
    }
    const [sales, writes] = [median(rates.sales), median(rates.writes)];
    figures.push({
      what: `sales a second, ${size.concurrency} at once, nothing follows the streams`,
      value: sales / writes,
      goal: { atLeast: GOAL },
      against: `${Math.round(sales)} sales a second, ${Math.round(writes)} writes of the same item by the SDK; median of ${rounds}`,
    });
  }
  ways.close();
  return figures;
}

async function withStreams(
  laptop: Laptop,
  rounds: number,
  progress: (text: string) => void,
): Promise<Figure> {
  const ways = await openWays(laptop);
  await burst({ concurrency: 8, count: 50 }, ways.sales);
  const measured = async (way: () => Promise<unknown>) => {
    progress('waiting until what follows from the sales before is done');
    await untilQuiet(laptop.pid);
    return await burst(WITH_STREAMS, way);
  };
  const rates = { sales: [] as number[], writes: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['sales', 'writes'] as const) : (['writes', 'sales'] as const);
    for (const way of order) rates[way].push(await measured(ways[way]));
  }
  ways.close();
  const [sales, writes] = [median(rates.sales), median(rates.writes)];
  return {
    what: `sales a second, ${WITH_STREAMS.concurrency} at once, while counters, lake and messages follow`,
    value: sales / writes,
    goal: { atLeast: GOAL },
    against: `${Math.round(sales)} sales a second, ${Math.round(writes)} writes, which are followed likewise; ${WITH_STREAMS.count} each, median of ${rounds}`,
  };
}

export const bench: Bench = {
  title: 'Laptop: sales a second through API, Lambda and table',
  async run({ long, progress }): Promise<Figure[]> {
    const rounds = long ? 5 : 3;
    const stack = await stackWithoutStreams();
    try {
      const whole = await onLaptop(undefined, (laptop) => withStreams(laptop, rounds, progress));
      return [whole, ...(await onLaptop(stack.directory, (laptop) => alone(laptop, rounds, progress)))];
    } finally {
      stack.remove();
    }
  },
};
