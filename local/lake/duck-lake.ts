import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { LAKE_PREFIX, lakeColumns } from '../../functions/lake/columns.ts';

const VIEW_FILE = fileURLToPath(new URL('../../lake/events.sql', import.meta.url));
const DUCK_TYPES = { text: 'VARCHAR', whole: 'BIGINT', number: 'DOUBLE' } as const;

export interface Answer {
  columns: string[];
  rows: (string | number | null)[][];
}

export interface DuckLake extends AsyncDisposable {
  ask(sql: string): Promise<Answer>;
}

/** The lake of a folder (`events/day=…/….parquet` below it) as Athena has it: the table `event_files` and its view. */
export async function openDuckLake(folder: string): Promise<DuckLake> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const files = `${folder}/${LAKE_PREFIX}/*/*.parquet`.replaceAll("'", "''");
  const columns = Object.entries(lakeColumns).map(
    ([name, kind]) => `CAST(${name} AS ${DUCK_TYPES[kind]}) AS ${name}`,
  );
  await connection.run(
    `CREATE VIEW event_files AS SELECT ${columns.join(', ')}, day FROM
     read_parquet('${files}', hive_partitioning = true, hive_types_autocast = false, union_by_name = true)`,
  );
  await connection.run(`CREATE VIEW events AS ${readFileSync(VIEW_FILE, 'utf8')}`);
  return {
    async ask(sql) {
      const reader = await connection.runAndReadAll(sql);
      return {
        columns: reader.columnNames(),
        rows: reader.getRowsJS().map((row) => row.map(plain)),
      };
    },
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function plain(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : String(value);
}
