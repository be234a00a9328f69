import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** Codes, ids and counts only: no field of a request or an item is ever handed to it. */
export const logger = /* @__PURE__ */ onFirstUse(
  () => new Logger({ serviceName: 'protected-purchase' }),
  ['info', 'warn', 'error'],
);

/**
 * What may be logged of an error: its name, message and place. Its other fields stay out, because the AWS SDK
 * attaches the item that failed a condition, and that one is personal.
 */
export function faultOf(error: unknown): { name: string; message: string; stack?: string; cause?: object } {
  if (!(error instanceof Error))
    return { name: typeof error, message: 'Something that is no error was thrown.' };
  const { name, message, stack, cause } = error;
  return { name, message, ...(stack && { stack }), ...(cause instanceof Error && { cause: faultOf(cause) }) };
}

export const metrics = /* @__PURE__ */ onFirstUse(
  () => new Metrics({ namespace: 'ProtectedPurchase', serviceName: 'protected-purchase' }),
  ['addMetric', 'publishStoredMetrics'],
);

/** These methods of something that is made when the first of them is called: most calls log nothing, and start sooner. */
function onFirstUse<Tool extends Record<Method, (...given: never[]) => unknown>, Method extends string>(
  make: () => Tool,
  methods: readonly Method[],
): Pick<Tool, Method> {
  let made: Tool | undefined;
  const call =
    (method: Method) =>
    (...given: never[]) => {
      made ??= make();
      return made[method](...given);
    };
  return Object.fromEntries(methods.map((method) => [method, call(method)])) as Pick<Tool, Method>;
}
