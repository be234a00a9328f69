import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundleOf, handlerNames } from '../../lib/function-bundles.ts';
import type { Bench, Figure } from '../bench.ts';
import { buildStockBundles } from '../cold/stock-bundles.ts';
import { median } from '../statistics.ts';

const GOAL = { atMost: 0.5 };
const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} KB`;

/** All code of a function, also what it loads only when it refuses. */
function bytesOf(handler: string): { all: number; atStart: number } {
  const folder = bundleOf(handler);
  const scripts = readdirSync(folder).filter((file) => /\.[cm]?js$/.test(file));
  const sizeOf = (file: string) => statSync(path.join(folder, file)).size;
  return { all: scripts.reduce((total, file) => total + sizeOf(file), 0), atStart: sizeOf('index.mjs') };
}

export const bench: Bench = {
  title: 'Bytes of code of each Lambda, without ffmpeg (65 MB beside look-at-film) and the fonts of letters',
  async run({ progress }) {
    progress('bundling');
    const { stock, stockMinified } = buildStockBundles();
    const sizes = handlerNames
      .map((name) => ({ name, bytes: bytesOf(name).all }))
      .sort((one, other) => other.bytes - one.bytes);
    const ratioTo = (bundle: { bytes: number }, bytes: number) => bytes / bundle.bytes;
    const above = sizes.filter(({ bytes }) => ratioTo(stockMinified, bytes) > GOAL.atMost);
    const figure = (what: string, bytes: number, more = ''): Figure => ({
      what,
      value: ratioTo(stockMinified, bytes),
      goal: GOAL,
      against: `${kilobytes(bytes)} ÷ ${kilobytes(stockMinified.bytes)}, the stock sale minified${more}`,
    });
    const bytesOfMedian = median(sizes.map(({ bytes }) => bytes));
    const [worst = { name: '', bytes: Number.NaN }] = sizes;
    const sale = bytesOf('sell-protection');
    const names = above.map(({ name, bytes }) => `${name} ${kilobytes(bytes)}`);
    return [
      figure(`the largest, ${worst.name}`, worst.bytes),
      figure(`the median of ${sizes.length}`, bytesOfMedian),
      figure(
        'sell-protection',
        sale.all,
        `; ${kilobytes(sale.atStart)} of ours are loaded at the start, the rest when it refuses`,
      ),
      {
        what: 'sell-protection, to stock as NodejsFunction bundles it (not minified)',
        value: ratioTo(stock, sale.all),
        against: `${kilobytes(sale.all)} ÷ ${kilobytes(stock.bytes)}`,
      },
      { what: 'Lambdas above the goal', value: above.length, unit: `of ${sizes.length}`, against: '', names },
    ];
  },
};
