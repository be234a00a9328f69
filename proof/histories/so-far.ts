import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What was tried of a long form that was cut off: the same command with the same seed goes on after it, as long as the code
 * is the one that was tried.
 */
export interface SoFar {
  rounds: number[];
  tried: Record<string, number>;
  done: Record<string, number>;
  seconds: number;
}

export const nothingSoFar = (): SoFar => ({ rounds: [], tried: {}, done: {}, seconds: 0 });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = new URL('../../.cache/histories/', import.meta.url);
const fileOf = (seed: number) => new URL(`${seed}.json`, CACHE);

/** All that a history runs through. */
const CODE = ['functions/**/*.ts', 'local/**/*.ts', 'proof/**/*.ts', 'test/**/*.ts', 'package-lock.json'];

function codeTried(): string {
  const digest = createHash('sha256');
  for (const name of globSync(CODE, { cwd: ROOT }).sort())
    digest.update(name).update(readFileSync(`${ROOT}/${name}`));
  return digest.digest('hex');
}

export function readSoFar(seed: number): SoFar {
  try {
    const { code, ...soFar } = JSON.parse(readFileSync(fileOf(seed), 'utf8'));
    return code === codeTried() ? soFar : nothingSoFar();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return nothingSoFar();
  }
}

let code: string | undefined;

/** Whole or not at all: it may be the plug that ends it. */
export function writeSoFar(seed: number, soFar: SoFar): void {
  code ??= codeTried();
  mkdirSync(CACHE, { recursive: true });
  const half = new URL(`${seed}.half`, CACHE);
  writeFileSync(half, JSON.stringify({ code, ...soFar }));
  renameSync(half, fileOf(seed));
}

export function forget(seed: number): void {
  rmSync(fileOf(seed), { force: true });
}
