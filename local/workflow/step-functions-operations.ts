import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LaptopClock } from '../clock.ts';
import type { ExecutionScheduler } from './execution-scheduler.ts';
import type { Interpreter } from './interpreter.ts';
import type { Journal } from './journal.ts';
import type { Branch, ExecutionRecord, HistoryEvent } from './journal-records.ts';
import { LARGEST_STATE_DATA } from './state-evaluation.ts';
import { isTaskToken } from './task-token.ts';
import { Turn } from './turn.ts';

export const NAME_KEPT_MILLIS = 90 * 86_400_000;

/** What the service answers with 400: the SDK throws an error of that name. */
export interface Refusal {
  refused: string;
  message: string;
}

export interface Machine {
  arn: string;
  name: string;
  definition: string;
  digest: string;
  timeoutSeconds: number | undefined;
  createdAt: number;
}

export interface OperationContext {
  journal: Journal;
  interpreter: Interpreter;
  scheduler: ExecutionScheduler;
  clock: LaptopClock;
  machines: ReadonlyMap<string, Machine>;
}

type Operation = (input: unknown, context: OperationContext) => Promise<object | Refusal> | object | Refusal;

function operation<S extends z.ZodType>(
  schema: S,
  run: (input: z.infer<S>, context: OperationContext) => Promise<object | Refusal> | object | Refusal,
): Operation {
  return (input, context) => {
    const parsed = schema.safeParse(input);
    return parsed.success
      ? run(parsed.data, context)
      : refuse('ValidationException', z.prettifyError(parsed.error));
  };
}

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    'StartExecution',
    operation(
      z.object({
        stateMachineArn: z.string(),
        name: z.string().min(1).max(80).optional(),
        input: z.string().optional(),
        traceHeader: z.string().optional(),
      }),
      startExecution,
    ),
  ],
  ['DescribeExecution', operation(z.object({ executionArn: z.string() }), describeExecution)],
  [
    'ListExecutions',
    operation(
      z.object({
        stateMachineArn: z.string(),
        statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
        maxResults: z.int().min(0).max(1_000).optional(),
        nextToken: z.string().optional(),
      }),
      listExecutions,
    ),
  ],
  [
    'StopExecution',
    operation(
      z.object({
        executionArn: z.string(),
        error: z.string().max(256).optional(),
        cause: z.string().max(32_768).optional(),
      }),
      stopExecution,
    ),
  ],
  [
    'GetExecutionHistory',
    operation(
      z.object({
        executionArn: z.string(),
        maxResults: z.int().min(0).max(1_000).optional(),
        reverseOrder: z.boolean().optional(),
        nextToken: z.string().optional(),
        includeExecutionData: z.boolean().optional(),
      }),
      getExecutionHistory,
    ),
  ],
  ['DescribeStateMachine', operation(z.object({ stateMachineArn: z.string() }), describeStateMachine)],
  [
    'SendTaskSuccess',
    operation(z.object({ taskToken: z.string(), output: z.string() }), ({ taskToken, output }, context) => {
      const result = parseJson(output);
      if (result === undefined) return refuse('InvalidOutput', 'The output is not JSON.');
      if (Buffer.byteLength(output) > LARGEST_STATE_DATA)
        return refuse('InvalidOutput', 'The output is too large.');
      return answerTask(taskToken, context, (turn, branch) =>
        context.interpreter.taskSucceeded(turn, branch, result.value),
      );
    }),
  ],
  [
    'SendTaskFailure',
    operation(
      z.object({
        taskToken: z.string(),
        error: z.string().max(256).optional(),
        cause: z.string().max(32_768).optional(),
      }),
      ({ taskToken, error, cause }, context) =>
        answerTask(taskToken, context, (turn, branch) =>
          context.interpreter.taskFailed(turn, branch, {
            ...(error === undefined ? {} : { Error: error }),
            ...(cause === undefined ? {} : { Cause: cause }),
          }),
        ),
    ),
  ],
  [
    'SendTaskHeartbeat',
    operation(z.object({ taskToken: z.string() }), ({ taskToken }, context) =>
      answerTask(taskToken, context, async (turn, branch) => context.interpreter.heartbeat(turn, branch)),
    ),
  ],
]);

function refuse(refused: string, message: string): Refusal {
  return { refused, message };
}

function seconds(millis: number): number {
  return millis / 1_000;
}

// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse returns
function parseJson(text: string): { value: any } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function startExecution(
  request: { stateMachineArn: string; name?: string | undefined; input?: string | undefined },
  { journal, interpreter, scheduler, clock, machines }: OperationContext,
): object | Refusal {
  const machine = machines.get(request.stateMachineArn);
  if (machine === undefined) {
    return refuse('StateMachineDoesNotExist', `State Machine Does Not Exist: '${request.stateMachineArn}'`);
  }
  const { name = randomUUID(), input = '{}' } = request;
  if (!EXECUTION_NAME.test(name)) return refuse('InvalidName', `Invalid Name: '${name}'`);
  if (parseJson(input) === undefined) return refuse('InvalidExecutionInput', 'The input is not JSON.');
  if (Buffer.byteLength(input) > LARGEST_STATE_DATA) {
    return refuse('InvalidExecutionInput', `The input is larger than ${LARGEST_STATE_DATA} bytes.`);
  }
  const now = clock.now();
  const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const earlier = journal.execution(arn);
  if (earlier?.status === 'RUNNING' && earlier.input === input) {
    return { executionArn: arn, startDate: seconds(earlier.startedAt) };
  }
  if (earlier !== undefined) {
    const nameIsFree = earlier.stoppedAt !== null && earlier.stoppedAt + NAME_KEPT_MILLIS < now;
    if (!nameIsFree) return refuse('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    journal.prune(now - NAME_KEPT_MILLIS);
  }
  const execution = {
    arn,
    machineArn: machine.arn,
    machineName: machine.name,
    name,
    definition: machine.digest,
    status: 'RUNNING' as const,
    input,
    startedAt: now,
    due: machine.timeoutSeconds === undefined ? null : now + machine.timeoutSeconds * 1_000,
  };
  const absent = { sequence: 0, output: null, error: null, cause: null, stoppedAt: null };
  const turn = new Turn(journal, { ...execution, ...absent }, now);
  turn.create(execution);
  interpreter.start(turn);
  scheduler.begin(turn);
  return { executionArn: arn, startDate: seconds(now) };
}

/** What the cloud does not allow in a name: white space, brackets, wildcards and other special characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what is refused
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]+$/;

function executionMissing(arn: string): Refusal {
  return refuse('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

function describeExecution(
  { executionArn }: { executionArn: string },
  { journal }: OperationContext,
): object | Refusal {
  const execution = journal.execution(executionArn);
  if (execution === undefined) return executionMissing(executionArn);
  return {
    ...summary(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...(execution.output === null ? {} : { output: execution.output, outputDetails: { included: true } }),
    ...(execution.error === null ? {} : { error: execution.error }),
    ...(execution.cause === null ? {} : { cause: execution.cause }),
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'The laptop does not redrive executions.',
  };
}

function summary(execution: ExecutionRecord): object {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: seconds(execution.startedAt),
    ...(execution.stoppedAt === null ? {} : { stopDate: seconds(execution.stoppedAt) }),
    redriveCount: 0,
  };
}

function listExecutions(
  request: {
    stateMachineArn: string;
    statusFilter?: string | undefined;
    maxResults?: number | undefined;
    nextToken?: string | undefined;
  },
  { journal, machines }: OperationContext,
): object | Refusal {
  if (!machines.has(request.stateMachineArn)) {
    return refuse('StateMachineDoesNotExist', `State Machine Does Not Exist: '${request.stateMachineArn}'`);
  }
  const before = readPageToken(request.nextToken, Number.MAX_SAFE_INTEGER);
  if (before === undefined) return refuse('InvalidToken', 'The nextToken is not one of ours.');
  const limit = request.maxResults || 100;
  const found = journal.executions(request.stateMachineArn, request.statusFilter, before, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    executions: page.map(summary),
    ...(found.length > limit && last ? { nextToken: pageToken(last.sequence) } : {}),
  };
}

function pageToken(position: number): string {
  return Buffer.from(`after:${position}`).toString('base64url');
}

function readPageToken(token: string | undefined, start: number): number | undefined {
  if (token === undefined) return start;
  const position = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return position === undefined ? undefined : Number(position);
}

async function stopExecution(
  request: { executionArn: string; error?: string | undefined; cause?: string | undefined },
  { journal, scheduler }: OperationContext,
): Promise<object | Refusal> {
  if (journal.execution(request.executionArn) === undefined) return executionMissing(request.executionArn);
  return scheduler.turn(request.executionArn, async (turn) => {
    const { execution } = turn;
    if (execution.status !== 'RUNNING') return { stopDate: seconds(execution.stoppedAt ?? turn.now) };
    turn.end('ABORTED', 'ExecutionAborted', 0, {
      ...(request.error === undefined ? {} : { Error: request.error }),
      ...(request.cause === undefined ? {} : { Cause: request.cause }),
    });
    return { stopDate: seconds(turn.now) };
  });
}

function getExecutionHistory(
  request: {
    executionArn: string;
    maxResults?: number | undefined;
    reverseOrder?: boolean | undefined;
    nextToken?: string | undefined;
    includeExecutionData?: boolean | undefined;
  },
  { journal }: OperationContext,
): object | Refusal {
  if (journal.execution(request.executionArn) === undefined) return executionMissing(request.executionArn);
  const reverse = request.reverseOrder ?? false;
  const after = readPageToken(request.nextToken, reverse ? Number.MAX_SAFE_INTEGER : 0);
  if (after === undefined) return refuse('InvalidToken', 'The nextToken is not one of ours.');
  const limit = request.maxResults || 100;
  const found = journal.history(request.executionArn, reverse, after, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    events: page.map((event) => toApiEvent(event, request.includeExecutionData ?? true)),
    ...(found.length > limit && last ? { nextToken: pageToken(last.id) } : {}),
  };
}

function toApiEvent(
  { id, previousEventId, timestamp, type, details }: HistoryEvent,
  withData: boolean,
): object {
  const kept = Object.entries(details).filter(([key]) => withData || !DATA_FIELDS.has(key));
  const field = /State(Entered|Exited)$/.exec(type)
    ? `state${type.slice(type.lastIndexOf('State') + 5)}EventDetails`
    : `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
  return {
    id,
    previousEventId,
    timestamp: seconds(timestamp),
    type,
    ...(kept.length === 0 ? {} : { [field]: Object.fromEntries(kept) }),
  };
}

const DATA_FIELDS = new Set(['input', 'output', 'parameters', 'cause']);

function describeStateMachine(
  { stateMachineArn }: { stateMachineArn: string },
  { machines }: OperationContext,
): object {
  const machine = machines.get(stateMachineArn);
  if (machine === undefined) {
    return refuse('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definition,
    roleArn: `${machine.arn}/role`,
    type: 'STANDARD',
    creationDate: seconds(machine.createdAt),
  };
}

async function answerTask(
  token: string,
  { journal, scheduler, clock }: OperationContext,
  answer: (turn: Turn, branch: Branch) => Promise<void>,
): Promise<object | Refusal> {
  if (!isTaskToken(token)) return refuse('InvalidToken', 'Invalid Token');
  const task = journal.token(token);
  if (task === undefined) return refuse('TaskDoesNotExist', 'Task does not exist');
  return scheduler.turn<object | Refusal>(task.executionArn, async (turn) => {
    const branch = journal.branch(task.branch);
    // Late by the clock is late, even when the alarm has not been heard yet.
    const open = branch?.call?.token === token && (branch.due === null || branch.due > clock.now());
    if (!open)
      return refuse('TaskTimedOut', 'Task Timed Out: the task has already been closed or has expired');
    await answer(turn, branch);
    return {};
  });
}
