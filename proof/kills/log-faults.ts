import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Errors that a provider in a mood causes on purpose, by name; the queue or the workflow tries again. */
const EXPECTED = ['MessageProviderFault', 'PayoutInDoubt', 'PayoutPending', 'CarrierUnavailable'];

/** A machine that is so busy that seconds are too few: the caller tries again. */
const BUSY = ['Sandbox.Timedout', 'TimeoutError'];

/** A request that was signed before the world's clock was moved on and arrives after it, as no clock of AWS moves: it is sent again. */
const MOVED = ['RequestTimeTooSkewed'];

/** Where each log of the functions ended: what follows was written later. */
export type LogEnds = ReadonlyMap<string, number>;

export function logEnds(directory: string): LogEnds {
  return new Map(
    filesIn(directory).map((name) => [name, readFileSync(join(directory, 'logs', name)).length] as const),
  );
}

/** What functions logged since and should not have, as `<function>: <line>`. */
export function logFaults(directory: string, since: LogEnds): string[] {
  return filesIn(directory).flatMap((name) => {
    const text = readFileSync(join(directory, 'logs', name))
      .subarray(since.get(name) ?? 0)
      .toString();
    return text
      .split('\n')
      .filter(isFault)
      .map((line) => `${name}: ${line.slice(0, 1_500)}`);
  });
}

function isFault(line: string): boolean {
  const isError = /"level":"ERROR"|"errorType":|unhandled/i.test(line);
  return isError && ![...EXPECTED, ...BUSY, ...MOVED].some((name) => line.includes(name));
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(join(directory, 'logs')).filter((name) => name.endsWith('.log'));
  } catch {
    return [];
  }
}

/** What the program printed and should not have; its own lines begin with a time, or are the welcome. */
export function outputFaults(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => /error|fail|stumbled|could not|broken|unhandled|exception/i.test(line))
    .map((line) => line.slice(0, 1_500));
}
