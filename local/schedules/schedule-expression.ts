import { CronExpressionParser } from 'cron-parser';
import { TemplateRefusal } from '../intrinsics.ts';

/** The next instant (ms) of a schedule after the given one; undefined when there is none any more. */
export type NextRun = (afterMillis: number) => number | undefined;

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(…)`, `cron(…)` and `at(…)` as EventBridge writes them. @throws TemplateRefusal for anything else.
 */
export const parseSchedule = (expression: string, timeZone = 'UTC'): NextRun => {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return parseRate(expression, inner);
  if (kind === 'cron') return parseCron(expression, inner, timeZone);
  if (kind === 'at' && timeZone === 'UTC') {
    const instant = Date.parse(`${inner}Z`);
    if (!Number.isNaN(instant)) return (after) => (instant > after ? instant : undefined);
  }
  throw new TemplateRefusal(`Schedule ${expression} (${timeZone}) is not known on the laptop.`);
};

const parseRate = (expression: string, inner: string): NextRun => {
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
  const millis = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!(millis > 0)) throw new TemplateRefusal(`Schedule ${expression} has no rate that the laptop knows.`);
  return (after) => after + millis;
};

const parseCron = (expression: string, inner: string, timeZone: string): NextRun => {
  const fields = inner.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields;
  if (fields.length !== 6 || !minute || !hour || !dayOfMonth || !month || !dayOfWeek || !year) {
    throw new TemplateRefusal(`Schedule ${expression} needs six fields.`);
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new TemplateRefusal(
      `Schedule ${expression}: exactly one of day-of-month and day-of-week must be ?.`,
    );
  }
  if (dayOfMonth.includes('W'))
    throw new TemplateRefusal(`Schedule ${expression}: W is not known on the laptop.`);
  const years = parseYears(expression, year);
  const daily = (field: string) => (field === '?' ? '*' : field);
  // AWS counts Sunday as 1, cron-parser as 0; the number after # is the week and stays.
  const weekDay = daily(dayOfWeek).replace(/(?<![#\w])\d/g, (digit) => String(Number(digit) - 1));
  const text = `0 ${minute} ${hour} ${daily(dayOfMonth)} ${month} ${weekDay}`;
  const after = (millis: number) =>
    CronExpressionParser.parse(text, { currentDate: new Date(millis), tz: timeZone })
      .next()
      .getTime();
  try {
    after(0);
  } catch (error) {
    throw new TemplateRefusal(`Schedule ${expression}: ${error instanceof Error ? error.message : error}`);
  }
  return (afterMillis) => {
    let next = after(afterMillis);
    while (years && !years.includes(new Date(next).getUTCFullYear())) {
      if (new Date(next).getUTCFullYear() > Math.max(...years)) return undefined;
      next = after(next);
    }
    return next;
  };
};

const parseYears = (expression: string, field: string): number[] | undefined => {
  if (field === '*') return undefined;
  return field.split(',').flatMap((part) => {
    const [, from, to = from] = /^(\d{4})(?:-(\d{4}))?$/.exec(part) ?? [];
    if (!from)
      throw new TemplateRefusal(`Schedule ${expression}: the year ${field} is not known on the laptop.`);
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);
  });
};
