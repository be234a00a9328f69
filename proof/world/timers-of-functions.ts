import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';

const begun = new Set<NodeJS.Timeout>();
const { setTimeout: setMachineTimeout } = timers;

// middy watches over the time that a function has with a timer of a quarter of an hour, which holds the function's whole world.
timers.setTimeout = Object.defineProperties((...given: Parameters<typeof setMachineTimeout>) => {
  const timer = setMachineTimeout(...given);
  begun.add(timer);
  return timer;
}, Object.getOwnPropertyDescriptors(setMachineTimeout)) as typeof setMachineTimeout;
syncBuiltinESMExports();

/** For the functions of a world that is over: those that were cut off half-way wait for nothing any more. */
export function endTimersOfFunctions(): void {
  for (const timer of begun) clearTimeout(timer);
  begun.clear();
}
