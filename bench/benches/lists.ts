import { listCases } from '../../functions/claims/list-cases.ts';
import { searchCases } from '../../functions/claims/search-cases.ts';
import { takeNext } from '../../functions/claims/take-next.ts';
import { isRefusal, type Refusal } from '../../functions/contracts/refusal.ts';
import { createCursorSealer } from '../../functions/http/cursor.ts';
import { answerWithCase } from '../../functions/http/with-case.ts';
import { listReportClaims } from '../../functions/reports/list-report-claims.ts';
import { readOfficeReport } from '../../functions/reports/read-office-report.ts';
import { readRegionReport } from '../../functions/reports/read-region-report.ts';
import { readReportSeries } from '../../functions/reports/read-report-series.ts';
import { listSignals } from '../../functions/signals/list-signals.ts';
import { preferredTableEngine, startTables } from '../../local/tables/table-engine.ts';
import { createTableStores, type TableStores } from '../../test/contract/stores.ts';
import type { Bench, Figure } from '../bench.ts';
import { type ItemMeter, meterItems } from '../item-meter.ts';
import { fillStock, NOW, personOf, REGION } from '../list-stock.ts';
import { measureInTurns } from '../statistics.ts';

const SIZES = { short: [10_000, 200_000], long: [10_000, 1_000_000] };
const ROUNDS = { rounds: 81, warmUps: 10 };
const GOAL = { atMost: 1.1 };

/** A page that is full at the small size too: a longer answer takes longer, whatever the stock. */
const limit = '5';
const MONTH = { from: '2026-10-01', to: '2026-10-31' };
const YEAR = { from: '2025-12-01', to: '2026-11-30' };

interface Stock {
  size: number;
  stores: TableStores;
  meter: ItemMeter;
  holds: string;
  /** One of those with a claim. */
  parcel: string;
  close(): Promise<void>;
}

type List = (stock: Stock) => Promise<unknown>;

const cursors = createCursorSealer('a key of the bench');
const cursorsOf = new Map<string, string>();
const specialist = { role: 'specialist' as const, id: personOf(0) };
const phones = { hashOf: (phone: string) => phone };

const cases =
  (query: Record<string, string>): List =>
  ({ stores }) =>
    done(listCases({ query: { limit, ...query }, reader: specialist, now: NOW }, { ...stores, cursors }));
const region =
  (period: typeof MONTH): List =>
  ({ stores }) =>
    done(readRegionReport({ query: period }, stores));
const offices =
  (period: typeof MONTH): List =>
  ({ stores }) =>
    done(
      readOfficeReport(
        { region: REGION.code, query: { ...period, limit: '10' }, readerId: specialist.id },
        { ...stores, cursors },
      ),
    );
const series =
  (query: Record<string, string>): List =>
  ({ stores }) =>
    done(readReportSeries({ query }, stores));
const signals =
  (query: Record<string, string>): List =>
  ({ stores }) =>
    done(listSignals({ query: { limit, ...query }, reader: specialist, now: NOW }, { ...stores, cursors }));
const claimsOf =
  (query: Record<string, string>): List =>
  ({ stores }) =>
    done(
      listReportClaims(
        { query: { ...YEAR, limit, region: REGION.code, ...query }, readerId: specialist.id },
        { ...stores, cursors },
      ),
    );
const search =
  (text: (stock: Stock) => string): List =>
  async (stock) => {
    const answer = await searchCases({ text: text(stock) }, { ...stock.stores, phones });
    if (answer.parcels.length === 0) throw new Error(`The search for ${text(stock)} found nothing.`);
    return answer;
  };

/** A later page begins where the first one ended; found once, since a cursor is good for ever. */
const secondPage =
  (name: string, first: (query: Record<string, string>) => List): List =>
  async (stock) => {
    const key = `${name} ${stock.size}`;
    if (!cursorsOf.has(key)) {
      const { nextCursor } = (await first({})(stock)) as { nextCursor?: string };
      if (nextCursor === undefined) throw new Error(`${name} has no second page at ${stock.size} policies.`);
      cursorsOf.set(key, nextCursor);
    }
    return first({ cursor: cursorsOf.get(key) ?? '' })(stock);
  };

/** How much slower the engine itself becomes: what no list can be better than. */
const ENGINE = 'the engine itself: an item by its key';
/** Full at the larger size alone, so that it says what a queue costs and not how it grows. */
const WHOLE_PAGE = 'the queue, a page of 50';

const LISTS: Record<string, List> = {
  [ENGINE]: ({ stores, parcel }) => found(stores.policies.find(parcel)),
  'the queue, first page': cases({}),
  'the queue, second page': secondPage('queue', cases),
  [WHOLE_PAGE]: cases({ limit: '50' }),
  'what nobody took': cases({ queue: 'unassigned' }),
  'my cases': cases({ mine: '1' }),
  'the next case of nobody': ({ stores }) =>
    // Taken in the end by a write that changes nothing: the same case is found at every turn.
    done(
      takeNext(
        { actor: specialist, filter: {}, now: NOW },
        { cases: { ...stores.cases, commit: async () => 'committed' } },
      ),
    ),
  'a case': async ({ stores, parcel }) =>
    done(answerWithCase(await stores.cases.read(parcel), stores.policies, specialist, NOW)),
  'search by tracking number': search(({ parcel }) => parcel),
  'search by the beginning of a tracking number': search(({ parcel }) => parcel.slice(0, 10)),
  'report of the regions, a month': region(MONTH),
  'report of the regions, a year': region(YEAR),
  'report of a region’s offices, a month': offices(MONTH),
  'report of a region’s offices, a year': offices(YEAR),
  'a region over a year': series({ ...YEAR, step: 'month', regions: REGION.code }),
  'a region over a month, by day': series({ ...MONTH, regions: REGION.code }),
  'the claims behind a number': claimsOf({}),
  'signals, first page': signals({}),
  'signals, second page': secondPage('signals', signals),
};

async function done<Answer extends object>(answering: Promise<Answer | Refusal>): Promise<Answer> {
  const answer = await answering;
  if (isRefusal(answer)) throw new Error(`Refused: ${answer.refused}.`);
  return answer;
}

async function found<Item>(finding: Promise<Item | undefined>): Promise<Item> {
  const item = await finding;
  if (item === undefined) throw new Error('What was asked for is not there.');
  return item;
}

async function openStock(size: number, progress: (text: string) => void): Promise<Stock> {
  const engine = await startTables({ engine: preferredTableEngine() });
  const stores = await createTableStores(engine.url);
  const { claims, open, parcel } = await fillStock({ url: engine.url, stores }, size, (made) =>
    progress(`${made.toLocaleString('en-US')} of ${size.toLocaleString('en-US')} policies written`),
  );
  const close = () => {
    stores.close();
    return engine.close();
  };
  return {
    size,
    stores,
    meter: meterItems(stores.client),
    holds: `${claims} claims, ${open} of them open`,
    parcel,
    close,
  };
}

async function compare(name: string, list: List, stocks: Stock[]): Promise<Figure[]> {
  const ways = Object.fromEntries(stocks.map((stock) => [String(stock.size), () => list(stock)]));
  const times = await measureInTurns(ways, ROUNDS);
  const read = new Map<number, string>();
  for (const stock of stocks) {
    stock.meter.take();
    await list(stock);
    const { requests, items, bytes } = stock.meter.take();
    read.set(stock.size, `${requests} requests, ${items} items, ${(bytes / 1_024).toFixed(1)} KB`);
  }
  const [small, ...larger] = stocks as [Stock, ...Stock[]];
  const told = ({ size }: Stock) => `${(times[String(size)] ?? 0).toFixed(2)} ms (${read.get(size)})`;
  const held = (stock: Stock) => (name === ENGINE ? `; ${stock.holds}` : '');
  return larger.map((stock) => ({
    what: `${name}: ${stock.size.toLocaleString('en-US')} policies`,
    value: (times[String(stock.size)] ?? Number.NaN) / (times[String(small.size)] ?? Number.NaN),
    ...(name !== ENGINE && name !== WHOLE_PAGE && { goal: GOAL }),
    against: `${told(stock)}${held(stock)} ÷ ${told(small)} at ${small.size.toLocaleString('en-US')}${held(small)}`,
  }));
}

export const bench: Bench = {
  title: 'Lists and reports as the stock grows',

  async run({ long, progress }) {
    const stocks: Stock[] = [];
    try {
      for (const size of long ? SIZES.long : SIZES.short) stocks.push(await openStock(size, progress));
      const figures: Figure[] = [];
      for (const [name, list] of Object.entries(LISTS)) {
        progress(name);
        figures.push(...(await compare(name, list, stocks)));
      }
      return figures;
    } finally {
      for (const stock of stocks) await stock.close();
    }
  },
};
