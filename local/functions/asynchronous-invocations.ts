import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LaptopClock } from '../clock.ts';
import { functionNameOf, type InvocationResult } from './function-host.ts';

export interface AsynchronousSettings {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  /** Gets the event alone, as Lambda's dead-letter queue does. */
  deadLetterQueueArn?: string;
  /** Get the event with its circumstances, as Lambda's destinations do. */
  onFailureArn?: string;
  onSuccessArn?: string;
}

export interface AsynchronousOptions {
  /** A file, or `:memory:`. */
  file: string;
  clock: LaptopClock;
  /** By name of function; those without an entry get Lambda's own defaults. */
  settings: ReadonlyMap<string, AsynchronousSettings>;
  invoke: (functionName: string, payload: unknown, requestId: string) => Promise<InvocationResult>;
  deliver: (targetArn: string, message: unknown) => Promise<void>;
}

interface Row {
  id: string;
  function_name: string;
  payload: string;
  attempts: number;
  created_at: number;
  next_at: number;
}

/** Lambda waits a minute before the first retry and two before the second. */
const RETRY_MILLIS = [60_000, 120_000];

/**
 * The queue that Lambda keeps inside for asynchronous invocations: what was accepted is on disk before `accept`
 * returns, and is run again after a restart, at least once.
 */
export class AsynchronousInvocations {
  readonly #database: DatabaseSync;
  readonly #options: AsynchronousOptions;
  readonly #cancels = new Map<string, () => void>();
  readonly #running = new Set<Promise<void>>();
  #isClosed = false;

  constructor(options: AsynchronousOptions) {
    this.#options = options;
    if (options.file !== ':memory:') mkdirSync(dirname(options.file), { recursive: true });
    this.#database = new DatabaseSync(options.file);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS invocation (
        id TEXT PRIMARY KEY, function_name TEXT NOT NULL, payload TEXT NOT NULL,
        attempts INTEGER NOT NULL, created_at INTEGER NOT NULL, next_at INTEGER NOT NULL
      ) STRICT;
    `);
  }

  /** Takes up what an earlier process left. */
  resume(): void {
    const rows = this.#database.prepare('SELECT * FROM invocation ORDER BY created_at').all();
    for (const row of rows as unknown as Row[]) this.#schedule(row);
  }

  /** Accepts one invocation durably and starts it at once. Returns its request id. */
  accept(functionNameOrArn: string, payload: unknown): string {
    const now = this.#options.clock.now();
    const row: Row = {
      id: randomUUID(),
      function_name: functionNameOf(functionNameOrArn),
      payload: JSON.stringify(payload ?? null),
      attempts: 0,
      created_at: now,
      next_at: now,
    };
    this.#database
      .prepare(
        'INSERT INTO invocation VALUES (:id, :function_name, :payload, :attempts, :created_at, :next_at)',
      )
      .run({ ...row });
    this.#start(row);
    return row.id;
  }

  /** Resolves when nothing runs any more; what waits for a retry keeps waiting on disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#cancels.values()) cancel();
    await Promise.all(this.#running);
    this.#database.close();
  }

  #schedule(row: Row) {
    if (row.next_at <= this.#options.clock.now()) return this.#start(row);
    const cancel = this.#options.clock.at(row.next_at, () => {
      this.#cancels.delete(row.id);
      this.#start(row);
    });
    this.#cancels.set(row.id, cancel);
  }

  #start(row: Row) {
    if (this.#isClosed) return;
    const run = this.#attempt(row).catch((error: unknown) => {
      // Delivery of a failure failed: the row is still there and the next start tries again.
      console.error(`Asynchronous invocation ${row.id} of ${row.function_name}:`, error);
    });
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  async #attempt(row: Row) {
    const { clock, invoke, deliver } = this.#options;
    const settings = this.#options.settings.get(row.function_name) ?? DEFAULT_SETTINGS;
    const payload: unknown = JSON.parse(row.payload);
    const result = await invoke(row.function_name, payload, row.id);
    // An invocation that the shutdown cut short counts as not made.
    if (this.#isClosed && 'errorType' in result) return;
    const attempts = row.attempts + 1;
    if ('payload' in result) {
      if (settings.onSuccessArn) {
        await deliver(
          settings.onSuccessArn,
          envelope(row, attempts, 'Success', payload, result, clock.now()),
        );
      }
      return this.#forget(row);
    }
    const nextAt = clock.now() + (RETRY_MILLIS[row.attempts] ?? 120_000);
    const isTooOld = nextAt - row.created_at > settings.maximumEventAgeSeconds * 1_000;
    if (attempts <= settings.maximumRetryAttempts && !isTooOld) {
      this.#database
        .prepare('UPDATE invocation SET attempts = ?, next_at = ? WHERE id = ?')
        .run(attempts, nextAt, row.id);
      return this.#schedule({ ...row, attempts, next_at: nextAt });
    }
    const condition = isTooOld ? 'EventAgeExceeded' : 'RetriesExhausted';
    if (settings.onFailureArn) {
      await deliver(settings.onFailureArn, envelope(row, attempts, condition, payload, result, clock.now()));
    } else if (settings.deadLetterQueueArn) {
      await deliver(settings.deadLetterQueueArn, payload);
    }
    this.#forget(row);
  }

  #forget(row: Row) {
    this.#database.prepare('DELETE FROM invocation WHERE id = ?').run(row.id);
  }
}

export const DEFAULT_SETTINGS: AsynchronousSettings = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
};

const envelope = (
  row: Row,
  attempts: number,
  condition: string,
  requestPayload: unknown,
  result: InvocationResult,
  nowMillis: number,
) => ({
  version: '1.0',
  timestamp: new Date(nowMillis).toISOString(),
  requestContext: {
    requestId: row.id,
    functionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${row.function_name}:$LATEST`,
    condition,
    approximateInvokeCount: attempts,
  },
  requestPayload,
  responseContext: {
    statusCode: 200,
    executedVersion: '$LATEST',
    ...('errorType' in result ? { functionError: 'Unhandled' } : {}),
  },
  responsePayload: 'payload' in result ? JSON.parse(result.payload) : result,
});
