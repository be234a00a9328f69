import { DatabaseSync } from 'node:sqlite';

/**
 * Opens the database of an engine whose acknowledgements must hold.
 *
 * EXCLUSIVE: a second process on the same directory fails at once instead of sweeping what this one writes.
 * FULL: what was acknowledged is on the disk after a power cut too, not only after a crash.
 */
export function openDurableDatabase(path: string, schema: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(schema);
  return database;
}

/** Runs `change` wholly or not at all; on its return the change is on the disk. */
export function inTransaction<T>(database: DatabaseSync, change: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const outcome = change();
    database.exec('COMMIT');
    return outcome;
  } catch (fault) {
    database.exec('ROLLBACK');
    throw fault;
  }
}
