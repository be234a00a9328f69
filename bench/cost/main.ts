import { fileURLToPath } from 'node:url';
import { type Assumptions, parseAssumptions, usage } from './assumptions.ts';
import { billsOf, growing, readService, sameParts } from './compare.ts';
import { whyNotKept } from './film-bill.ts';
import { PRICE_LIST, prices } from './prices-2026-11.ts';
import { printBasis, printBills } from './print.ts';

/** `npm run cost -- --policies 1000000 --claims 0.026 …`: what a year of this stack costs, and others beside it. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function typed(): { given: Assumptions; json: boolean; help: boolean } {
  try {
    return parseAssumptions(process.argv.slice(2));
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    console.error(
      `${line?.split('. To specify')[0]?.replace(/\.?$/, '.')} npm run cost -- --help lists the options.`,
    );
    process.exit(2);
  }
}

const { given, json, help } = typed();
if (help) console.log(usage());
else {
  const service = await readService(ROOT, (line) => console.error(line));
  const unkept = whyNotKept(given['film-months'], service.stack.films.expireAfterDays);
  if (unkept) {
    console.error(unkept);
    process.exit(2);
  }
  const years = { first: billsOf(service, given, 'first'), steady: billsOf(service, given, 'steady') };
  if (json) {
    const all = Object.entries(years).flatMap(([year, bills]) =>
      Object.entries(bills).map(([design, bill]) => ({
        year,
        design,
        total: bill.total,
        withoutFixed: growing(bill),
        timesFloor: bill.total / bills.floor.total,
        samePartsTimesFloor: sameParts(bill) / sameParts(bills.floor),
        lines: bill.lines,
      })),
    );
    const { isCounted, counts } = service;
    const basis = { isCounted, countedAt: counts.countedAt, priceList: PRICE_LIST };
    console.log(JSON.stringify({ assumptions: given, ...basis, prices, bills: all }, null, 2));
  } else {
    console.log(printBills('First year', years.first, given));
    console.log();
    console.log(printBills('A year when as much leaves the storage as comes', years.steady, given));
    console.log();
    console.log(printBasis(service.isCounted, service.counts.countedAt));
  }
}
