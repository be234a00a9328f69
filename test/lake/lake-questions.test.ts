import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { createS3Lake } from '../../functions/adapters/s3-lake.ts';
import { lakeColumns } from '../../functions/lake/columns.ts';
import { tellLake } from '../../functions/lake/tell-lake.ts';
import type { Fact } from '../../functions/reports/ports.ts';
import { type DuckLake, openDuckLake } from '../../local/lake/duck-lake.ts';
import { fetchLake } from '../../local/lake/fetch-lake.ts';
import { openStorage, type StorageFixture } from '../local/storage/storage-fixture.ts';
import { type Row, recount } from './recount.ts';
import { changesOf, someLives } from './some-history.ts';

jest.setTimeout(120_000);

const SQL = path.join(import.meta.dirname, '..', '..', 'lake', 'sql');
const questions = readdirSync(SQL).sort();
const sqlOf = (file: string) => readFileSync(path.join(SQL, file), 'utf8');
const BUCKET = 'plain';

let number = 20_261_122;
const next = (below: number) => {
  number = (number * 48_271) % 2_147_483_647;
  return number % below;
};
const lives = someLives(600, next);

let storage: StorageFixture;
let folder: string;
let lake: DuckLake;
let objects: number;

beforeAll(async () => {
  storage = await openStorage();
  folder = mkdtempSync(path.join(tmpdir(), 'lake-questions-'));
  const client = storage.client();
  const ports = { lake: createS3Lake({ client, bucket: BUCKET }), hasher: createHmacTraceHasher('secret') };
  // As the streams bring it: out of order, in batches, each third of which comes a second time in other company.
  const changes = changesOf(lives)
    .map((change) => ({ change, place: next(1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ change }) => change);
  for (let at = 0; at < changes.length; at += 200) {
    await tellLake(changes.slice(at, at + 200), ports);
    if (next(3) === 0) await tellLake(changes.slice(at, at + 200), ports);
    if (next(3) === 0) await tellLake(changes.slice(Math.max(at - 50, 0), at + 20), ports);
  }
  objects = await fetchLake(client, BUCKET, folder);
  lake = await openDuckLake(folder);
});

afterAll(async () => {
  await lake?.[Symbol.asyncDispose]();
  await storage?.close();
  rmSync(folder, { recursive: true, force: true });
});

const answerTo = async (sql: string): Promise<Row[]> => {
  const { columns, rows } = await lake.ask(sql);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));
};
const inOrder = (rows: readonly Row[]) =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

describe('the questions to the lake', () => {
  const expected = recount(lives.map((life) => life.at(-1) as Fact));

  it('are at least ten, and each has a recount', () => {
    expect(questions.length).toBeGreaterThanOrEqual(10);
    expect(questions.map((file) => file.replace(/\.sql$/, ''))).toEqual(Object.keys(expected).sort());
    expect(objects).toBeGreaterThan(100);
  });

  it.each(questions)('%s is answered as a recount of the facts has it', async (file) => {
    const answer = await answerTo(sqlOf(file));
    const name = file.replace(/\.sql$/, '');
    const compared = name === 'clerks-that-stand-out' ? answer.map(({ clerk: _, ...row }) => row) : answer;
    expect(compared.length).toBeGreaterThan(0);
    expect(inOrder(compared)).toEqual(inOrder(expected[name] ?? []));
  });

  it.each(questions)('%s says in its first line what it answers, and reads the view alone', (file) => {
    const sql = sqlOf(file);
    expect(sql).toMatch(/^-- \p{Lu}.+\.\n/u);
    expect(sql).not.toMatch(
      /;|event_files|read_parquet|::|\bapprox_|\bquantile|\bmedian\(|\bQUALIFY\b|\bILIKE\b/i,
    );
  });
});

describe('the files', () => {
  it('hold the columns and no other, and nothing personal in any', async () => {
    const { columns, rows } = await lake.ask('SELECT * FROM event_files');
    expect(columns).toEqual([...Object.keys(lakeColumns), 'day']);
    const [first] = readdirSync(folder, { recursive: true }).filter((file) =>
      String(file).endsWith('.parquet'),
    );
    const raw = await lake.ask(`SELECT * FROM read_parquet('${folder}/${first}', hive_partitioning = false)`);
    expect(raw.columns).toEqual(Object.keys(lakeColumns));
    expect(JSON.stringify(rows)).not.toContain('SECRET');
  });

  it('are the same when the same batch comes again, in whatever order', async () => {
    const client = storage.client();
    const ports = {
      lake: createS3Lake({ client, bucket: 'uploads' }),
      hasher: createHmacTraceHasher('secret'),
    };
    const batch = changesOf(lives.slice(0, 40));
    const again = mkdtempSync(path.join(tmpdir(), 'lake-again-'));
    await tellLake(batch, ports);
    const once = await fetchLake(client, 'uploads', again);
    await tellLake(batch.toReversed(), ports);
    expect(await fetchLake(client, 'uploads', again)).toBe(once);
    rmSync(again, { recursive: true });
  });
});
