import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How long a sweep took for a policy, on the machine of the bench, sixteen shards at once. */
export interface MeasuredSweep {
  microsecondsPerPolicy: number;
  /** In the sweep that was measured. */
  policies: number;
  /** RFC 3339. */
  at: string;
}

const FILE = fileURLToPath(new URL('../.cache/bench/sweep.json', import.meta.url));

/** `npm run bench -- sweep` leaves it for who reckons with it (capacity). */
export function writeMeasuredSweep(measured: MeasuredSweep): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(measured, null, 2)}\n`);
}

/** Undefined until it was measured here. */
export function readMeasuredSweep(file = FILE): MeasuredSweep | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as MeasuredSweep;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
