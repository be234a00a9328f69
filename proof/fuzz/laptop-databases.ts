import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A database of the laptop beside its tables, with what of it changes while nobody asks for anything. */
interface Kept {
  file: string;
  /** Tables, and columns as `table.column`. */
  leftOut: readonly string[];
}

const KEPT: readonly Kept[] = [
  // Messages go when they were consumed; one that was sent shows in the number of all that ever were.
  { file: 'queues/queues.db', leftOut: ['messages'] },
  // Events wait to be delivered, and are forgotten then: what they tell of stands among the objects.
  { file: 'storage/catalog.db', leftOut: ['events'] },
  // Numbers are reserved in blocks, some in advance.
  { file: 'workflow.db', leftOut: ['counters'] },
  // When an invocation that failed is tried again.
  { file: 'invocations.db', leftOut: ['invocation.attempts', 'invocation.next_at'] },
  { file: 'world/messages.sqlite', leftOut: [] },
  { file: 'world/payouts.sqlite', leftOut: [] },
  { file: 'world/carrier.sqlite', leftOut: [] },
];
/*
 * Not looked at: streams.db (how far the readers of the tables' streams have come: they follow the tables, which are
 * compared), schedules.json (when each job ran last), clock.json (moved by its owner alone), and the issuer's keys.
 */

export interface LaptopDatabase {
  /** Another one after every commit. */
  mark(): string;
  /** Each row as a text that two looks can be compared by. */
  rows(): ReadonlySet<string>;
}

/**
 * The engines lock their databases for themselves, so that SQLite tells nobody else of a commit: what is compared is
 * when the files were written last, and what is read is a copy.
 */
export function laptopDatabases(directory: string): LaptopDatabase[] {
  return KEPT.map((kept) => {
    const file = join(directory, kept.file);
    if (!existsSync(file)) throw new Error(`The laptop keeps no ${kept.file}.`);
    let read: { mark: string; rows: ReadonlySet<string> } | undefined;
    const mark = () => filesOf(file).map(markOf).join(' ');
    return {
      mark,
      rows() {
        const now = mark();
        if (read?.mark !== now) read = { mark: now, rows: readCopy(file, kept) };
        return read.rows;
      },
    };
  });
}

/** What is committed stands in the log first, and moves into the database later. */
const filesOf = (file: string) => [file, `${file}-wal`];

function markOf(file: string): string {
  const { mtimeNs, size } = statSync(file, { bigint: true, throwIfNoEntry: false }) ?? {};
  return `${mtimeNs}:${size}`;
}

const MOST_COPIES = 5;

/** A copy that was written into while it was made is made anew. */
function readCopy(file: string, kept: Kept): ReadonlySet<string> {
  for (let copies = 1; ; copies += 1) {
    const directory = mkdtempSync(join(tmpdir(), 'laptop-copy-'));
    try {
      const before = filesOf(file).map(markOf).join();
      const copy = join(directory, basename(file));
      for (const each of filesOf(file))
        if (existsSync(each)) copyFileSync(each, join(directory, basename(each)));
      if (filesOf(file).map(markOf).join() === before || copies === MOST_COPIES) return readRows(copy, kept);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

function readRows(file: string, { file: name, leftOut }: Kept): ReadonlySet<string> {
  const database = new DatabaseSync(file);
  try {
    // SQLite's own table of the last numbers is among them.
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map((table) => String(table.name));
    const rows = new Set<string>();
    const known = new Set(tables);
    for (const table of tables) {
      const statement = database.prepare(`SELECT * FROM "${table}"`);
      for (const { name: column } of statement.columns()) known.add(`${table}.${column}`);
      if (leftOut.includes(table)) continue;
      for (const row of statement.iterate()) {
        const compared = Object.entries(row).filter(([column]) => !leftOut.includes(`${table}.${column}`));
        rows.add(`${name} ${table} ${JSON.stringify(Object.fromEntries(compared))}`);
      }
    }
    const unknown = leftOut.filter((each) => !known.has(each));
    if (unknown.length > 0) throw new Error(`${name} has no ${unknown}.`);
    return rows;
  } finally {
    database.close();
  }
}
