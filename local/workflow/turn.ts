import type { Journal } from './journal.ts';
import type { Branch, ExecutionRecord, ExecutionStatus } from './journal-records.ts';
import type { ErrorOutput } from './states-error.ts';

/**
 * One step of one execution: everything it changes is collected first and written in one transaction, and
 * what others can see (a Lambda call, a status event) happens only after that.
 */
export class Turn {
  readonly now: number;
  readonly execution: ExecutionRecord;
  /** Branches whose Lambda is to be called once the turn is written. */
  readonly invocations: Branch[] = [];
  statusChanged = false;
  readonly #journal: Journal;
  readonly #writes: (() => void)[] = [];

  constructor(journal: Journal, execution: ExecutionRecord, now: number) {
    this.#journal = journal;
    this.execution = execution;
    this.now = now;
  }

  commit(): void {
    if (this.#writes.length === 0) return;
    this.#journal.atomically(() => {
      for (const write of this.#writes) write();
    });
  }

  /** Forgets what was collected: the step failed half-way and must not be written in part. */
  discard(): void {
    this.#writes.length = 0;
    this.invocations.length = 0;
    this.statusChanged = false;
  }

  create(execution: Omit<ExecutionRecord, 'sequence' | 'output' | 'error' | 'cause' | 'stoppedAt'>): void {
    this.#writes.push(() => this.#journal.insertExecution(execution));
    this.statusChanged = true;
  }

  save(branch: Branch): void {
    this.#writes.push(() => this.#journal.saveBranch(branch));
  }

  removeDescendants(branch: Branch): void {
    this.#writes.push(() => this.#journal.removeDescendants(branch.id));
  }

  giveOut(token: string, branch: Branch): void {
    this.#writes.push(() => this.#journal.insertToken(token, branch));
  }

  event(branch: Branch, type: string, details: Record<string, unknown> = {}): void {
    this.#writes.push(() => {
      branch.lastEvent = this.#journal.addEvent(
        branch.executionArn,
        branch.lastEvent,
        this.now,
        type,
        details,
      );
    });
  }

  succeed(branch: Branch, output: string): void {
    this.event(branch, 'ExecutionSucceeded', { output });
    this.#close('SUCCEEDED', { output });
  }

  /** The execution ends without an output. */
  end(
    status: 'FAILED' | 'ABORTED' | 'TIMED_OUT',
    type: string,
    previousEvent: number,
    error: ErrorOutput,
  ): void {
    const { arn } = this.execution;
    const details = { error: error.Error, cause: error.Cause };
    this.#writes.push(() => this.#journal.addEvent(arn, previousEvent, this.now, type, details));
    this.#close(status, details);
  }

  #close(
    status: ExecutionStatus,
    result: { output?: string; error?: string | undefined; cause?: string | undefined },
  ): void {
    this.#writes.push(() => this.#journal.closeExecution(this.execution.arn, status, this.now, result));
    this.statusChanged = true;
  }
}
