import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printCapacity } from './print.ts';
import { capacityOf } from './simulate.ts';

/**
 * `npm run capacity [-- --policies 100000000] [--year 2026] [--seed 1] [--record]`: the arithmetic of a size beyond
 * one machine and the hottest keys of its busiest day; `--record` writes it into docs/capacity.md.
 */

const PAGE = fileURLToPath(new URL('../../docs/capacity.md', import.meta.url));
const [BEGIN, END] = ['<!-- begin: arithmetic -->', '<!-- end: arithmetic -->'];
const USAGE = 'Usage: npm run capacity -- [--policies 100000000] [--year 2026] [--seed 1] [--record]';

const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};

const parse = () => {
  try {
    return parseArgs({
      options: {
        policies: { type: 'string', default: '100000000' },
        year: { type: 'string', default: '2026' },
        seed: { type: 'string', default: '1' },
        record: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    return fail(USAGE);
  }
};

const { seed, record, ...given } = parse();
const [policies, year] = [Number(given.policies), Number(given.year)];
const isCount = Number.isInteger(policies) && policies >= 1_000 && policies <= 1_000_000_000;
if (!isCount || !Number.isInteger(year) || year < 2026 || year > 2099 || !/^[\w.-]{1,40}$/.test(seed))
  fail(USAGE);

const text = printCapacity(await capacityOf({ policies, year, seed }, (line) => console.error(line)));
console.log(text);
if (record) {
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) fail('docs/capacity.md has no marks for the arithmetic.');
  writeFileSync(PAGE, `${page.slice(0, from + BEGIN.length)}\n\n${text}\n\n${page.slice(to)}`);
}
