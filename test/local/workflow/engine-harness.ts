import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { LaptopClock } from '../../../local/clock.ts';
import {
  type ExecutionStatusEvent,
  type InvokeFunction,
  startWorkflowEngine,
} from '../../../local/workflow/workflow-engine.ts';

export const MACHINE_ARN = 'arn:aws:states:eu-central-1:000000000000:stateMachine:claims';
export const START = Date.parse('2026-03-01T00:00:00Z');
export const SECOND = 1_000;
export const DAY = 86_400_000;

/** A clock that stands still until it is moved. */
export function stoppedClock(at = START): LaptopClock {
  return new LaptopClock(0, () => at);
}

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

export function newFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'workflow-'));
  directories.push(directory);
  return join(directory, 'engine.sqlite');
}

export function machine(states: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: Object.keys(states)[0],
    States: states,
    ...more,
  });
}

export function task(
  payload: unknown,
  more: Record<string, unknown> = { End: true },
): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'work', Payload: payload },
    ...more,
  };
}

export function tokenTask(more: Record<string, unknown> = { End: true }): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  };
}

export async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
): Promise<NonNullable<T>> {
  for (let turn = 0; turn < 4_000; turn += 1) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen as NonNullable<T>;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`never happened: ${look}`);
}

export interface Laptop {
  clock: LaptopClock;
  client: SFNClient;
  url: string;
  file: string;
  calls: { functionArn: string; payload: unknown }[];
  changes: ExecutionStatusEvent[];
  start(input?: unknown, name?: string): Promise<string>;
  describe(arn: string): Promise<DescribeExecutionOutput>;
  /** Resolves when no step is under way. */
  quiet(): Promise<void>;
  /** Moves the clock as the laptop's endpoint does; `clock.advance` is time that really passed. */
  move(millis: number): void;
  ended(arn: string): Promise<DescribeExecutionOutput>;
  /** The output of a run from start to end. */
  run(input?: unknown): Promise<unknown>;
  history(arn: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function openLaptop(
  definition: string,
  options: {
    invoke?: InvokeFunction;
    clock?: LaptopClock;
    file?: string;
    random?: () => number;
  } = {},
): Promise<Laptop> {
  const { clock = stoppedClock(), file = newFile() } = options;
  const calls: Laptop['calls'] = [];
  const changes: ExecutionStatusEvent[] = [];
  const engine = await startWorkflowEngine({
    port: 0,
    file,
    clock,
    machines: [{ arn: MACHINE_ARN, name: 'claims', definition }],
    invokeFunction: async (functionArn, payload) => {
      calls.push({ functionArn, payload });
      return (await options.invoke?.(functionArn, payload)) ?? { payload };
    },
    ...(options.random ? { random: options.random } : {}),
    onExecutionStatusChange: (event) => changes.push(event),
  });
  const client = new SFNClient({
    endpoint: engine.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const describe = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
  const laptop: Laptop = {
    clock,
    client,
    url: engine.url,
    file,
    calls,
    changes,
    describe,
    start: async (input = {}, name) => {
      const answer = await client.send(
        new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name, input: JSON.stringify(input) }),
      );
      return answer.executionArn ?? '';
    },
    quiet: () => engine.quiet(),
    move(millis) {
      engine.beforeMove(millis);
      clock.advance(millis);
    },
    ended: (arn) =>
      eventually(async () => {
        const execution = await describe(arn);
        return execution.status === 'RUNNING' ? undefined : execution;
      }),
    run: async (input) => {
      const execution = await laptop.ended(await laptop.start(input));
      if (execution.status !== 'SUCCEEDED') throw new Error(`${execution.error}: ${execution.cause}`);
      return JSON.parse(execution.output ?? 'null');
    },
    history: async (executionArn) => {
      const answer = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
      return (answer.events ?? []).map((event) => event.type ?? '');
    },
    close: async () => {
      client.destroy();
      await engine.close();
      clock.close();
    },
  };
  return laptop;
}
