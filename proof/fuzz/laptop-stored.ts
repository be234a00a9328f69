import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { callAws } from '../../local/aws-json-call.ts';
import { readAddresses } from '../../local/laptop-addresses.ts';
import { laptopDatabases } from './laptop-databases.ts';

/** Longer than an idle stream of the laptop waits before it looks again, so that what follows a write has begun. */
const QUIET_MILLIS = 500;
const LOOK_EVERY_MILLIS = 20;
const LONGEST_WAIT_MILLIS = 30_000;

/** What a running laptop has stored, for whoever wants to know whether that changed. */
export interface LaptopStored {
  /** Another one after every commit; only compared. */
  mark(): string;
  /** Resolves when nothing has been written for a while. */
  quiet(): Promise<void>;
  /** Each item of each table, and each row of what else is kept, as a text that two looks can be compared by. */
  items(): Promise<ReadonlySet<string>>;
  close(): void;
}

/**
 * The tables, the queues, what is stored and sent, and the executions. Whether anything was committed costs nothing to
 * ask; only what was committed to is read whole.
 */
export function laptopStored(directory: string): LaptopStored {
  const addresses = readAddresses(directory);
  if (!addresses) throw new Error(`No laptop runs on ${directory}.`);
  const database = new DatabaseSync(join(directory, 'tables', 'tables.db'), { readOnly: true });
  const version = database.prepare('PRAGMA data_version');
  const others = laptopDatabases(directory);
  const markOfTables = () => Number(version.get()?.data_version);
  const mark = () => [markOfTables(), ...others.map((each) => each.mark())].join(' ');
  // Watched all the time, so that nobody waits for a rest that has long begun.
  let last = mark();
  let since = performance.now();
  const look = () => {
    const now = mark();
    if (now !== last) since = performance.now();
    last = now;
  };
  const watch = setInterval(look, LOOK_EVERY_MILLIS).unref();
  let read: { mark: number; items: ReadonlySet<string> } | undefined;

  async function readItems(): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const TableName of Object.values(addresses?.tables ?? {})) {
      let ExclusiveStartKey: unknown;
      do {
        const page = await callAws<{ Items: object[]; LastEvaluatedKey?: unknown }>(
          addresses?.tablesUrl ?? '',
          'DynamoDB_20120810.Scan',
          { TableName, ConsistentRead: true, ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }) },
        );
        for (const item of page.Items) found.add(`${TableName} ${JSON.stringify(sorted(item))}`);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
    }
    return found;
  }

  return {
    mark,
    async quiet() {
      const begin = performance.now();
      for (look(); performance.now() - since < QUIET_MILLIS; look()) {
        if (performance.now() - begin > LONGEST_WAIT_MILLIS) return;
        await pause(LOOK_EVERY_MILLIS);
      }
    },
    async items() {
      const before = markOfTables();
      if (read?.mark !== before) read = { mark: before, items: await readItems() };
      return new Set([read.items, ...others.map((each) => each.rows())].flatMap((each) => [...each]));
    },
    close() {
      clearInterval(watch);
      database.close();
    },
  };
}

/** What one look has and the other has not, as a person would read it. */
export function changesBetween(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  return [...after]
    .filter((item) => !before.has(item))
    .map((item) => `+ ${item}`)
    .concat([...before].filter((item) => !after.has(item)).map((item) => `- ${item}`));
}

const SETS: ReadonlySet<string> = new Set(['SS', 'NS', 'BS']);

/** The engine answers the members of an item, and those of a set, in another order each time. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    members.map(([name, member]) => [name, SETS.has(name) ? [...member].sort() : sorted(member)]),
  );
}
