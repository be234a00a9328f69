import { z } from 'zod';
import { LATEST_INSTANT_MILLIS, type LaptopClock } from './clock.ts';

const moveSchema = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ set: z.iso.datetime({ offset: true }) }),
]);

export type ClockMove = { kind: 'moved' } | { kind: 'refused'; reason: string };

const USAGE =
  'Send {"advance":"P30D"} (weeks, days, hours, minutes, seconds) or {"set":"2026-03-01T00:00:00Z"}.';

/**
 * Moves the clock as `POST /_local/clock` asks. Whatever the move makes due has been started when it returns. `keep`
 * gets the new offset before that, so that a crash cannot leave data from a time that has not come yet.
 */
export const moveClock = (
  clock: LaptopClock,
  body: unknown,
  keep: (offsetMillis: number) => void,
): ClockMove => {
  const advance = (millis: number): ClockMove => {
    // Before anything is kept: what is kept is what the next start has to live with.
    if (!(clock.now() + millis <= LATEST_INSTANT_MILLIS)) {
      return refuse('The clock goes no further than 9999-12-31T23:59:59.999Z.');
    }
    keep(clock.offsetMillis + millis);
    clock.advance(millis);
    return { kind: 'moved' };
  };
  const refuse = (reason: string): ClockMove => ({ kind: 'refused', reason: `${reason} ${USAGE}` });
  const parsed = moveSchema.safeParse(body);
  if (!parsed.success) return refuse('This is not a move of the clock.');
  if ('set' in parsed.data) {
    const instant = Date.parse(parsed.data.set);
    const millis = instant - clock.now();
    return millis < 0 ? refuse('The clock only moves forward.') : advance(millis);
  }
  const millis = durationMillis(parsed.data.advance);
  if (millis === undefined) {
    return refuse(`${parsed.data.advance} is no duration of a fixed length (months and years have none).`);
  }
  return advance(millis);
};

/** An ISO 8601 duration without years and months, in milliseconds. */
export const durationMillis = (text: string): number | undefined => {
  const match =
    /^P(?=.*\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!match) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Math.round(((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000);
};
