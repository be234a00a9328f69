import { DatabaseSync } from 'node:sqlite';

/** How far each event source has read each shard: with the system before the next batch is asked for. */
export interface StreamPositions {
  read(source: string, shardId: string): string | undefined;
  write(source: string, shardId: string, sequenceNumber: string): void;
  close(): void;
}

/** @param file of SQLite, or `:memory:`. */
export const openStreamPositions = (file: string): StreamPositions => {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL;
    -- A killed laptop finds what the system was given. After a power failure a batch may come again, as it may anyway.
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS position (
      source TEXT NOT NULL, shard_id TEXT NOT NULL, sequence_number TEXT NOT NULL,
      PRIMARY KEY (source, shard_id)
    ) STRICT;
  `);
  const select = database.prepare('SELECT sequence_number FROM position WHERE source = ? AND shard_id = ?');
  const upsert = database.prepare(
    'INSERT INTO position VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sequence_number = excluded.sequence_number',
  );
  return {
    read: (source, shardId) => select.get(source, shardId)?.sequence_number as string | undefined,
    write: (source, shardId, sequenceNumber) => void upsert.run(source, shardId, sequenceNumber),
    close: () => database.close(),
  };
};
