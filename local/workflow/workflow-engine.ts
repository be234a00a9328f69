import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LaptopClock } from '../clock.ts';
import { parseDefinition } from './asl-definition.ts';
import { ExecutionScheduler, type InvokeFunction } from './execution-scheduler.ts';
import { Interpreter } from './interpreter.ts';
import { Journal } from './journal.ts';
import type { ExecutionRecord, ExecutionStatus } from './journal-records.ts';
import {
  type Machine,
  NAME_KEPT_MILLIS,
  OPERATIONS,
  type OperationContext,
} from './step-functions-operations.ts';
import { verdictsIn } from './verdicts.ts';

export type { InvokeFunction } from './execution-scheduler.ts';

export interface StateMachineSettings {
  arn: string;
  name: string;
  /** Amazon States Language, JSONata only. */
  definition: string;
}

export interface ExecutionStatusEvent {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: ExecutionStatus;
  startDate: number;
  stopDate?: number;
}

export interface WorkflowEngineOptions {
  port: number;
  /** The SQLite file that holds every execution. */
  file: string;
  clock: LaptopClock;
  machines: StateMachineSettings[];
  invokeFunction: InvokeFunction;
  random?: () => number;
  /** What is expensive to find out about the definitions is remembered there. */
  cacheDirectory?: string;
  /** At least once for each change: again after a crash between the change and this call. */
  onExecutionStatusChange?: (event: ExecutionStatusEvent) => void;
}

/**
 * Step Functions on the laptop, for the real client over loopback.
 * @throws DefinitionRefused when a definition holds anything that this engine does not know.
 */
export async function startWorkflowEngine(options: WorkflowEngineOptions): Promise<{
  url: string;
  quiet(): Promise<void>;
  beforeMove(millis: number): void;
  close(): Promise<void>;
}> {
  const { clock, random = Math.random, onExecutionStatusChange } = options;
  const verdicts = verdictsIn(options.cacheDirectory);
  const definitions = options.machines.map((machine) =>
    parseDefinition(machine.name, machine.definition, verdicts),
  );
  const journal = new Journal(options.file);
  const machines = new Map<string, Machine>();
  for (const [index, { arn, name, definition }] of options.machines.entries()) {
    const digest = journal.keepDefinition(definition);
    const timeoutSeconds = definitions[index]?.timeoutSeconds;
    machines.set(arn, { arn, name, definition, digest, timeoutSeconds, createdAt: clock.now() });
  }
  journal.prune(clock.now() - NAME_KEPT_MILLIS);
  const interpreter = new Interpreter(journal, { now: () => clock.now(), random });
  const scheduler = new ExecutionScheduler({
    journal,
    interpreter,
    clock,
    invokeFunction: options.invokeFunction,
    announce: (execution) => onExecutionStatusChange?.(statusEvent(execution)),
  });
  const context: OperationContext = { journal, interpreter, scheduler, clock, machines };
  const server = createServer((request, response) => {
    answer(request, response, context).catch((error) => {
      console.error('The workflow engine could not answer:', error);
      reply(response, 500, { __type: 'InternalFailure', message: String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  }).catch((error) => {
    journal.close();
    throw error;
  });
  scheduler.resume().catch((error) => console.error('The workflow engine could not resume:', error));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    quiet: () => scheduler.quiet(),
    beforeMove: (millis) => scheduler.beforeMove(millis),
    close: async () => {
      await scheduler.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      journal.close();
    },
  };
}

function statusEvent(execution: ExecutionRecord): ExecutionStatusEvent {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startedAt,
    ...(execution.stoppedAt === null ? {} : { stopDate: execution.stoppedAt }),
  };
}

const LARGEST_REQUEST = 1_048_576;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: OperationContext,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_REQUEST) return reply(response, 413, { __type: 'RequestEntityTooLarge' });
    chunks.push(chunk as Buffer);
  }
  const target = String(request.headers['x-amz-target'] ?? '');
  const operation = OPERATIONS.get(/^AWSStepFunctions\.(\w+)$/.exec(target)?.[1] ?? '');
  if (operation === undefined) {
    return reply(response, 400, {
      __type: 'UnknownOperationException',
      message: `unknown operation ${target}`,
    });
  }
  let input: unknown;
  try {
    input = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return reply(response, 400, { __type: 'SerializationException', message: 'the body is not JSON' });
  }
  const result = await operation(input, context);
  if ('refused' in result) return reply(response, 400, { __type: result.refused, message: result.message });
  return reply(response, 200, result);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}
