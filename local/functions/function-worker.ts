// The order matters: `Date` must follow the laptop's clock before the bundle loads.
import '../clock-preload.ts';
import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  FunctionWorkerData,
  InvocationError,
  InvocationReply,
  InvocationRequest,
} from './function-host.ts';

const { bundleFile, exportName, functionName, functionArn, memorySize } = workerData as FunctionWorkerData;

type Handler = (
  event: unknown,
  context: object,
  callback: (error: unknown, result?: unknown) => void,
) => unknown;

const describeError = (error: unknown): InvocationError =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const loaded: Promise<Handler> = import(pathToFileURL(bundleFile).href).then((bundle) => {
  const handler = bundle[exportName] ?? bundle.default?.[exportName];
  if (typeof handler !== 'function') throw new Error(`${bundleFile} exports no function ${exportName}`);
  return handler;
});
// Reported by the first invocation instead of ending the process.
loaded.catch(() => {});

const invoke = async ({ id, event, remainingMillis, requestId }: InvocationRequest) => {
  const deadline = performance.now() + remainingMillis;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memorySize),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'laptop',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
  let reply: InvocationReply;
  try {
    const handler = await loaded;
    const result = await new Promise((resolve, reject) => {
      const answer = handler(JSON.parse(event), context, (error, value) =>
        error ? reject(error) : resolve(value),
      );
      if (answer instanceof Promise) answer.then(resolve, reject);
      else if (handler.length < 3) resolve(answer);
    });
    reply = { id, payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    reply = { id, error: describeError(error) } satisfies InvocationReply;
  }
  parentPort?.postMessage(reply);
  keepCompiledCode();
};

let isKept = false;
/** After the first answer, when what an invocation needs has been compiled; a worker that is killed keeps nothing. */
const keepCompiledCode = () => {
  if (!isKept) setTimeout(flushCompileCache, 500).unref();
  isKept = true;
};

parentPort?.on('message', (request: InvocationRequest) => void invoke(request));
