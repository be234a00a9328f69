import { type Clock, type Instant, toInstant, toMillis } from '../../functions/clock.ts';

export interface Advance {
  days?: number;
  hours?: number;
  minutes?: number;
  milliseconds?: number;
}

export interface MovableClock extends Clock {
  set(instant: Instant): void;
  advance(by: Advance): void;
}

/** A clock that stands still until a test moves it. */
export function createMovableClock(start: Instant): MovableClock {
  let millis = toMillis(start);
  return {
    now: () => toInstant(millis),
    set(instant) {
      millis = toMillis(instant);
    },
    advance({ days = 0, hours = 0, minutes = 0, milliseconds = 0 }) {
      millis += ((days * 24 + hours) * 60 + minutes) * 60_000 + milliseconds;
    },
  };
}
