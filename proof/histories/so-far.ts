import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** What was tried of a long form that was cut off: the same command with the same seed goes on after it. */
export interface SoFar {
  rounds: number[];
  counts: Record<string, number>;
  seconds: number;
}

const CACHE = new URL('../../.cache/histories/', import.meta.url);
const fileOf = (seed: number) => new URL(`${seed}.json`, CACHE);

export function readSoFar(seed: number): SoFar {
  try {
    return JSON.parse(readFileSync(fileOf(seed), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { rounds: [], counts: {}, seconds: 0 };
  }
}

/** Whole or not at all: it may be the plug that ends it. */
export function writeSoFar(seed: number, soFar: SoFar): void {
  mkdirSync(CACHE, { recursive: true });
  const half = new URL(`${seed}.half`, CACHE);
  writeFileSync(half, JSON.stringify(soFar));
  renameSync(half, fileOf(seed));
}

export function forget(seed: number): void {
  rmSync(fileOf(seed), { force: true });
}
