import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LATEST_INSTANT_MILLIS } from './clock.ts';
import { startOf } from './process-start.ts';

/** Another runtime works on the directory. */
export class DirectoryInUse extends Error {
  override name = 'DirectoryInUse';
}

/** The directory, or something that was kept in it, is of no use: in words for the person who typed `npm start`. */
export class UnusableDirectory extends Error {
  override name = 'UnusableDirectory';
}

export interface DataDirectory {
  path: string;
  /** @throws UnusableDirectory when what was kept is no offset: a guess would take time back unsaid. */
  readClockOffset(): number;
  writeClockOffset(millis: number): void;
  /** Gives the directory free. */
  release(): void;
}

/**
 * Takes the directory for this process alone. A lock whose process is gone (also by `kill -9`) does not count.
 * @throws DirectoryInUse or UnusableDirectory
 */
export const openDataDirectory = (path: string): DataDirectory => {
  const lockFile = join(path, 'lock.json');
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  try {
    makeDirectory(resolve(path));
    takeLock(path, lockFile, mine);
  } catch (error) {
    throw unusableDirectory(path, error) ?? error;
  }
  const clockFile = join(path, 'clock.json');
  return {
    path,
    readClockOffset() {
      if (!existsSync(clockFile)) return 0;
      const offsetMillis = parseOffset(readText(clockFile));
      if (offsetMillis !== undefined) return offsetMillis;
      throw new UnusableDirectory(
        `${clockFile} does not hold how far the clock was moved. Delete it to start at the real time, or set LOCAL_DATA_DIR to another directory.`,
      );
    },
    writeClockOffset(offsetMillis) {
      writeFileSync(`${clockFile}.new`, JSON.stringify({ offsetMillis }));
      renameSync(`${clockFile}.new`, clockFile);
    },
    release() {
      if (readText(lockFile) === mine) rmSync(lockFile, { force: true });
    },
  };
};

/**
 * A failed system call on the directory or in it, in words for a person; `undefined` when `error` is something else.
 */
export const unusableDirectory = (path: string, error: unknown): UnusableDirectory | undefined => {
  const { errno, path: failed, message } = error as NodeJS.ErrnoException;
  // A path that grew on the way, as by a file where a folder of it should be, is still below the directory.
  const isWithin = failed !== undefined && `${resolve(path)}/`.startsWith(`${resolve(failed)}/`);
  const isBelow = failed !== undefined && `${resolve(failed)}/`.startsWith(`${resolve(path)}/`);
  if (errno === undefined || !(isWithin || isBelow)) return undefined;
  return new UnusableDirectory(
    `The data directory ${path} cannot be used (${message}). Set LOCAL_DATA_DIR to a directory that you may write to.`,
    { cause: error },
  );
};

/** As `mkdirSync` with `recursive`, which never returns where a folder cannot be made in one that is there (/proc). */
const makeDirectory = (path: string): void => {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: 0o700 });
};

const takeLock = (path: string, lockFile: string, mine: string): void => {
  for (;;) {
    try {
      writeFileSync(lockFile, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = readHolder(lockFile);
      if (holder && startOf(holder.pid) === holder.started) {
        throw new DirectoryInUse(
          `The data directory ${path} is in use by another laptop (process ${holder.pid}). Stop that one, or set LOCAL_DATA_DIR to another directory.`,
        );
      }
      rmSync(lockFile, { force: true });
    }
  }
};

const parseOffset = (text: string): number | undefined => {
  try {
    const { offsetMillis } = JSON.parse(text) as { offsetMillis?: unknown };
    const offset = Number.isSafeInteger(offsetMillis) ? Number(offsetMillis) : -1;
    return offset >= 0 && offset <= LATEST_INSTANT_MILLIS ? offset : undefined;
  } catch {
    return undefined;
  }
};

const readHolder = (lockFile: string): { pid: number; started: string } | undefined => {
  try {
    const { pid, started } = JSON.parse(readText(lockFile)) as { pid: number; started: string };
    return Number.isInteger(pid) ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
