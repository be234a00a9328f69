/** An instant as it is stored and sent: RFC 3339 in UTC with milliseconds, so that text order is time order. */
export type Instant = string;

/** Time is an argument (docs/decisions): only adapters and `deps.ts` hold a clock, rules get the instant. */
export interface Clock {
  now(): Instant;
}

/** The clock of the machine; on the laptop `Date` itself is moved (local/clock), so this follows. */
export const systemClock: Clock = { now: () => new Date().toISOString() };

/** Milliseconds since the epoch. */
export function toMillis(instant: Instant): number {
  return Date.parse(instant);
}

export function toInstant(millis: number): Instant {
  return new Date(millis).toISOString();
}
