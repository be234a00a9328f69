import { createHash } from 'node:crypto';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Json } from './jsonata-evaluation.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionRecord {
  sequence: number;
  arn: string;
  machineArn: string;
  machineName: string;
  name: string;
  /** Digest of the definition that the execution started with, and keeps, whatever is deployed later. */
  definition: string;
  status: ExecutionStatus;
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  startedAt: number;
  stoppedAt: number | null;
  /** When the machine's own TimeoutSeconds ends. */
  due: number | null;
}

/**
 * Where a branch stands:
 * `ready` its state was entered and has not begun; `invoking` a Lambda is called; `awaiting` the Lambda has
 * returned and a token is out; `waiting` a Wait; `retrying` between attempts; `children` Parallel or Map at
 * work; `done` ended, its output waits for its siblings.
 */
export type Phase = 'ready' | 'invoking' | 'awaiting' | 'waiting' | 'retrying' | 'children' | 'done';

/** One thread of an execution: its root, a branch of a Parallel or an item of a Map. */
export interface Branch {
  id: number;
  executionArn: string;
  parent: number | null;
  phase: Phase;
  due: number | null;
  state: string;
  input: Json;
  /** Its own variables over those of the outer scopes, which cannot change while it runs. */
  variables: Record<string, Json>;
  enteredAt: number;
  /** Changes with every attempt, so that an answer to an earlier attempt is known as such. */
  attempt: number;
  retryCount: number;
  spentRetries: number[];
  lastEvent: number;
  /** Index among the parent's branches or items. */
  slot: number;
  mapItem?: { Index: number; Value: Json } | undefined;
  call?: { functionName: string; payload: Json; token?: string | undefined } | undefined;
  timeoutAt?: number | undefined;
  heartbeatAt?: number | undefined;
  heartbeatMillis?: number | undefined;
  /** Parallel and Map: inputs of the children, those below `begun` were started. */
  children?: { inputs: Json[]; items?: Json[] | undefined; begun: number; concurrency: number } | undefined;
  output?: Json | undefined;
}

export interface HistoryEvent {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: string;
  details: Record<string, unknown>;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS definitions (digest TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS executions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machineArn TEXT NOT NULL,
    machineName TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, status TEXT NOT NULL,
    input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT, startedAt INTEGER NOT NULL, stoppedAt INTEGER,
    due INTEGER, announced TEXT, events INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE INDEX IF NOT EXISTS executions_due ON executions (due) WHERE due IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executions_stopped ON executions (stoppedAt) WHERE stoppedAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executions_unannounced ON executions (sequence) WHERE announced IS NOT status;
  CREATE TABLE IF NOT EXISTS branches (
    id INTEGER PRIMARY KEY, executionArn TEXT NOT NULL, parent INTEGER, phase TEXT NOT NULL, due INTEGER,
    body TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS branches_execution ON branches (executionArn, phase);
  CREATE INDEX IF NOT EXISTS branches_parent ON branches (parent) WHERE parent IS NOT NULL;
  CREATE INDEX IF NOT EXISTS branches_due ON branches (due) WHERE due IS NOT NULL;
  CREATE INDEX IF NOT EXISTS branches_active ON branches (phase) WHERE phase IN ('ready', 'invoking');
  CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, executionArn TEXT NOT NULL, branch INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tokens_execution ON tokens (executionArn);
  CREATE TABLE IF NOT EXISTS history (
    executionArn TEXT NOT NULL, id INTEGER NOT NULL, previous INTEGER NOT NULL, timestamp INTEGER NOT NULL,
    type TEXT NOT NULL, details TEXT NOT NULL, PRIMARY KEY (executionArn, id)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
`;

/**
 * The engine's memory: one SQLite file.
 *
 * WAL with `synchronous = NORMAL`: a commit is in the operating system's hands when it returns, so a killed
 * process loses nothing, and no commit waits for the disk. A power cut may take the last moments, but the
 * file stays whole; the reconciler, which starts executions again from the tables, covers those.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #identity: number;
  #reserved: number;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;',
    );
    this.#database.exec(SCHEMA);
    this.#identity = Number(this.#one('SELECT value FROM counters WHERE name = ?', 'identity')?.value ?? 0);
    this.#reserved = this.#identity;
  }

  close(): void {
    this.#database.close();
  }

  /** All of it or nothing, also when the process dies half-way. */
  atomically<T>(write: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = write();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** A number never used before, in this process or an earlier one: reserved in blocks, so mostly without a write. */
  nextIdentity(): number {
    if (this.#identity === this.#reserved) {
      this.#reserved += 1_000;
      this.#run('INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)', 'identity', this.#reserved);
    }
    this.#identity += 1;
    return this.#identity;
  }

  keepDefinition(text: string): string {
    const digest = createHash('sha256').update(text).digest('hex');
    this.#run('INSERT OR IGNORE INTO definitions (digest, text) VALUES (?, ?)', digest, text);
    return digest;
  }

  definitionText(digest: string): string {
    return String(this.#one('SELECT text FROM definitions WHERE digest = ?', digest)?.text);
  }

  insertExecution(
    execution: Omit<ExecutionRecord, 'sequence' | 'output' | 'error' | 'cause' | 'stoppedAt'>,
  ): void {
    this.#run(
      `INSERT INTO executions (arn, machineArn, machineName, name, definition, status, input, startedAt, due)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      execution.arn,
      execution.machineArn,
      execution.machineName,
      execution.name,
      execution.definition,
      execution.status,
      execution.input,
      execution.startedAt,
      execution.due,
    );
  }

  execution(arn: string): ExecutionRecord | undefined {
    return this.#one('SELECT * FROM executions WHERE arn = ?', arn) as ExecutionRecord | undefined;
  }

  /** Newest first, those that started before `beforeSequence`. */
  executions(
    machineArn: string,
    status: string | undefined,
    beforeSequence: number,
    limit: number,
  ): ExecutionRecord[] {
    return this.#all(
      `SELECT * FROM executions WHERE machineArn = ? AND (? IS NULL OR status = ?) AND sequence < ?
       ORDER BY sequence DESC LIMIT ?`,
      machineArn,
      status ?? null,
      status ?? null,
      beforeSequence,
      limit,
    ) as unknown as ExecutionRecord[];
  }

  closeExecution(
    arn: string,
    status: ExecutionStatus,
    stoppedAt: number,
    result: { output?: string; error?: string | undefined; cause?: string | undefined },
  ): void {
    this.#run(
      'UPDATE executions SET status = ?, stoppedAt = ?, output = ?, error = ?, cause = ?, due = NULL WHERE arn = ?',
      status,
      stoppedAt,
      result.output ?? null,
      result.error ?? null,
      result.cause ?? null,
      arn,
    );
    this.#run('DELETE FROM branches WHERE executionArn = ?', arn);
  }

  /** Executions whose present status was not handed to the listener yet. */
  unannounced(): ExecutionRecord[] {
    return this.#all(
      'SELECT * FROM executions WHERE announced IS NOT status ORDER BY sequence',
    ) as unknown as ExecutionRecord[];
  }

  markAnnounced(arn: string, status: ExecutionStatus): void {
    this.#run('UPDATE executions SET announced = ? WHERE arn = ?', status, arn);
  }

  saveBranch(branch: Branch): void {
    const { id, executionArn, parent, phase, due, ...body } = branch;
    this.#run(
      'INSERT OR REPLACE INTO branches (id, executionArn, parent, phase, due, body) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      executionArn,
      parent,
      phase,
      due,
      JSON.stringify(body),
    );
  }

  branch(id: number): Branch | undefined {
    const row = this.#one('SELECT * FROM branches WHERE id = ?', id);
    return row === undefined ? undefined : toBranch(row);
  }

  nextReady(executionArn: string): Branch | undefined {
    const row = this.#one(
      `SELECT * FROM branches WHERE executionArn = ? AND phase = 'ready' ORDER BY id LIMIT 1`,
      executionArn,
    );
    return row === undefined ? undefined : toBranch(row);
  }

  unfinishedChildren(parent: number): number {
    return Number(
      this.#one(`SELECT count(*) AS count FROM branches WHERE parent = ? AND phase <> 'done'`, parent)?.count,
    );
  }

  children(parent: number): Branch[] {
    return this.#all('SELECT * FROM branches WHERE parent = ? ORDER BY id', parent).map(toBranch);
  }

  /** The children of a branch, and theirs. */
  removeDescendants(id: number): void {
    this.#run(
      `WITH RECURSIVE descendant(id) AS (
         SELECT id FROM branches WHERE parent = ? UNION ALL
         SELECT branches.id FROM branches JOIN descendant ON branches.parent = descendant.id)
       DELETE FROM branches WHERE id IN (SELECT id FROM descendant)`,
      id,
    );
  }

  /** What a crash may have left half-way: entered states to run, and Lambda calls without a result. */
  active(): { id: number; executionArn: string; phase: Phase }[] {
    return this.#all(
      `SELECT id, executionArn, phase FROM branches WHERE phase IN ('ready', 'invoking') ORDER BY id`,
    ) as unknown as { id: number; executionArn: string; phase: Phase }[];
  }

  /** The earliest alarm of all, of a branch or (then without a branch) of a whole execution. */
  earliestDue(): { due: number; executionArn: string; branch: number | null } | undefined {
    return this.#one(
      `SELECT * FROM (
         SELECT * FROM (SELECT due, executionArn, id AS branch FROM branches WHERE due IS NOT NULL ORDER BY due, id LIMIT 1)
         UNION ALL
         SELECT * FROM (SELECT due, arn, NULL FROM executions WHERE due IS NOT NULL ORDER BY due LIMIT 1))
       ORDER BY due, branch IS NULL DESC LIMIT 1`,
    ) as { due: number; executionArn: string; branch: number | null } | undefined;
  }

  insertToken(token: string, branch: Branch): void {
    this.#run(
      'INSERT INTO tokens (token, executionArn, branch) VALUES (?, ?, ?)',
      token,
      branch.executionArn,
      branch.id,
    );
  }

  token(token: string): { executionArn: string; branch: number } | undefined {
    return this.#one('SELECT executionArn, branch FROM tokens WHERE token = ?', token) as
      | { executionArn: string; branch: number }
      | undefined;
  }

  /** Returns the event's number within its execution. */
  addEvent(
    executionArn: string,
    previous: number,
    timestamp: number,
    type: string,
    details: Record<string, unknown> = {},
  ): number {
    const row = this.#one(
      'UPDATE executions SET events = events + 1 WHERE arn = ? RETURNING events',
      executionArn,
    );
    const id = Number(row?.events);
    this.#run(
      'INSERT INTO history (executionArn, id, previous, timestamp, type, details) VALUES (?, ?, ?, ?, ?, ?)',
      executionArn,
      id,
      previous,
      timestamp,
      type,
      JSON.stringify(details),
    );
    return id;
  }

  eventCount(executionArn: string): number {
    return Number(this.#one('SELECT events FROM executions WHERE arn = ?', executionArn)?.events ?? 0);
  }

  history(executionArn: string, reverse: boolean, after: number, limit: number): HistoryEvent[] {
    const rows = reverse
      ? this.#all(
          'SELECT * FROM history WHERE executionArn = ? AND id < ? ORDER BY id DESC LIMIT ?',
          executionArn,
          after,
          limit,
        )
      : this.#all(
          'SELECT * FROM history WHERE executionArn = ? AND id > ? ORDER BY id LIMIT ?',
          executionArn,
          after,
          limit,
        );
    return rows.map((row) => ({
      id: Number(row.id),
      previousEventId: Number(row.previous),
      timestamp: Number(row.timestamp),
      type: String(row.type),
      details: JSON.parse(String(row.details)),
    }));
  }

  /** Forgets executions that closed before an instant: as in the cloud, their names are free again. */
  prune(closedBefore: number): void {
    this.atomically(() => {
      const closed = 'SELECT arn FROM executions WHERE stoppedAt < ?';
      this.#run(`DELETE FROM history WHERE executionArn IN (${closed})`, closedBefore);
      this.#run(`DELETE FROM tokens WHERE executionArn IN (${closed})`, closedBefore);
      this.#run('DELETE FROM executions WHERE stoppedAt < ?', closedBefore);
    });
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#prepared(sql).run(...values);
  }

  #one(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined {
    return this.#prepared(sql).get(...values);
  }

  #all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#prepared(sql).all(...values);
  }
}

function toBranch(row: Record<string, unknown>): Branch {
  return {
    ...(JSON.parse(String(row.body)) as Branch),
    id: Number(row.id),
    executionArn: String(row.executionArn),
    parent: row.parent === null ? null : Number(row.parent),
    phase: row.phase as Phase,
    due: row.due === null ? null : Number(row.due),
  };
}
