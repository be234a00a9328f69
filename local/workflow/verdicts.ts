import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Definitions that asl-validator has found good, by digest: it takes half a second to compile its schemas. */
export interface Verdicts {
  has(digest: string): boolean;
  add(digest: string): void;
}

/** @param directory which goes with the stack and with what is installed; none: nothing is remembered. */
export function verdictsIn(directory: string | undefined): Verdicts {
  if (directory === undefined) return { has: () => false, add: () => {} };
  const fileOf = (digest: string) => join(directory, `definition-${digest}`);
  return {
    has: (digest) => existsSync(fileOf(digest)),
    add(digest) {
      mkdirSync(directory, { recursive: true });
      writeFileSync(fileOf(digest), '');
    },
  };
}
