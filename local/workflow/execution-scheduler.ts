import type { LaptopClock } from '../clock.ts';
import type { Interpreter, LambdaOutcome } from './interpreter.ts';
import type { Journal } from './journal.ts';
import type { Branch, ExecutionRecord } from './journal-records.ts';
import { Turn } from './turn.ts';

export type InvokeFunction = (functionArn: string, payload: unknown) => Promise<LambdaOutcome>;

export interface SchedulerOptions {
  journal: Journal;
  interpreter: Interpreter;
  clock: LaptopClock;
  invokeFunction: InvokeFunction;
  announce: (execution: ExecutionRecord) => void;
}

const TURNS_BEFORE_A_BREATH = 20;

/** The journal never waits, so a long run of turns would keep everything else on the laptop waiting. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Takes executions forward: one turn of an execution at a time, any number of executions side by side.
 * Everything that moves one (a start, an answer, an alarm, a Lambda's return) comes through here.
 */
export class ExecutionScheduler {
  readonly #options: SchedulerOptions;
  readonly #queues = new Map<string, Promise<unknown>>();
  /** Attempts whose Lambda this process has called and not heard from. */
  readonly #inFlight = new Set<number>();
  #cancelAlarm: (() => void) | undefined;
  #armedFor: number | undefined;
  #firing: Promise<void> | undefined;
  #closed = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier process left: what is overdue first, in order of time, then what was half-way. */
  async resume(): Promise<void> {
    const { journal } = this.#options;
    for (const execution of journal.unannounced()) this.#announce(execution);
    const left = journal.active();
    this.#callAgain(left.filter(({ phase }) => phase === 'invoking').map(({ id }) => id));
    await this.#fireDue();
    for (const { id, executionArn, phase } of left) {
      if (this.#closed) return;
      const branch = journal.branch(id);
      if (branch?.phase === 'invoking' && phase === 'invoking') this.#invoke(branch);
      if (phase === 'ready') this.#inBackground(this.turn(executionArn, async () => {}));
    }
  }

  #callAgain(ids: readonly number[]): void {
    const { journal, interpreter, clock } = this.#options;
    journal.atomically(() => {
      for (const branch of ids.flatMap((id) => journal.branch(id) ?? [])) {
        interpreter.callAgain(branch, clock.now());
        journal.saveBranch(branch);
      }
    });
  }

  /**
   * The clock is about to be moved so far. Compute time is real time: a Lambda that is called keeps what is left of its
   * time, however far the clock goes; what waits for news or for a time is overtaken by it.
   */
  beforeMove(millis: number): void {
    const { journal, interpreter } = this.#options;
    journal.atomically(() => {
      for (const { id, phase } of journal.active()) {
        const branch = phase === 'invoking' ? journal.branch(id) : undefined;
        if (!branch) continue;
        interpreter.lengthen(branch, millis);
        journal.saveBranch(branch);
      }
    });
    this.#arm();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelAlarm?.();
    await Promise.allSettled([this.#firing, ...this.#queues.values()]);
  }

  /**
   * Runs one step of an execution after those already queued, then every state that becomes ready.
   * Resolves with the step's answer as soon as the step is written.
   */
  turn<T>(executionArn: string, step: (turn: Turn) => Promise<T>): Promise<T> {
    const { journal, clock } = this.#options;
    const before = this.#queues.get(executionArn) ?? Promise.resolve();
    const answered = before.then(async () => {
      if (this.#closed) throw new Error('The workflow engine is closed.');
      const execution = journal.execution(executionArn);
      if (execution === undefined) throw new Error(`no execution ${executionArn}`);
      const turn = new Turn(journal, execution, clock.now());
      const answer = await step(turn);
      this.#commit(turn);
      return answer;
    });
    const settled = answered.then(
      () => this.#runReady(executionArn),
      () => undefined,
    );
    this.#queues.set(executionArn, settled);
    const forget = () => {
      if (this.#queues.get(executionArn) === settled) this.#queues.delete(executionArn);
    };
    settled.then(forget, (error) => {
      forget();
      console.error(`The workflow engine failed on ${executionArn}:`, error);
    });
    return answered;
  }

  /** A new execution: written at once, then run. */
  begin(turn: Turn): void {
    this.#commit(turn);
    this.#inBackground(this.turn(turn.execution.arn, async () => {}));
  }

  /** Resolves when the execution has nothing more to do now. */
  async settled(executionArn: string): Promise<void> {
    await this.#queues.get(executionArn);
  }

  /** Resolves when no step is under way anywhere; what waits for news or for a time is none. */
  async quiet(): Promise<void> {
    while (!this.#closed && (this.#inFlight.size > 0 || this.#queues.size > 0)) {
      await Promise.allSettled(this.#queues.values());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async #runReady(executionArn: string): Promise<void> {
    const { journal, interpreter, clock } = this.#options;
    for (let steps = 1; !this.#closed; steps += 1) {
      const branch = journal.nextReady(executionArn);
      const execution = branch && journal.execution(executionArn);
      if (branch === undefined || execution === undefined) return;
      const turn = new Turn(journal, execution, clock.now());
      await this.#guarded(turn, () => interpreter.begin(turn, branch));
      this.#commit(turn);
      if (steps % TURNS_BEFORE_A_BREATH === 0) await breath();
    }
  }

  /** A fault of the engine itself ends the execution with States.Runtime, as in the cloud, and leaves no part of the step. */
  async #guarded(turn: Turn, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (this.#closed) throw error;
      console.error(`The workflow engine failed on ${turn.execution.arn}:`, error);
      turn.discard();
      turn.end('FAILED', 'ExecutionFailed', 0, { Error: 'States.Runtime', Cause: String(error) });
    }
  }

  #commit(turn: Turn): void {
    if (this.#closed) return;
    const { clock, interpreter } = this.#options;
    // Called only now, and the clock may have been moved while the turn was thought out.
    for (const branch of turn.invocations) interpreter.lengthen(branch, clock.now() - turn.now);
    turn.commit();
    for (const branch of turn.invocations) this.#invoke(branch);
    const { journal } = this.#options;
    if (turn.statusChanged) {
      const execution = journal.execution(turn.execution.arn);
      if (execution !== undefined) this.#announce(execution);
    }
    this.#arm();
  }

  #announce(execution: ExecutionRecord): void {
    const { announce, journal } = this.#options;
    try {
      announce(execution);
      journal.markAnnounced(execution.arn, execution.status);
    } catch (error) {
      console.error(
        `The status of ${execution.arn} could not be announced; it will be at the next start:`,
        error,
      );
    }
  }

  #invoke(branch: Branch): void {
    const { id, attempt, call, executionArn } = branch;
    if (call === undefined || this.#inFlight.has(attempt)) return;
    this.#inFlight.add(attempt);
    const { invokeFunction, journal, interpreter } = this.#options;
    const invoked = async (): Promise<void> => {
      let outcome: LambdaOutcome;
      try {
        outcome = await invokeFunction(call.functionName, structuredClone(call.payload));
      } catch (error) {
        outcome = { errorType: 'Lambda.Unknown', errorMessage: String(error) };
      } finally {
        this.#inFlight.delete(attempt);
      }
      // Closed while it ran: the next process calls it again, as it would after a crash.
      if (this.#closed) return;
      await this.turn(executionArn, async (turn) => {
        const present = journal.branch(id);
        if (present?.phase !== 'invoking' || present.attempt !== attempt) return;
        await this.#guarded(turn, () => interpreter.lambdaReturned(turn, present, outcome));
      });
    };
    this.#inBackground(invoked());
  }

  /** Only the earliest alarm of all is with the clock; the others wait in the journal. */
  #arm(): void {
    if (this.#firing !== undefined || this.#closed) return;
    const due = this.#options.journal.earliestDue()?.due;
    if (due === this.#armedFor) return;
    this.#cancelAlarm?.();
    this.#armedFor = due;
    this.#cancelAlarm =
      due === undefined
        ? undefined
        : this.#options.clock.at(due, () => {
            this.#armedFor = undefined;
            this.#inBackground(this.#fireDue());
          });
  }

  #fireDue(): Promise<void> {
    this.#firing ??= this.#fireAll().finally(() => {
      this.#firing = undefined;
      this.#arm();
    });
    return this.#firing;
  }

  /** One after the other, each until it blocks again: what a move of the clock passed happens in order of time. */
  async #fireAll(): Promise<void> {
    const { journal, clock, interpreter } = this.#options;
    for (let fired = 1; !this.#closed; fired += 1) {
      const next = journal.earliestDue();
      if (next === undefined || next.due > clock.now()) return;
      if (fired % TURNS_BEFORE_A_BREATH === 0) await breath();
      const { due, executionArn, branch: branchId } = next;
      await this.turn(executionArn, async (turn) => {
        if (branchId === null) {
          if (turn.execution.due !== due) return;
          turn.end('TIMED_OUT', 'ExecutionTimedOut', 0, {
            Error: 'States.Timeout',
            Cause: 'The execution took too long.',
          });
          return;
        }
        const branch = journal.branch(branchId);
        if (branch?.due === due) await this.#guarded(turn, () => interpreter.alarm(turn, branch));
      });
      await this.settled(executionArn);
    }
  }

  #inBackground(work: Promise<unknown>): void {
    work.catch((error) => {
      if (!this.#closed) console.error('The workflow engine failed:', error);
    });
  }
}
