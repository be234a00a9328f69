import type fc from 'fast-check';

/** Calls that wait for their turn: the scheduler tries who goes next in every order. */
export function inTurnOf(scheduler: fc.Scheduler) {
  return <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    (...input: Input): Promise<Output> =>
      scheduler.schedule(Promise.resolve()).then(() => call(...input));
}
