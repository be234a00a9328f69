import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { LaptopClock } from '../clock.ts';
import { REGION } from '../intrinsics.ts';

export interface FunctionDefinition {
  name: string;
  arn: string;
  /** Absolute path of the deployed bundle. */
  bundleFile: string;
  exportName: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memorySize: number;
  reservedConcurrency?: number;
}

export interface InvocationError {
  errorType: string;
  errorMessage: string;
  trace: string[];
}
/** As the Lambda API answers: a JSON payload, or the error's shape. */
export type InvocationResult = { payload: string } | InvocationError;

export interface FunctionWorkerData {
  bundleFile: string;
  exportName: string;
  functionName: string;
  functionArn: string;
  memorySize: number;
  clockOffset: BigInt64Array;
}
export interface InvocationRequest {
  id: string;
  event: string;
  requestId: string;
  remainingMillis: number;
}
export interface InvocationReply {
  id: string;
  payload?: string;
  error?: InvocationError;
}

/** What every function on AWS has in its environment and the template does not say. */
export type EngineEndpoints = Record<'DYNAMODB' | 'S3' | 'SQS' | 'SFN' | 'SECRETS_MANAGER', string>;

export interface FunctionHostOptions {
  clock: LaptopClock;
  logDirectory: string;
  /** Asked when a worker starts: some engines call functions themselves and start later than this host. */
  endpoints: () => EngineEndpoints;
  /** Told of each invocation before it begins, and by what it returns when it is over. */
  onInvoke?: (functionName: string) => () => void;
}

const WORKER_FILE = fileURLToPath(new URL('./function-worker.ts', import.meta.url));
/** The limit of a synchronous answer of Lambda. */
const LARGEST_RESPONSE_BYTES = 6 * 1024 * 1024;

/** Runs the deployed bundles: one worker a function, started by its first invocation and kept warm. */
export class FunctionHost {
  readonly #functions = new Map<string, HostedFunction>();

  constructor(definitions: readonly FunctionDefinition[], options: FunctionHostOptions) {
    mkdirSync(options.logDirectory, { recursive: true });
    for (const definition of definitions) {
      this.#functions.set(definition.name, new HostedFunction(definition, options));
    }
  }

  /** @param nameOrArn of a function of the template. @throws when there is none. */
  async invoke(
    nameOrArn: string,
    payload: unknown,
    requestId: string = randomUUID(),
  ): Promise<InvocationResult> {
    const name = functionNameOf(nameOrArn);
    const hosted = this.#functions.get(name);
    if (!hosted) throw new Error(`No function ${nameOrArn} in the template.`);
    return await hosted.invoke(JSON.stringify(payload ?? null), requestId);
  }

  has(nameOrArn: string): boolean {
    return this.#functions.has(functionNameOf(nameOrArn));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#functions.values()].map((hosted) => hosted.close()));
  }
}

/** `arn:aws:lambda:…:function:name[:qualifier]`, API Gateway's invocation path around it, or the plain name. */
export const functionNameOf = (nameOrArn: string): string =>
  /:function:([^:/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;

interface Pending {
  settle: (result: InvocationResult) => void;
}

/** One worker and what it is busy with. A retired worker gets nothing new and ends when it is idle. */
interface Instance {
  worker: Worker;
  pending: Map<string, Pending>;
  isRetired: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

/** An idle function costs 30 MB; most of two dozen run once an hour. */
const LONGEST_IDLE_MILLIS = 60_000;

class HostedFunction {
  readonly #definition: FunctionDefinition;
  readonly #options: FunctionHostOptions;
  readonly #waiting: (() => void)[] = [];
  readonly #instances = new Set<Instance>();
  #current: Instance | undefined;
  #running = 0;
  #log: WriteStream | undefined;

  constructor(definition: FunctionDefinition, options: FunctionHostOptions) {
    this.#definition = definition;
    this.#options = options;
  }

  async invoke(event: string, requestId: string): Promise<InvocationResult> {
    // On AWS a caller above the reserved concurrency is throttled and tries again; here it waits its turn.
    const limit = this.#definition.reservedConcurrency ?? Number.POSITIVE_INFINITY;
    while (this.#running >= limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
    const over = this.#options.onInvoke?.(this.#definition.name);
    try {
      return await this.#invokeNow(event, requestId);
    } finally {
      over?.();
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    for (const { pending, idleTimer } of this.#instances) {
      clearTimeout(idleTimer);
      for (const { settle } of pending.values()) settle(failure('Runtime.ExitError', 'The laptop stops.'));
    }
    await Promise.all([...this.#instances].map(({ worker }) => worker.terminate()));
    await new Promise<void>((resolve) => {
      if (this.#log) this.#log.end(resolve);
      else resolve();
    });
  }

  #invokeNow(event: string, requestId: string): Promise<InvocationResult> {
    const { timeoutSeconds } = this.#definition;
    const instance = this.#instance();
    const id = randomUUID();
    return new Promise((resolve) => {
      // Compute time is real time: a moved clock must not end an invocation that has just begun.
      const timer = setTimeout(() => {
        this.#retire(instance);
        settle(
          failure(
            'Sandbox.Timedout',
            `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds}.00 seconds`,
          ),
        );
      }, timeoutSeconds * 1_000);
      const settle = (result: InvocationResult) => {
        clearTimeout(timer);
        instance.pending.delete(id);
        if (instance.pending.size === 0) this.#rest(instance);
        if ('errorType' in result) this.#write(`${JSON.stringify(result)}\n`);
        resolve(result);
      };
      clearTimeout(instance.idleTimer);
      instance.pending.set(id, { settle });
      instance.worker.postMessage({
        id,
        event,
        requestId,
        remainingMillis: timeoutSeconds * 1_000,
      } satisfies InvocationRequest);
    });
  }

  /** Nothing is running in it any more: it ends, at once or after a while. */
  #rest(instance: Instance) {
    if (instance.isRetired) return void instance.worker.terminate();
    instance.idleTimer = setTimeout(() => {
      this.#retire(instance);
      void instance.worker.terminate();
    }, LONGEST_IDLE_MILLIS);
    instance.idleTimer.unref();
  }

  #retire(instance: Instance) {
    clearTimeout(instance.idleTimer);
    instance.isRetired = true;
    if (this.#current === instance) this.#current = undefined;
  }

  #instance(): Instance {
    if (this.#current) return this.#current;
    const { name, arn, bundleFile, exportName, memorySize } = this.#definition;
    const worker = new Worker(WORKER_FILE, {
      env: this.#environment(),
      execArgv: ['--no-warnings=ExperimentalWarning'],
      // A young generation of the default size costs 20 MB a function, and there are two dozen functions.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
      stdout: true,
      stderr: true,
      workerData: {
        bundleFile,
        exportName,
        functionName: name,
        functionArn: arn,
        memorySize,
        clockOffset: this.#options.clock.sharedOffset,
      } satisfies FunctionWorkerData,
    });
    const instance: Instance = { worker, pending: new Map(), isRetired: false, idleTimer: undefined };
    worker.stdout.on('data', (chunk: Buffer) => this.#write(chunk));
    worker.stderr.on('data', (chunk: Buffer) => this.#write(chunk));
    worker.on('message', ({ id, payload, error }: InvocationReply) => {
      const pending = instance.pending.get(id);
      if (error) pending?.settle(error);
      else if ((payload ?? '').length > LARGEST_RESPONSE_BYTES) {
        pending?.settle(
          failure(
            'Function.ResponseSizeTooLarge',
            'Response payload size exceeded maximum allowed payload size',
          ),
        );
      } else pending?.settle({ payload: payload ?? 'null' });
    });
    let death = failure('Runtime.ExitError', 'Error: Runtime exited without providing a reason');
    worker.on('error', (error) => {
      death = failure(error.name, error.message, error.stack?.split('\n'));
    });
    worker.on('exit', () => {
      this.#instances.delete(instance);
      this.#retire(instance);
      for (const { settle } of [...instance.pending.values()]) settle(death);
    });
    this.#instances.add(instance);
    this.#current = instance;
    return instance;
  }

  #environment(): Record<string, string> {
    const endpoints = Object.entries(this.#options.endpoints()).map(([service, url]) => [
      `AWS_ENDPOINT_URL_${service}`,
      url,
    ]);
    const { name, memorySize, environment } = this.#definition;
    return {
      ...environment,
      ...Object.fromEntries(endpoints),
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: LAPTOP_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LAPTOP_CREDENTIALS.secretAccessKey,
      AWS_LAMBDA_FUNCTION_NAME: name,
      // The SDK says it in each request, so that whoever stands before the engines knows who asks (bench/meter.ts).
      AWS_SDK_UA_APP_ID: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
      AWS_EC2_METADATA_DISABLED: 'true',
      TZ: ':UTC',
    };
  }

  #write(text: Buffer | string) {
    this.#log ??= createWriteStream(join(this.#options.logDirectory, `${this.#definition.name}.log`), {
      flags: 'a',
      mode: 0o600,
    });
    this.#log.write(text);
  }
}

/** Not a secret: it opens nothing but the engines on 127.0.0.1, which know no other. */
export const LAPTOP_CREDENTIALS = { accessKeyId: 'LAPTOPACCESSKEY00000', secretAccessKey: 'laptop-secret' };

const failure = (errorType: string, errorMessage: string, trace: string[] = []): InvocationError => ({
  errorType,
  errorMessage,
  trace,
});
