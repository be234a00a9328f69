import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const addresses = z.object({
  /** The front: API, issuer and `/_local`. */
  url: z.string(),
  tablesUrl: z.string(),
  storageUrl: z.string().optional(),
  secretsUrl: z.string().optional(),
  /** Names by logical id in the template. */
  tables: z.record(z.string(), z.string()),
  buckets: z.record(z.string(), z.string()),
  /** ARNs by logical id. */
  secrets: z.record(z.string(), z.string()).optional(),
});
/** Where the engines of a running laptop are: the way in for scripts that work on its data by the service's adapters. */
export type LaptopAddresses = z.infer<typeof addresses>;

const fileIn = (dataDirectory: string) => join(dataDirectory, 'addresses.json');

/** Written at every start; what was written by a laptop that has stopped leads nowhere. */
export const writeAddresses = (dataDirectory: string, running: LaptopAddresses): void => {
  const file = fileIn(dataDirectory);
  writeFileSync(`${file}.new`, JSON.stringify(running, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

/** Of the laptop that works on this directory, or undefined when none was ever started there. */
export const readAddresses = (dataDirectory: string): LaptopAddresses | undefined => {
  try {
    return addresses.parse(JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** The one name of a resource whose logical id begins so (CDK adds a digest). @throws Error when there is none. */
export const nameIn = (names: Record<string, string>, logicalIdStart: string): string => {
  const found = Object.entries(names).filter(([logicalId]) => logicalId.startsWith(logicalIdStart));
  if (found.length === 1 && found[0]) return found[0][1];
  throw new Error(`There are ${found.length} resources whose id begins with ${logicalIdStart}.`);
};
