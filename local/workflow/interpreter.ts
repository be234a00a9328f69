import {
  type Definition,
  parseDefinition,
  type State,
  type StateOf,
  WAIT_FOR_TASK_TOKEN,
} from './asl-definition.ts';
import type { Journal } from './journal.ts';
import type { Branch } from './journal-records.ts';
import type { EvaluationSources, Json } from './jsonata-evaluation.ts';
import {
  limited,
  type Producer,
  type Product,
  type Seen,
  StateEvaluation,
  wrongType,
} from './state-evaluation.ts';
import { type ErrorOutput, errorOutputOf, handlesError, retryDelay, StatesError } from './states-error.ts';
import { newTaskToken } from './task-token.ts';
import type { Turn } from './turn.ts';

const LONGEST_HISTORY = 25_000;
/** What the cloud runs at once when MaxConcurrency is absent or 0. */
const DEFAULT_CONCURRENCY = 40;

export type LambdaOutcome = { payload: unknown } | { errorType: string; errorMessage: string };

/**
 * The Amazon States Language, one step at a time. The whole position of an execution is in its branches, so a
 * step needs nothing but what the journal holds, and leaves nothing but what the turn will write.
 */
export class Interpreter {
  readonly #journal: Journal;
  readonly #sources: EvaluationSources;
  readonly #definitions = new Map<string, Definition>();

  constructor(journal: Journal, sources: EvaluationSources) {
    this.#journal = journal;
    this.#sources = sources;
  }

  definition(digest: string, machine: string): Definition {
    let definition = this.#definitions.get(digest);
    if (definition === undefined) {
      definition = parseDefinition(machine, this.#journal.definitionText(digest));
      this.#definitions.set(digest, definition);
    }
    return definition;
  }

  start(turn: Turn): void {
    const { execution } = turn;
    const input = JSON.parse(execution.input) as Json;
    const root = this.#newBranch(turn, null, 0, {}, 0);
    turn.event(root, 'ExecutionStarted', { input: execution.input, roleArn: `${execution.machineArn}/role` });
    this.#enter(turn, root, this.definition(execution.definition, execution.machineName).startAt, input);
  }

  /** Begins the state that a ready branch has entered. */
  async begin(turn: Turn, branch: Branch): Promise<void> {
    if (this.#journal.eventCount(turn.execution.arn) >= LONGEST_HISTORY) {
      turn.end('FAILED', 'ExecutionFailed', branch.lastEvent, {
        Error: 'States.Runtime',
        Cause: `The execution reached the maximum number of history events (${LONGEST_HISTORY}).`,
      });
      return;
    }
    const state = this.#state(turn, branch);
    try {
      switch (state.Type) {
        case 'Pass':
        case 'Succeed':
          return await this.#complete(turn, branch, branch.input);
        case 'Choice':
          return await this.#choose(turn, branch, state);
        case 'Wait':
          return await this.#wait(turn, branch, state);
        case 'Fail':
          return await this.#failDeliberately(turn, branch, state);
        case 'Task':
          return await this.#callTask(turn, branch, state);
        case 'Parallel':
          return await this.#openParallel(turn, branch, state);
        case 'Map':
          return await this.#openMap(turn, branch, state);
      }
    } catch (error) {
      return this.#fail(turn, branch, errorOutputOf(error));
    }
  }

  /** The branch's own alarm: a Wait or a retry delay is over, a task is late. */
  async alarm(turn: Turn, branch: Branch): Promise<void> {
    branch.due = null;
    if (branch.phase === 'waiting') return this.#complete(turn, branch, branch.input);
    if (branch.phase === 'retrying') {
      branch.phase = 'ready';
      turn.save(branch);
      return;
    }
    const { timeoutAt = Number.POSITIVE_INFINITY, heartbeatAt = Number.POSITIVE_INFINITY } = branch;
    const error = heartbeatAt < timeoutAt ? 'States.HeartbeatTimeout' : 'States.Timeout';
    turn.event(branch, 'TaskTimedOut', { ...taskDetails(branch), error });
    return this.#fail(turn, branch, { Error: error });
  }

  async lambdaReturned(turn: Turn, branch: Branch, outcome: LambdaOutcome): Promise<void> {
    if ('errorType' in outcome) {
      const { errorType, errorMessage } = outcome;
      return this.taskFailed(turn, branch, {
        Error: errorType,
        Cause: JSON.stringify({ errorType, errorMessage }),
      });
    }
    const result = { ExecutedVersion: '$LATEST', Payload: toJson(outcome.payload), StatusCode: 200 };
    if (branch.call?.token === undefined) return this.taskSucceeded(turn, branch, result);
    branch.phase = 'awaiting';
    turn.event(branch, 'TaskSubmitted', { ...taskDetails(branch), output: JSON.stringify(result) });
    turn.save(branch);
  }

  async taskSucceeded(turn: Turn, branch: Branch, result: Json): Promise<void> {
    try {
      limited(result, 'result of the task');
    } catch (error) {
      return this.taskFailed(turn, branch, errorOutputOf(error));
    }
    turn.event(branch, 'TaskSucceeded', { ...taskDetails(branch), output: JSON.stringify(result) });
    return this.#complete(turn, branch, result);
  }

  async taskFailed(turn: Turn, branch: Branch, error: ErrorOutput): Promise<void> {
    turn.event(branch, 'TaskFailed', { ...taskDetails(branch), error: error.Error, cause: error.Cause });
    return this.#fail(turn, branch, error);
  }

  #state(turn: Turn, branch: Branch): State {
    const { execution } = turn;
    const state = this.definition(execution.definition, execution.machineName).states.get(branch.state);
    if (state === undefined) throw new Error(`no state "${branch.state}" in ${execution.machineName}`);
    return state;
  }

  #newBranch(
    turn: Turn,
    parent: Branch | null,
    slot: number,
    variables: Record<string, Json>,
    lastEvent: number,
  ): Branch {
    return {
      id: this.#journal.nextIdentity(),
      executionArn: turn.execution.arn,
      parent: parent?.id ?? null,
      phase: 'ready',
      due: null,
      state: '',
      input: null,
      variables,
      enteredAt: turn.now,
      attempt: 0,
      retryCount: 0,
      spentRetries: [],
      lastEvent,
      slot,
    };
  }

  #enter(turn: Turn, branch: Branch, name: string, input: Json): void {
    this.#rest(branch);
    Object.assign(branch, {
      state: name,
      input,
      enteredAt: turn.now,
      retryCount: 0,
      spentRetries: [],
      phase: 'ready',
    });
    turn.event(branch, `${this.#state(turn, branch).Type}StateEntered`, {
      name,
      input: JSON.stringify(input),
    });
    turn.save(branch);
  }

  /** Forgets the attempt: what still comes from it comes too late. */
  #rest(branch: Branch): void {
    Object.assign(branch, { due: null, attempt: this.#journal.nextIdentity() });
    for (const field of [
      'call',
      'begunAt',
      'timeoutAt',
      'heartbeatAt',
      'heartbeatMillis',
      'children',
    ] as const)
      delete branch[field];
  }

  #evaluation(turn: Turn, branch: Branch, seen?: Seen): StateEvaluation {
    return new StateEvaluation(turn.execution, branch, this.#sources, seen);
  }

  /** The state's work is done: its Assign and Output, then on. */
  async #complete(turn: Turn, branch: Branch, result: Json): Promise<void> {
    const state = this.#state(turn, branch) as Producer & { Type: string; Next?: string };
    const hasResult = state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map';
    let product: Product;
    try {
      product = await this.#evaluation(turn, branch, hasResult ? { result } : {}).produce(state, result);
    } catch (error) {
      return this.#fail(turn, branch, errorOutputOf(error));
    }
    return this.#leave(turn, branch, product, state.Next);
  }

  async #leave(
    turn: Turn,
    branch: Branch,
    { assigned, output }: Product,
    next: string | undefined,
  ): Promise<void> {
    branch.variables = { ...branch.variables, ...assigned };
    const { Type } = this.#state(turn, branch);
    turn.event(branch, `${Type}StateExited`, { name: branch.state, output: JSON.stringify(output) });
    if (next !== undefined) return this.#enter(turn, branch, next, output);
    if (branch.parent === null) return turn.succeed(branch, JSON.stringify(output));
    return this.#joinSiblings(turn, branch, output);
  }

  async #choose(turn: Turn, branch: Branch, state: StateOf<'Choice'>): Promise<void> {
    const evaluation = this.#evaluation(turn, branch);
    for (const [index, rule] of state.Choices.entries()) {
      if (await evaluation.truth(rule.Condition, `Choices[${index}]/Condition`)) {
        return this.#leave(turn, branch, await evaluation.produce(rule, branch.input), rule.Next);
      }
    }
    if (state.Default === undefined) {
      const cause = `No condition of the state "${branch.state}" is met and it has no Default.`;
      throw new StatesError('States.NoChoiceMatched', cause);
    }
    return this.#leave(turn, branch, await evaluation.produce(state, branch.input), state.Default);
  }

  async #wait(turn: Turn, branch: Branch, state: StateOf<'Wait'>): Promise<void> {
    const evaluation = this.#evaluation(turn, branch);
    branch.due =
      state.Seconds === undefined
        ? await evaluation.instant(state.Timestamp ?? null, 'Timestamp')
        : branch.enteredAt + (await evaluation.wholeNumber(state.Seconds, 'Seconds')) * 1_000;
    branch.phase = 'waiting';
    turn.save(branch);
  }

  async #failDeliberately(turn: Turn, branch: Branch, state: StateOf<'Fail'>): Promise<void> {
    const evaluation = this.#evaluation(turn, branch);
    const error: ErrorOutput = {};
    if (state.Error !== undefined) error.Error = await evaluation.text(state.Error, 'Error');
    if (state.Cause !== undefined) error.Cause = await evaluation.text(state.Cause, 'Cause');
    return this.#fail(turn, branch, error);
  }

  async #callTask(turn: Turn, branch: Branch, state: StateOf<'Task'>): Promise<void> {
    const token = state.Resource === WAIT_FOR_TASK_TOKEN ? newTaskToken() : undefined;
    const evaluation = this.#evaluation(turn, branch, token === undefined ? {} : { token });
    const request = limited(
      await evaluation.json(state.Arguments as Json, 'Arguments'),
      'Arguments of the state',
    );
    const { FunctionName, Payload = {} } = request as Record<string, Json>;
    if (typeof FunctionName !== 'string') throw wrongType('Arguments/FunctionName', 'a string');
    // The time runs from the state's entry, or from the retry: a token that nobody answers must not outlive it.
    // A plain call is begun only here: what has died between the entry and it took no time of the Lambda's.
    const begun = branch.retryCount === 0 && token !== undefined ? branch.enteredAt : turn.now;
    branch.begunAt = begun;
    const limits: { timeoutInSeconds?: number; heartbeatInSeconds?: number } = {};
    if (state.TimeoutSeconds !== undefined) {
      limits.timeoutInSeconds = await evaluation.wholeNumber(state.TimeoutSeconds, 'TimeoutSeconds', 1);
      branch.timeoutAt = begun + limits.timeoutInSeconds * 1_000;
    }
    if (state.HeartbeatSeconds !== undefined) {
      limits.heartbeatInSeconds = await evaluation.wholeNumber(state.HeartbeatSeconds, 'HeartbeatSeconds', 1);
      branch.heartbeatMillis = limits.heartbeatInSeconds * 1_000;
      branch.heartbeatAt = begun + branch.heartbeatMillis;
    }
    branch.call = { functionName: FunctionName, payload: Payload, token };
    branch.phase = 'invoking';
    branch.due = earliest(branch);
    if (token !== undefined) turn.giveOut(token, branch);
    const details = {
      ...taskDetails(branch),
      parameters: JSON.stringify(request),
      region: 'local',
      ...limits,
    };
    turn.event(branch, 'TaskScheduled', details);
    turn.event(branch, 'TaskStarted', taskDetails(branch));
    turn.save(branch);
    turn.invocations.push(branch);
  }

  /**
   * The process died that had called its Lambda, and the next one calls it again: with all of its time, however long
   * nobody was there. A token is waited for until its own time, whoever lives or dies.
   */
  callAgain(branch: Branch, nowMillis: number): void {
    this.lengthen(branch, nowMillis - (branch.begunAt ?? branch.enteredAt));
  }

  /** A call that is under way gets so much more time, as if it had begun so much later; a token keeps its own. */
  lengthen(branch: Branch, millis: number): void {
    const { call, begunAt = branch.enteredAt, timeoutAt, heartbeatAt } = branch;
    if (call?.token !== undefined) return;
    if (timeoutAt !== undefined) branch.timeoutAt = timeoutAt + millis;
    if (heartbeatAt !== undefined) branch.heartbeatAt = heartbeatAt + millis;
    branch.begunAt = begunAt + millis;
    branch.due = earliest(branch);
  }

  heartbeat(turn: Turn, branch: Branch): void {
    if (branch.heartbeatMillis === undefined) return;
    branch.heartbeatAt = turn.now + branch.heartbeatMillis;
    branch.due = earliest(branch);
    turn.save(branch);
  }

  async #openParallel(turn: Turn, branch: Branch, state: StateOf<'Parallel'>): Promise<void> {
    const input =
      state.Arguments === undefined
        ? branch.input
        : await this.#evaluation(turn, branch).json(state.Arguments, 'Arguments');
    const inputs = state.Branches.map(() => limited(input, 'Arguments of the state'));
    return this.#open(turn, branch, { inputs, begun: 0, concurrency: inputs.length });
  }

  async #openMap(turn: Turn, branch: Branch, state: StateOf<'Map'>): Promise<void> {
    const evaluation = this.#evaluation(turn, branch);
    // Only the definition is evaluated, never data: an input that looks like an expression stays text.
    const given =
      state.Items === undefined ? branch.input : await evaluation.json(state.Items as Json, 'Items');
    if (!Array.isArray(given)) throw wrongType('Items', 'an array');
    const concurrency = await evaluation.wholeNumber(state.MaxConcurrency ?? 0, 'MaxConcurrency');
    const inputs: Json[] = [];
    for (const [Index, Value] of given.entries()) {
      const input =
        state.ItemSelector === undefined
          ? Value
          : await this.#evaluation(turn, branch, { mapItem: { Index, Value } }).json(
              state.ItemSelector,
              'ItemSelector',
            );
      inputs.push(limited(input, 'input of an item'));
    }
    return this.#open(turn, branch, {
      inputs,
      items: given,
      begun: 0,
      concurrency: concurrency || DEFAULT_CONCURRENCY,
    });
  }

  async #open(turn: Turn, branch: Branch, children: NonNullable<Branch['children']>): Promise<void> {
    const { Type } = this.#state(turn, branch);
    turn.event(branch, `${Type}StateStarted`, Type === 'Map' ? { length: children.inputs.length } : {});
    if (children.inputs.length === 0) return this.#childrenDone(turn, branch, []);
    branch.children = children;
    branch.phase = 'children';
    turn.save(branch);
    for (let begun = 0; begun < children.concurrency && begun < children.inputs.length; begun += 1) {
      this.#beginChild(turn, branch, children);
    }
  }

  #beginChild(turn: Turn, parent: Branch, children: NonNullable<Branch['children']>): void {
    const state = this.#state(turn, parent);
    const slot = children.begun;
    children.begun += 1;
    const child = this.#newBranch(turn, parent, slot, parent.variables, parent.lastEvent);
    child.mapItem =
      children.items === undefined ? parent.mapItem : { Index: slot, Value: children.items[slot] ?? null };
    if (state.Type === 'Map') turn.event(child, 'MapIterationStarted', { name: parent.state, index: slot });
    const startAt =
      state.Type === 'Map'
        ? state.ItemProcessor.StartAt
        : (state as StateOf<'Parallel'>).Branches[slot]?.StartAt;
    if (startAt === undefined) throw new Error(`no branch ${slot} in the state "${parent.state}"`);
    this.#enter(turn, child, startAt, children.inputs[slot] ?? null);
  }

  async #joinSiblings(turn: Turn, branch: Branch, output: Json): Promise<void> {
    const parent = this.#journal.branch(branch.parent ?? 0);
    if (parent?.children === undefined)
      throw new Error(`branch ${branch.id} has no parent that waits for it`);
    if (this.#state(turn, parent).Type === 'Map') {
      turn.event(branch, 'MapIterationSucceeded', { name: parent.state, index: branch.slot });
    }
    this.#rest(branch);
    Object.assign(branch, { phase: 'done', output });
    turn.save(branch);
    if (parent.children.begun < parent.children.inputs.length) {
      turn.save(parent);
      return this.#beginChild(turn, parent, parent.children);
    }
    // The journal still counts this branch among the unfinished.
    if (this.#journal.unfinishedChildren(parent.id) > 1) return;
    const outputs = new Map(
      this.#journal.children(parent.id).map((child) => [child.slot, child.output ?? null]),
    );
    outputs.set(branch.slot, output);
    turn.removeDescendants(parent);
    return this.#childrenDone(
      turn,
      parent,
      parent.children.inputs.map((_, slot) => outputs.get(slot) ?? null),
    );
  }

  async #childrenDone(turn: Turn, branch: Branch, results: Json[]): Promise<void> {
    turn.event(branch, `${this.#state(turn, branch).Type}StateSucceeded`);
    return this.#complete(turn, branch, results);
  }

  /** An error in the branch's state: a retry, a catch, or the end of the branch. */
  async #fail(turn: Turn, branch: Branch, error: ErrorOutput): Promise<void> {
    const state = this.#state(turn, branch);
    const nests = state.Type === 'Parallel' || state.Type === 'Map';
    if (nests) {
      turn.event(branch, `${state.Type}StateFailed`, { error: error.Error, cause: error.Cause });
      turn.removeDescendants(branch);
    }
    const { Retry = [], Catch = [] } = nests || state.Type === 'Task' ? state : {};
    const name = error.Error ?? '';
    const index = Retry.findIndex((retrier) => handlesError(retrier.ErrorEquals, name));
    const retrier = Retry[index];
    const spent = branch.spentRetries[index] ?? 0;
    const delay = retrier === undefined ? undefined : retryDelay(retrier, spent, this.#sources.random);
    if (delay !== undefined) {
      this.#rest(branch);
      branch.spentRetries = Retry.map(
        (_, other) => (branch.spentRetries[other] ?? 0) + (other === index ? 1 : 0),
      );
      Object.assign(branch, { retryCount: branch.retryCount + 1, phase: 'retrying', due: turn.now + delay });
      turn.save(branch);
      return;
    }
    const catcher = Catch.find((candidate) => handlesError(candidate.ErrorEquals, name));
    if (catcher === undefined) return this.#failBranch(turn, branch, error);
    // What was not said is an empty text there, so that a Catch may read both; a timeout never has a cause.
    const errorOutput: Json = { Error: '', Cause: '', ...error };
    try {
      const product = await this.#evaluation(turn, branch, { errorOutput }).produce(catcher, errorOutput);
      return await this.#leave(turn, branch, product, catcher.Next);
    } catch (fault) {
      return this.#failBranch(turn, branch, errorOutputOf(fault));
    }
  }

  async #failBranch(turn: Turn, branch: Branch, error: ErrorOutput): Promise<void> {
    const parent = branch.parent === null ? undefined : this.#journal.branch(branch.parent);
    if (parent === undefined) return turn.end('FAILED', 'ExecutionFailed', branch.lastEvent, error);
    if (this.#state(turn, parent).Type === 'Map') {
      turn.event(branch, 'MapIterationFailed', { name: parent.state, index: branch.slot });
    }
    return this.#fail(turn, parent, error);
  }
}

function earliest({ timeoutAt, heartbeatAt }: Branch): number | null {
  const times = [timeoutAt, heartbeatAt].filter((time) => time !== undefined);
  return times.length === 0 ? null : Math.min(...times);
}

function taskDetails(branch: Branch): Record<string, unknown> {
  return {
    resourceType: 'lambda',
    resource: branch.call?.token === undefined ? 'invoke' : 'invoke.waitForTaskToken',
  };
}

function toJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
