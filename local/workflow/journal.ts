import { createHash } from 'node:crypto';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  type Branch,
  type ExecutionRecord,
  type ExecutionStatus,
  type HistoryEvent,
  JOURNAL_SCHEMA,
  type Phase,
  toBranch,
} from './journal-records.ts';

/**
 * The engine's memory: one SQLite file.
 *
 * WAL with `synchronous = NORMAL`: a commit is in the operating system's hands when it returns, so a killed
 * process loses nothing, and no commit waits for the disk. A power cut may take the last moments, but the
 * file stays whole; the reconciler, which starts executions again from the tables, covers those. The lock is
 * exclusive: two engines on one file would call every Lambda twice.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #identity: number;
  #reserved: number;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec('PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE;');
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.#database.exec(JOURNAL_SCHEMA);
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
