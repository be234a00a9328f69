import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createSfnClaimWorkflow } from '../../functions/adapters/sfn-claim-workflow.ts';
import type { ClaimWorkflow } from '../../functions/claims/ports.ts';
import { propertiesIn } from '../moto/asked-in-code.ts';

export const REGION = 'eu-central-1';

/** One call to Step Functions and its answer, in the words that both engines have to use alike. */
export interface Call {
  command: string;
  /** The names of what it said. */
  said: string[];
  status: number;
  /** Of a refusal. */
  code?: string;
  told?: unknown;
}

/** What a sequence is played on: the port that the functions use, and what shows behind it. */
export interface Side {
  workflow: ClaimWorkflow;
  /** Every token that an execution has waited with so far, the last one last. */
  tokens: Map<string, string[]>;
  /** Until nothing goes on by itself. */
  settle(): Promise<void>;
}

/** Step Functions over the wire. */
export interface Engine extends Side {
  client: SFNClient;
  machineArn: string;
  /** All calls since the last time that they were taken. */
  calls: Call[];
  executionArnOf(name: string): string;
}

export function engineOf(
  client: SFNClient,
  machineArn: string,
  side: Pick<Side, 'tokens' | 'settle'>,
): Engine {
  const calls: Call[] = [];
  record(client, calls);
  return {
    ...side,
    ...{ client, machineArn, calls },
    workflow: createSfnClaimWorkflow(client, machineArn),
    executionArnOf: (name) => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`,
  };
}

export function clientOf(endpoint: string): SFNClient {
  const credentials = { accessKeyId: 'proof', secretAccessKey: 'proof' };
  return new SFNClient({ endpoint, region: REGION, credentials, maxAttempts: 1 });
}

/** Writes down whatever is sent, so that what the adapter asks is compared word by word as well. */
function record(client: SFNClient, calls: Call[]): void {
  const begun = new Map<string, number>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const command = String(context.commandName).replace(/Command$/, '');
      const call = { command, said: propertiesIn(args.input) };
      try {
        const result = await next(args);
        const output = result.output as Told;
        calls.push({ ...call, status: output.$metadata?.httpStatusCode ?? 0, told: toldBy(output, begun) });
        return result;
      } catch (error) {
        if (!(error instanceof SFNServiceException)) throw error;
        calls.push({ ...call, status: error.$metadata.httpStatusCode ?? 0, code: error.name });
        throw error;
      }
    },
    { step: 'initialize' },
  );
}

interface Told {
  $metadata?: { httpStatusCode?: number };
  executionArn?: string;
  name?: string;
  startDate?: Date;
  stopDate?: Date;
  status?: string;
  input?: string;
  output?: string;
  error?: string;
  cause?: string;
  executions?: Told[];
  nextToken?: string;
}

/** Hours are left out but for this: an execution that is started again begins when it began. */
function toldBy(output: Told, begun: Map<string, number>): unknown {
  const { executionArn, startDate, stopDate, executions, nextToken, name, status } = output;
  const at = startDate?.getTime() ?? 0;
  if (executionArn !== undefined && !begun.has(executionArn)) begun.set(executionArn, at);
  const told = {
    ...{ name, status, error: output.error || undefined, cause: output.cause || undefined },
    execution: executionArn?.split(':').at(-1),
    isSameStart: executionArn === undefined ? undefined : begun.get(executionArn) === at,
    isOver: stopDate !== undefined,
    input: output.input && JSON.parse(output.input),
    output: output.output && JSON.parse(output.output),
    executions: executions?.map((each) => toldBy(each, begun)),
    hasMore: nextToken !== undefined,
  };
  return JSON.parse(JSON.stringify(told));
}

/** What no adapter asks, and what brings executions into every status that the adapter meets. */
export async function askEngine(
  engine: Engine,
  asked:
    | { does: 'start otherwise'; name: string }
    | { does: 'describe'; name: string }
    | { does: 'list'; status?: Status | undefined; most?: number | undefined },
): Promise<void> {
  const { client, machineArn: stateMachineArn } = engine;
  if (asked.does === 'list') return list(engine, asked);
  const executionArn = engine.executionArnOf(asked.name);
  await refusalsAside(async () => {
    if (asked.does === 'describe') await client.send(new DescribeExecutionCommand({ executionArn }));
    else {
      const input = JSON.stringify({ other: true });
      await client.send(new StartExecutionCommand({ stateMachineArn, name: asked.name, input }));
    }
  });
}

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED';

const MOST_PAGES = 20;

async function list(
  { client, machineArn: stateMachineArn }: Engine,
  { status: statusFilter, most: maxResults }: { status?: Status | undefined; most?: number | undefined },
): Promise<void> {
  await refusalsAside(async () => {
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const asked = { stateMachineArn, statusFilter, maxResults, nextToken };
      ({ nextToken } = await client.send(new ListExecutionsCommand(asked)));
      if (nextToken === undefined) return;
    }
  });
}

async function refusalsAside(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof SFNServiceException)) throw error;
  }
}
