import { fileURLToPath } from 'node:url';
import { AwsError, callAws } from '../../local/aws-json-call.ts';
import { runSeed } from '../../local/seed/run-seed.ts';
import { startScratchTarget } from '../../local/seed/scratch-target.ts';
import { portsOn, type SeedTarget } from '../../local/seed/seed-target.ts';
import { readTemplate, synthesize } from '../../local/synthesis.ts';
import type { Bench, Figure } from '../bench.ts';
import { peakResidentBytes } from '../process-tree.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHORT = 10_000;
const LONG = 100_000;
const CONCURRENCY = 200;
/** As many as the seed's own groups: what is compared is the way to the table, not the size of a request. */
const ITEMS_AT_ONCE = 50;
const REQUESTS_AT_ONCE = 4;
const MEGABYTE = 1_000_000;

interface Page {
  Items: Record<string, { S?: string }>[];
  LastEvaluatedKey?: unknown;
}

/** Reads a table by pages and writes what it held into another, with no condition and nothing thought about. */
async function copyTable(from: SeedTarget, to: SeedTarget, table: 'policiesTable' | 'casesTable') {
  let [items, seconds] = [0, 0];
  let after: unknown;
  do {
    const page: Page = await callAws(from.tablesUrl, 'DynamoDB_20120810.Scan', {
      TableName: from[table],
      ...(after !== undefined && { ExclusiveStartKey: after }),
    });
    const begin = performance.now();
    await writeAll(page.Items, to, to[table]);
    seconds += (performance.now() - begin) / 1_000;
    items += page.Items.length;
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
  return { items, seconds };
}

async function writeAll(items: Page['Items'], to: SeedTarget, TableName: string): Promise<void> {
  const groups: Page['Items'][] = [];
  for (let first = 0; first < items.length; first += ITEMS_AT_ONCE)
    groups.push(items.slice(first, first + ITEMS_AT_ONCE));
  const left = groups.values();
  const worker = async () => {
    for (const group of left) {
      const TransactItems = group.map((Item) => ({ Put: { TableName, Item } }));
      await callAws(to.tablesUrl, 'DynamoDB_20120810.TransactWriteItems', { TransactItems }).catch(
        (error: unknown) => {
          if (error instanceof AwsError) throw new Error(`${TableName}: ${error.message}`);
          throw error;
        },
      );
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
}

export const bench: Bench = {
  title: 'Generator: a year lived through the use cases',
  async run({ long, progress }): Promise<Figure[]> {
    const policies = long ? LONG : SHORT;
    const template = readTemplate(await synthesize(ROOT, progress));
    const [lived, bare] = [await startScratchTarget(template), await startScratchTarget(template)];
    try {
      const year = { policies, year: 2026, seed: '1', claimRate: 0.026, from: 0, concurrency: CONCURRENCY };
      let claims = 0;
      const begin = performance.now();
      await runSeed(
        {
          ...year,
          until: '2027-07-01T00:00:00.000Z',
          onProgress: (next, more) => {
            claims += more;
            progress(`${next} of ${policies} policies`);
          },
        },
        portsOn(lived),
      );
      const seconds = (performance.now() - begin) / 1_000;
      const memory = peakResidentBytes();
      progress('the same items, written bare');
      const copies = [
        await copyTable(lived, bare, 'policiesTable'),
        await copyTable(lived, bare, 'casesTable'),
      ];
      const items = copies.reduce((sum, copy) => sum + copy.items, 0);
      const bareSeconds = copies.reduce((sum, copy) => sum + copy.seconds, 0);
      const [rate, bareRate] = [policies / seconds, policies / bareSeconds];
      return [
        {
          what: `policies a second, a year of ${policies.toLocaleString('en-US')}`,
          value: rate / bareRate,
          against: `${Math.round(rate)} policies a second with ${claims} claims, each sold, ended and worked on by the use cases; the ${items} items that were left, written once each without a condition: ${Math.round(bareRate)} policies a second`,
        },
        {
          what: 'claims per policy',
          value: claims / policies,
          against: `${claims} claims on ${policies} policies; 0.026 were asked for`,
        },
        {
          what: 'resident memory of the generator',
          value: memory / MEGABYTE,
          unit: 'MB',
          against: 'at its largest; the year is planned day by day',
        },
      ];
    } finally {
      await Promise.all([lived.close(), bare.close()]);
    }
  },
};
