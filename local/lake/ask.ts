import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { LAPTOP_CREDENTIALS } from '../functions/function-host.ts';
import { REGION } from '../intrinsics.ts';
import { readAddresses } from '../laptop-addresses.ts';
import { dataDirectoryOf } from '../settings.ts';
import { openDuckLake } from './duck-lake.ts';
import { fetchLake } from './fetch-lake.ts';
import { asCsv, asTable } from './show-answer.ts';

/** `npm run ask -- lake/sql/NAME.sql`: the same questions that Athena is asked, of the running laptop's lake. */
const USAGE = `Usage: npm run --silent ask -- FILE.sql | --sql "SELECT …"
  --csv          comma-separated values instead of a table
  --from FOLDER  a folder with events/day=…/*.parquet instead of the running laptop (LOCAL_DATA_DIR says where that is)`;

/** The name that lib/lake.ts gives to the bucket, as the laptop writes names. */
const BUCKET = 'lake';

/** Something that the person who asks can put right; told without a stack trace. */
class Advice extends Error {}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { sql: { type: 'string' }, csv: { type: 'boolean' }, from: { type: 'string' } },
    });
    const [file, ...others] = positionals;
    if (others.length > 0 || (file === undefined) === (values.sql === undefined))
      throw new Error('one question');
    return { ...values, sql: values.sql ?? readFileSync(file ?? '', 'utf8') };
  } catch (error) {
    throw new Advice((error as NodeJS.ErrnoException).code === 'ENOENT' ? String(error) : USAGE);
  }
}

async function fetchFromLaptop(folder: string): Promise<string> {
  const directory = dataDirectoryOf(process.env);
  const endpoint = readAddresses(directory)?.storageUrl;
  const advice = 'Start the laptop with npm start (LOCAL_DATA_DIR says where its data is).';
  if (!endpoint) throw new Advice(`No laptop was ever started on ${directory}. ${advice}`);
  const client = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: REGION,
    credentials: LAPTOP_CREDENTIALS,
  });
  const count = await fetchLake(client, BUCKET, folder).catch((error: unknown) => {
    throw new Advice(`The lake cannot be read at ${endpoint} (${String(error)}). ${advice}`);
  });
  if (count === 0) throw new Advice('Nothing is in the lake yet: sell a protection and ask again.');
  return folder;
}

async function ask(): Promise<void> {
  const { sql, csv, from } = readArguments();
  const temporary = mkdtempSync(path.join(tmpdir(), 'lake-'));
  try {
    await using lake = await openDuckLake(from ?? (await fetchFromLaptop(temporary)));
    const answer = await lake.ask(sql);
    process.stdout.write(csv ? asCsv(answer) : `${asTable(answer)}\n`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

await ask().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
