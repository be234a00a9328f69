import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateStateMachineCommand, DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { LaptopClock } from '../../local/clock.ts';
import { startWorkflowEngine } from '../../local/workflow/workflow-engine.ts';
import { callMoto } from '../moto/call-moto.ts';
import { startMotoServer } from '../moto/server.ts';
import { Broken } from '../proof.ts';
import { MemoryExecutions } from '../world/executions.ts';
import { clientOf, type Engine, engineOf, REGION, type Side } from './call-sides.ts';
import { stackDefinition } from './stack-definition.ts';

/**
 * Where sequences of calls are played: the stack's machine on the laptop and in memory, with functions that wait for
 * their token at once, and on moto's server a machine that waits alike. JSONata and functions do not run there, so
 * that one is in JSONPath and tells its token to a queue.
 */

const START = Date.parse('2026-03-01T00:00:00Z');
const AWAITS = 'await-claim-change';
export const WAITING = { status: 'in-review' as const, final: false, secondsToDeadline: 86_400 };
const LONGEST_WAIT_MILLIS = 10_000;

type Opened<S extends Side> = S & { close(): Promise<void> };

const nameOf = (payload: unknown) => `${(payload as { claimId: string }).claimId}-1`;

function remember(tokens: Map<string, string[]>, name: string, token: string): void {
  tokens.set(name, [...(tokens.get(name) ?? []), token]);
}

export function laptopEngines(): { open(): Promise<Opened<Engine>>; close(): void } {
  const cacheDirectory = mkdtempSync(join(tmpdir(), 'proof-calls-'));
  const machine = { arn: machineArn('000000000000', 'claims'), name: 'claims' };
  const definition = JSON.stringify(stackDefinition);
  const open = async () => {
    const tokens = new Map<string, string[]>();
    const clock = new LaptopClock(0, () => START);
    const engine = await startWorkflowEngine({
      ...{ port: 0, file: ':memory:', clock, cacheDirectory, machines: [{ ...machine, definition }] },
      invokeFunction: async (name, payload) => {
        if (name !== AWAITS) return { payload: WAITING };
        remember(tokens, nameOf(payload), (payload as { taskToken: string }).taskToken);
        return { payload: null };
      },
    });
    const client = clientOf(engine.url);
    const close = async () => {
      client.destroy();
      await engine.close();
      clock.close();
    };
    return { ...engineOf(client, machine.arn, { tokens, settle: () => engine.quiet() }), close };
  };
  return { open, close: () => rmSync(cacheDirectory, { recursive: true, force: true }) };
}

export interface Memory extends Side {
  executions: MemoryExecutions;
}

export function openMemory(): Memory {
  const tokens = new Map<string, string[]>();
  const executions = new MemoryExecutions(() => START);
  const settle = () =>
    executions.run(async (step, payload) => {
      if (step !== AWAITS) return WAITING;
      remember(tokens, nameOf(payload), String(payload.taskToken));
      return null;
    });
  return { workflow: executions, executions, tokens, settle };
}

export async function motoEngines(progress: (text: string) => void): Promise<{
  /** @param memory whose executions it has come as far as when it has settled */
  open(memory: Memory): Promise<Opened<Engine>>;
  close(): Promise<void>;
}> {
  const server = await startMotoServer(progress);
  const configuration = JSON.stringify({ stepfunctions: { execute_state_machine: true } });
  await fetch(`${server.url}/moto-api/config`, { method: 'POST', body: configuration });
  let opened = 0;
  const open = async (memory: Memory) => {
    opened += 1;
    const client = clientOf(server.url);
    const queue = await openQueue(server.url, `tokens-${opened}`);
    const { stateMachineArn = '' } = await client.send(
      new CreateStateMachineCommand({
        name: `claims-${opened}`,
        definition: JSON.stringify(waitingMachine(queue.url)),
        roleArn: 'arn:aws:iam::123456789012:role/proof',
      }),
    );
    const tokens = new Map<string, string[]>();
    const plain = clientOf(server.url);
    const settle = async () => {
      const deadline = performance.now() + LONGEST_WAIT_MILLIS;
      for (;;) {
        for (const { name, token } of await queue.take()) remember(tokens, name, token);
        const behind = await whoIsBehind(memory, tokens, (name) =>
          isRunning(plain, engine.executionArnOf(name)),
        );
        if (behind === undefined) return;
        if (performance.now() > deadline)
          throw new Broken(`moto has not come as far as in memory: ${behind}.`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const engine: Engine = engineOf(client, stateMachineArn, { tokens, settle });
    const close = async () => {
      for (const each of [client, plain]) each.destroy();
    };
    return { ...engine, close };
  };
  return { open, close: () => server.close() };
}

/** As many waits as in memory, and what is over there is over: threads of moto's run behind its answers. */
async function whoIsBehind(
  memory: Memory,
  tokens: Map<string, string[]>,
  runs: (name: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const { name, status } of memory.executions.executions.values()) {
    const [waits, there] = [memory.tokens.get(name)?.length ?? 0, tokens.get(name)?.length ?? 0];
    if (there < waits) return `${name} waits for the ${there}th time, expected the ${waits}th`;
    if (status !== 'running' && (await runs(name))) return `${name} runs, expected it ${status}`;
  }
  return undefined;
}

async function isRunning(client: Engine['client'], executionArn: string): Promise<boolean> {
  const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
  return status === 'RUNNING';
}

function machineArn(account: string, name: string): string {
  return `arn:aws:states:${REGION}:${account}:stateMachine:${name}`;
}

function waitingMachine(QueueUrl: string): object {
  return {
    StartAt: 'Wait',
    States: {
      Wait: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: {
          QueueUrl,
          MessageBody: { 'name.$': '$$.Execution.Name', 'token.$': '$$.Task.Token' },
        },
        Next: 'Where',
      },
      Where: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.final', BooleanEquals: true, Next: 'Closed' },
          { Variable: '$.status', StringEquals: WAITING.status, Next: 'Wait' },
        ],
        Default: 'Lost',
      },
      Closed: { Type: 'Succeed' },
      Lost: { ...(stackDefinition as StackDefinition).States['The claim waits for the reconciler'] },
    },
  };
}

interface StackDefinition {
  States: Record<string, object>;
}

async function openQueue(url: string, QueueName: string) {
  const ask = <Answer>(operation: string, input: object) =>
    callMoto<Answer>(url, { service: 'sqs', target: `AmazonSQS.${operation}`, region: REGION }, input);
  const { QueueUrl } = await ask<{ QueueUrl: string }>('CreateQueue', { QueueName });
  return {
    url: QueueUrl,
    async take(): Promise<{ name: string; token: string }[]> {
      const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
      const { Messages = [] } = await ask<{ Messages?: { Body: string; ReceiptHandle: string }[] }>(
        ...(['ReceiveMessage', asked] as const),
      );
      for (const { ReceiptHandle } of Messages) await ask('DeleteMessage', { QueueUrl, ReceiptHandle });
      return Messages.map(({ Body }) => JSON.parse(Body));
    },
  };
}
