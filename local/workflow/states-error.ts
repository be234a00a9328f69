/** A failure inside an execution, under the name that Retry and Catch match. */
export class StatesError extends Error {
  readonly errorName: string;
  constructor(errorName: string, cause: string) {
    super(cause);
    this.name = 'StatesError';
    this.errorName = errorName;
  }
}

/** As `$states.errorOutput` shows it; a Fail state may leave either out. */
export interface ErrorOutput {
  Error?: string;
  Cause?: string;
}

export function errorOutputOf(error: unknown): ErrorOutput {
  if (error instanceof StatesError) return { Error: error.errorName, Cause: error.message };
  throw error;
}

/** No Retry or Catch ever sees this one. */
const NEVER_HANDLED = new Set(['States.Runtime']);
/** Wildcards leave these alone. */
const BEYOND_WILDCARDS = new Set(['States.Runtime', 'States.DataLimitExceeded']);

export const KNOWN_STATES_ERRORS: ReadonlySet<string> = new Set([
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'States.HeartbeatTimeout',
  'States.QueryEvaluationError',
  'States.NoChoiceMatched',
  'States.DataLimitExceeded',
  'States.Permissions',
  'States.Runtime',
]);

/**
 * Whether a Retry or Catch entry handles an error (AWS: "Handling errors in Step Functions workflows").
 * A missed heartbeat is a kind of timeout there, so `States.Timeout` matches it too.
 */
export function handlesError(errorEquals: readonly string[], errorName: string): boolean {
  if (NEVER_HANDLED.has(errorName)) return false;
  return errorEquals.some((wanted) => {
    if (wanted === errorName) return true;
    if (wanted === 'States.ALL') return !BEYOND_WILDCARDS.has(errorName);
    if (wanted === 'States.TaskFailed')
      return errorName !== 'States.Timeout' && !BEYOND_WILDCARDS.has(errorName);
    return wanted === 'States.Timeout' && errorName === 'States.HeartbeatTimeout';
  });
}

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number | undefined;
  MaxAttempts?: number | undefined;
  BackoffRate?: number | undefined;
  MaxDelaySeconds?: number | undefined;
  JitterStrategy?: 'FULL' | 'NONE' | undefined;
}

/** Milliseconds before the next attempt, or nothing when the retrier has spent its attempts. */
export function retryDelay(
  retrier: Retrier,
  spentAttempts: number,
  random: () => number,
): number | undefined {
  if (spentAttempts >= (retrier.MaxAttempts ?? 3)) return undefined;
  const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** spentAttempts;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY, LONGEST_SECONDS);
  return Math.round(seconds * 1_000 * (retrier.JitterStrategy === 'FULL' ? random() : 1));
}

/** The longest duration of the Amazon States Language, a little over three years. */
export const LONGEST_SECONDS = 99_999_999;
