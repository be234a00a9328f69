import type { Instant } from '../../functions/clock.ts';
import { liveParcel } from './live-parcel.ts';
import { type PlannedParcel, planYear, type YearOptions } from './plan-year.ts';
import type { SeedPorts } from './seed-ports.ts';

export interface SeedRun extends YearOptions {
  /** The present: as far as the year is lived. */
  until: Instant;
  /** Parcels that were lived before. */
  from: number;
  /** As many at once. */
  concurrency: number;
  /** Told after every chunk: all parcels before this one are lived. */
  onProgress: (next: number, claims: number) => void | Promise<void>;
}

/** A chunk is what is lived again, to no effect, by whoever goes on after a stop. */
const CHUNK = 1_000;

/** Lives the year in the order of its plan, so many parcels at once, in the memory of one chunk. */
export async function runSeed(run: SeedRun, ports: SeedPorts): Promise<number> {
  let chunk: PlannedParcel[] = [];
  let next = run.from;
  for await (const parcel of planYear(run, run.from)) {
    chunk.push(parcel);
    if (chunk.length < CHUNK) continue;
    next = await liveChunk(chunk, run, ports);
    chunk = [];
  }
  return chunk.length > 0 ? await liveChunk(chunk, run, ports) : next;
}

async function liveChunk(chunk: PlannedParcel[], run: SeedRun, ports: SeedPorts): Promise<number> {
  const left = chunk.values();
  const worker = async () => {
    for (const parcel of left) await liveParcel(parcel, ports, run.until);
  };
  await Promise.all(Array.from({ length: run.concurrency }, worker));
  const next = (chunk.at(-1)?.index ?? -1) + 1;
  await run.onProgress(
    next,
    chunk.reduce((sum, { claims }) => sum + claims.length, 0),
  );
  return next;
}
