import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LaptopClock } from '../clock.ts';
import { parseSchedule } from './schedule-expression.ts';

export interface ScheduleDefinition {
  /** Names the next run on disk. */
  id: string;
  expression: string;
  timeZone: string;
  /** Starts the target; must not take long, what it starts may. */
  run: (scheduledMillis: number) => void;
}

/**
 * Runs schedules on the laptop's clock. What was due several times while the clock jumped, or while the laptop was
 * down, runs once: a sweep that would run 720 times after a month's jump has nothing to do the other 719 times.
 */
export const startSchedules = (
  definitions: readonly ScheduleDefinition[],
  options: { clock: LaptopClock; file?: string },
): { close(): void } => {
  const { clock, file } = options;
  const kept = file ? readKept(file) : {};
  const cancels = new Map<string, () => void>();
  const keep = (definition: ScheduleDefinition, nextAt: number) => {
    kept[definition.id] = { expression: definition.expression, nextAt };
    if (!file) return;
    // Written beside and renamed: a kill in the middle must not leave half a file.
    writeFileSync(`${file}.new`, JSON.stringify(kept));
    renameSync(`${file}.new`, file);
  };
  for (const definition of definitions) {
    const nextRun = parseSchedule(definition.expression, definition.timeZone);
    const arm = (at: number | undefined) => {
      if (at === undefined) return void cancels.delete(definition.id);
      keep(definition, at);
      cancels.set(
        definition.id,
        clock.at(at, () => {
          const now = clock.now();
          definition.run(at);
          arm(nextRun(now));
        }),
      );
    };
    const earlier = kept[definition.id];
    arm(earlier?.expression === definition.expression ? earlier.nextAt : nextRun(clock.now()));
  }
  return {
    close() {
      for (const cancel of cancels.values()) cancel();
    },
  };
};

type Kept = Record<string, { expression: string; nextAt: number }>;

const readKept = (file: string): Kept => {
  mkdirSync(dirname(file), { recursive: true });
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    return {};
  }
};
