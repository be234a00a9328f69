import {
  type ClaimStanding,
  type ClaimWorkflow,
  executionName,
  type WorkflowRun,
} from '../../functions/claims/ports.ts';
import { claimWorkflowDefinition, type StepName } from '../../lib/claim-workflow-definition.ts';

/** As much of the states' language as the deployed definition uses; anything else is refused at once. */
interface TaskState {
  Type: 'Task';
  Resource: string;
  Arguments: { FunctionName: string; Payload: Record<string, string> };
  Output?: string;
  TimeoutSeconds: number | string;
  Retry: {
    MaxAttempts: number;
    IntervalSeconds: number;
    BackoffRate: number;
    MaxDelaySeconds: number;
    ErrorEquals: string[];
  }[];
  Catch: { ErrorEquals: string[]; Next: string; Output?: string }[];
  Next: string;
}

interface ChoiceState {
  Type: 'Choice';
  Choices: { Condition: string; Next: string }[];
  Default: string;
}

type State = TaskState | ChoiceState | { Type: 'Fail' } | { Type: 'Succeed' };

interface Definition {
  StartAt: string;
  States: Record<string, State>;
}

export interface Execution {
  name: string;
  trackingNumber: string;
  claimId: string;
  status: 'running' | 'failed' | 'succeeded';
  state: string;
  input: ClaimStanding | undefined;
  attempts: number;
  /** Milliseconds; the state is not tried again before then. */
  retryAt: number;
  /** It waits with this token until then. */
  wait?: { token: string; until: number };
}

const WAITS = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
const INVOKES = 'arn:aws:states:::lambda:invoke';
const IS_FINAL = '{% $states.input.final %}';
const HAS_STATUS = /^\{% \$states\.input\.status = '([a-z-]+)' %\}$/;
const MOST_STEPS = 60;

export type Invoke = (step: StepName, payload: Record<string, unknown>) => Promise<unknown>;

/**
 * Step Functions in memory, over the definition that is deployed. A state is run when somebody says so, so that
 * anything can happen between two of them.
 */
export class MemoryExecutions implements ClaimWorkflow {
  readonly executions = new Map<string, Execution>();
  /** In [0, 1): where in its range each wait before a retry falls; the jitter is full. */
  jitter: () => number = () => 0.5;
  readonly #definition = claimWorkflowDefinition((step) => step) as Definition;
  readonly #now: () => number;
  #tokens = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  async start(run: WorkflowRun): Promise<'running' | 'closed'> {
    await Promise.resolve();
    const name = executionName(run);
    const known = this.executions.get(name);
    if (known) return known.status === 'running' ? 'running' : 'closed';
    const { trackingNumber, claimId } = run;
    this.executions.set(name, {
      name,
      trackingNumber,
      claimId,
      status: 'running',
      state: this.#definition.StartAt,
      input: undefined,
      attempts: 0,
      retryAt: 0,
    });
    return 'running';
  }

  async wake(taskToken: string, standing: ClaimStanding): Promise<'woken' | 'gone'> {
    await Promise.resolve();
    const execution = [...this.executions.values()].find(({ wait }) => wait?.token === taskToken);
    if (execution?.status !== 'running' || !execution.wait) return 'gone';
    if (this.#now() >= execution.wait.until) return 'gone';
    this.#enter(execution, this.#task(execution).Next, structuredClone(standing));
    return 'woken';
  }

  async *running(): AsyncGenerator<string> {
    for (const { name, status } of [...this.executions.values()]) if (status === 'running') yield name;
  }

  /** Those that something can be done about now: not over, and not waiting for anybody. */
  ready(): Execution[] {
    return [...this.executions.values()].filter(
      ({ status, wait, retryAt }) =>
        status === 'running' && (wait ? this.#now() >= wait.until : this.#now() >= retryAt),
    );
  }

  /** When the next of them can go on; never, when all are over. */
  get nextAt(): number {
    const open = [...this.executions.values()].filter(({ status }) => status === 'running');
    return Math.min(...open.map(({ wait, retryAt }) => wait?.until ?? retryAt));
  }

  /** Whether a state that failed is to be tried again later. */
  get isRetrying(): boolean {
    return [...this.executions.values()].some(
      ({ status, wait, retryAt }) => status === 'running' && !wait && retryAt > this.#now(),
    );
  }

  /** Runs one state of an execution. */
  async step(execution: Execution, invoke: Invoke): Promise<void> {
    const state = this.#definition.States[execution.state];
    if (execution.wait) {
      // Its time is over: the first catcher that fits a timeout.
      const caught = this.#task(execution).Catch.find(({ ErrorEquals }) =>
        ErrorEquals.includes('States.Timeout'),
      );
      if (!caught) throw new Error(`${execution.state} does not catch its timeout.`);
      this.#enter(execution, caught.Next, execution.input);
    } else if (state?.Type === 'Succeed') execution.status = 'succeeded';
    else if (state?.Type === 'Fail') execution.status = 'failed';
    else if (state?.Type === 'Choice')
      this.#enter(execution, nextOf(state, execution.input), execution.input);
    else if (state?.Type === 'Task') await this.#run(execution, state, invoke);
    else throw new Error(`The definition has no state «${execution.state}» that could be run.`);
  }

  /** Runs everything that is ready, until nothing is. */
  async run(invoke: Invoke): Promise<void> {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const ready = this.ready();
      if (ready.length === 0) return;
      for (const execution of ready) await this.step(execution, invoke);
    }
  }

  /** As if Step Functions had stopped it. */
  kill(execution: Execution): void {
    execution.status = 'failed';
    delete execution.wait;
  }

  async #run(execution: Execution, state: TaskState, invoke: Invoke): Promise<void> {
    const waits = state.Resource === WAITS;
    if (!waits && state.Resource !== INVOKES) throw new Error(`Unknown resource ${state.Resource}.`);
    const { trackingNumber, claimId } = execution;
    const { status } = state.Arguments.Payload;
    const payload: Record<string, unknown> = {
      trackingNumber,
      claimId,
      ...(status !== undefined && { status }),
    };
    if (waits) {
      this.#tokens += 1;
      payload.taskToken = `token-${this.#tokens}`;
      const seconds = execution.input?.secondsToDeadline ?? 1;
      execution.wait = { token: String(payload.taskToken), until: this.#now() + seconds * 1_000 };
    }
    try {
      const output = await invoke(state.Arguments.FunctionName as StepName, payload);
      // Woken or stopped meanwhile: that decided where it is.
      if (execution.status !== 'running' || waits) return;
      this.#enter(execution, state.Next, output as ClaimStanding);
    } catch (error) {
      if (execution.status !== 'running' || (waits && execution.wait === undefined)) return;
      if (!(error instanceof Error)) throw error;
      delete execution.wait;
      execution.attempts += 1;
      const [retry] = state.Retry;
      const caught = state.Catch.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
      if (retry && execution.attempts <= retry.MaxAttempts) {
        const { IntervalSeconds, BackoffRate, MaxDelaySeconds } = retry;
        const seconds = Math.min(IntervalSeconds * BackoffRate ** (execution.attempts - 1), MaxDelaySeconds);
        execution.retryAt = this.#now() + Math.round(seconds * 1_000 * this.jitter());
        return;
      }
      if (!caught) throw error;
      this.#enter(execution, caught.Next, execution.input);
    }
  }

  #enter(execution: Execution, state: string, input: ClaimStanding | undefined): void {
    execution.state = state;
    execution.input = input;
    execution.attempts = 0;
    execution.retryAt = 0;
    delete execution.wait;
  }

  #task(execution: Execution): TaskState {
    const state = this.#definition.States[execution.state];
    if (state?.Type !== 'Task') throw new Error(`«${execution.state}» is no task.`);
    return state;
  }
}

function nextOf(state: ChoiceState, input: ClaimStanding | undefined): string {
  for (const { Condition, Next } of state.Choices) {
    const [, status] = HAS_STATUS.exec(Condition) ?? [];
    if (Condition !== IS_FINAL && status === undefined) throw new Error(`Unknown condition ${Condition}.`);
    if (status === undefined ? input?.final : input?.status === status) return Next;
  }
  return state.Default;
}
