import { join } from 'node:path';
import type { LaptopClock } from './clock.ts';
import { type Engines, type ExecutionStatusChange, toTaskResult } from './engine-interfaces.ts';
import { eventBus } from './events/event-bus.ts';
import { sendToQueue, serviceEvent } from './events/queue-source.ts';
import { AsynchronousInvocations } from './functions/asynchronous-invocations.ts';
import { type EngineEndpoints, FunctionHost, type InvocationResult } from './functions/function-host.ts';
import {
  asynchronousSettings,
  functionDefinitions,
  queueNameOf,
  rulesAndSchedules,
  stateMachines,
} from './plan.ts';
import type { RunningEngines } from './runtime-engines.ts';
import type { ResolvedTemplate } from './template.ts';

export interface Compute {
  /** Calls a function and waits for its answer. */
  invoke: (functionName: string, payload: unknown) => Promise<InvocationResult>;
  /** Hands a message to a function (asynchronously) or a queue, by ARN. */
  deliver: (arn: string, message: unknown) => Promise<void>;
  /** Offers an event to the rules of the default bus. */
  publish: (event: unknown) => Promise<void>;
  /** Resolves when no step of a workflow is under way, or some seconds later. */
  quiet: () => Promise<void>;
  /** To be called before the clock is moved by so much. */
  beforeMove: (millis: number) => void;
}

/** Nothing listens there: what a template does not need is asked in vain here, instead of at the real AWS. */
export const NOWHERE = 'http://127.0.0.1:9';

/** For who wants to see what the functions do: stands between them and the engines, and hears when an invocation begins and ends. */
export interface Tap {
  endpoints(engines: EngineEndpoints): EngineEndpoints;
  invoked(functionName: string): () => void;
}

const NO_TAP: Tap = { endpoints: (engines) => engines, invoked: () => () => {} };

/** Starts what runs code: the functions, their asynchronous queue and the workflows. */
export const startCompute = async (
  resolved: ResolvedTemplate,
  running: RunningEngines,
  options: {
    engines: Engines;
    assetDirectory: string;
    cacheDirectory?: string | undefined;
    dataDirectory: string;
    clock: LaptopClock;
    stack: AsyncDisposableStack;
    tap?: Tap | undefined;
  },
): Promise<Compute> => {
  const { clock, stack, tap = NO_TAP } = options;
  const inData = (name: string) => join(options.dataDirectory, name);
  let workflowUrl = NOWHERE;
  let quiet = async () => {};
  let beforeMove: Compute['beforeMove'] = () => {};
  const host = new FunctionHost(functionDefinitions(resolved, options.assetDirectory), {
    clock,
    logDirectory: inData('logs'),
    cacheDirectory: options.cacheDirectory,
    endpoints: () =>
      tap.endpoints({
        DYNAMODB: running.tablesUrl,
        S3: running.storage?.url ?? NOWHERE,
        SQS: running.queues?.url ?? NOWHERE,
        SFN: workflowUrl,
        SECRETS_MANAGER: running.secretsUrl,
      }),
    onInvoke: tap.invoked,
  });
  stack.defer(() => host.close());

  const deliver = async (arn: string, message: unknown) => {
    if (arn.startsWith('arn:aws:lambda:')) asynchronous.accept(arn, message);
    else if (arn.startsWith('arn:aws:sqs:') && running.queues) {
      await sendToQueue(running.queues.queueUrl(queueNameOf(arn)), message);
    } else throw new Error(`Nothing on the laptop takes a message for ${arn}.`);
  };
  const asynchronous = new AsynchronousInvocations({
    file: inData('invocations.db'),
    clock,
    settings: asynchronousSettings(resolved),
    invoke: (name, payload, requestId) => host.invoke(name, payload, requestId),
    deliver,
  });
  stack.defer(() => soon(asynchronous.close()));

  const publish = eventBus(rulesAndSchedules(resolved).rules, async (target, event) => {
    await deliver(target.arn, target.input === undefined ? event : JSON.parse(target.input));
  });

  const machines = stateMachines(resolved);
  if (machines.length > 0) {
    const workflow = await options.engines.startWorkflowEngine({
      port: 0,
      file: inData('workflow.db'),
      clock,
      machines,
      ...(options.cacheDirectory && { cacheDirectory: options.cacheDirectory }),
      invokeFunction: async (arn, payload) => toTaskResult(await host.invoke(arn, payload)),
      onExecutionStatusChange: (change) => {
        publish(statusChangeEvent(change, clock.now())).catch((error: unknown) =>
          console.error('An event of the workflows was not delivered:', error),
        );
      },
    });
    // On the stack after the host, so that it stops first: the host's end must not look like a task's failure.
    stack.defer(() => workflow.close());
    workflowUrl = workflow.url;
    quiet = () => soon(workflow.quiet(), LONGEST_STEP_MILLIS);
    beforeMove = workflow.beforeMove;
  }
  asynchronous.resume();
  const invoke: Compute['invoke'] = (name, payload) => host.invoke(name, payload);
  return { invoke, deliver, publish, quiet, beforeMove };
};

const statusChangeEvent = (change: ExecutionStatusChange, nowMillis: number) =>
  serviceEvent(
    'aws.states',
    'Step Functions Execution Status Change',
    [change.executionArn],
    { stopDate: null, ...change },
    nowMillis,
  );

const LONGEST_FAREWELL_MILLIS = 3_000;

/** Steps that are over before the clock moves happen at their own time; one that takes longer has its time all the same. */
const LONGEST_STEP_MILLIS = 10_000;

/** A function that hangs must not hold up the shutdown: what it was doing is on disk and comes again. */
export const soon = async (
  closing: Promise<unknown>,
  mostMillis = LONGEST_FAREWELL_MILLIS,
): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostMillis);
  });
  await Promise.race([closing, enough]);
  clearTimeout(timer);
};
