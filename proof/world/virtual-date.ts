import { toMillis } from '../../functions/clock.ts';

/**
 * `Date` of this process, moved by hand: handlers, adapters and libraries all see the same instant, and time passes
 * only when somebody says so.
 */
let millis = Date.now();
const MachineDate = Date;

/** A function and no proxy: every rule asks it, and a proxy costs ten times as much. */
function VirtualDate(...given: [] | [number]): Date | string {
  if (!new.target) return new MachineDate(millis).toString();
  return given.length === 0 ? new MachineDate(millis) : new MachineDate(...given);
}

globalThis.Date = Object.assign(VirtualDate, {
  prototype: MachineDate.prototype,
  now: () => millis,
  parse: MachineDate.parse,
  UTC: MachineDate.UTC,
}) as unknown as DateConstructor;

export const virtualDate = {
  set(instant: string): void {
    millis = toMillis(instant);
  },
  advance(by: number): void {
    millis += by;
  },
  millis: () => millis,
};

/** What the machine's own clock says, for how long something took. */
export const machineNow = (): number => performance.now();
