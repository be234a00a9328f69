import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

type Environment = Readonly<Record<string, string | undefined>>;

// A variable that is set to nothing is as good as one that is not set: hence `||`.

/** NaN when PORT is no number. */
export const portOf = (environment: Environment): number => Number(environment.PORT || 3000);

export const dataDirectoryOf = (environment: Environment): string =>
  environment.LOCAL_DATA_DIR || join(ROOT, '.local');
