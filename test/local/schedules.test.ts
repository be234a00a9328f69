import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaptopClock } from '../../local/clock.ts';
import { parseSchedule } from '../../local/schedules/schedule-expression.ts';
import { startSchedules } from '../../local/schedules/scheduler.ts';

const at = (text: string) => Date.parse(text);
const iso = (millis: number | undefined) =>
  millis === undefined ? undefined : new Date(millis).toISOString();
const HOUR = 3_600_000;

describe('schedule expressions', () => {
  it.each([
    ['rate(5 minutes)', 'UTC', '2026-01-01T00:00:00Z', '2026-01-01T00:05:00.000Z'],
    ['rate(1 hour)', 'UTC', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00.000Z'],
    ['rate(2 days)', 'UTC', '2026-01-01T00:00:00Z', '2026-01-03T00:00:00.000Z'],
    ['cron(0 10 * * ? *)', 'UTC', '2026-01-01T10:00:00Z', '2026-01-02T10:00:00.000Z'],
    ['cron(0 10 * * ? *)', 'Europe/Moscow', '2026-01-01T00:00:00Z', '2026-01-01T07:00:00.000Z'],
    ['cron(15 12 * * ? *)', 'UTC', '2026-01-01T00:00:00Z', '2026-01-01T12:15:00.000Z'],
    // Thursday, 1 January 2026; in EventBridge Monday is 2.
    ['cron(0 18 ? * MON-FRI *)', 'UTC', '2026-01-02T19:00:00Z', '2026-01-05T18:00:00.000Z'],
    ['cron(0 18 ? * 2 *)', 'UTC', '2026-01-01T00:00:00Z', '2026-01-05T18:00:00.000Z'],
    ['cron(0 8 1 * ? *)', 'UTC', '2026-01-01T09:00:00Z', '2026-02-01T08:00:00.000Z'],
    ['cron(0/10 * ? * MON-FRI *)', 'UTC', '2026-01-01T00:01:00Z', '2026-01-01T00:10:00.000Z'],
    ['cron(0 9 ? * 2#1 *)', 'UTC', '2026-01-06T00:00:00Z', '2026-02-02T09:00:00.000Z'],
    ['cron(0 0 L * ? *)', 'UTC', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2028)', 'UTC', '2026-01-01T00:00:00Z', '2028-01-01T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2025)', 'UTC', '2026-01-01T00:00:00Z', undefined],
    ['at(2026-05-05T05:05:05)', 'UTC', '2026-01-01T00:00:00Z', '2026-05-05T05:05:05.000Z'],
    ['at(2026-05-05T05:05:05)', 'UTC', '2026-06-01T00:00:00Z', undefined],
  ])('%s in %s after %s is %s', (expression, zone, after, expected) => {
    expect(iso(parseSchedule(expression, zone)(at(after)))).toBe(expected);
  });

  it.each([
    'rate(0 hours)',
    'rate(1 week)',
    'cron(* * * * * *)',
    'cron(0 10 * * ?)',
    'cron(0 10 15W * ? *)',
    'every hour',
  ])('refuses %s', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(expression);
  });
});

describe('schedules on the laptop clock', () => {
  const start = (clock: LaptopClock, runs: number[], file?: string) =>
    startSchedules(
      [
        {
          id: 'hourly',
          expression: 'rate(1 hour)',
          timeZone: 'UTC',
          run: (scheduled) => runs.push(scheduled),
        },
      ],
      { clock, ...(file ? { file } : {}) },
    );

  it('run once for every hour that comes, and once for a month that is jumped over', () => {
    const clock = new LaptopClock(0, () => 0);
    const runs: number[] = [];
    const schedules = start(clock, runs);
    clock.advance(HOUR - 1);
    expect(runs).toEqual([]);
    clock.advance(1);
    clock.advance(HOUR);
    expect(runs).toEqual([HOUR, 2 * HOUR]);
    clock.advance(720 * HOUR);
    expect(runs).toEqual([HOUR, 2 * HOUR, 3 * HOUR]);
    clock.advance(HOUR);
    expect(runs).toHaveLength(4);
    schedules.close();
    clock.advance(HOUR);
    expect(runs).toHaveLength(4);
    clock.close();
  });

  it('keep their next time over a restart', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'schedules-')), 'schedules.json');
    const before = new LaptopClock(0, () => 0);
    start(before, [], file).close();
    const runs: number[] = [];
    // Half an hour later by restarting: the hour still ends when it did.
    const after = new LaptopClock(HOUR / 2, () => 0);
    const schedules = start(after, runs, file);
    after.advance(HOUR / 2);
    expect(runs).toEqual([HOUR]);
    schedules.close();
    before.close();
    after.close();
  });
});
