import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** Codes, ids and counts only: no field of a request or an item is ever handed to it. */
export const logger = /* @__PURE__ */ new Logger({ serviceName: 'protected-purchase' });

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

export const metrics = /* @__PURE__ */ new Metrics({
  namespace: 'ProtectedPurchase',
  serviceName: 'protected-purchase',
});
