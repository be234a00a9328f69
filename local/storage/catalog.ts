import { randomBytes } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { inTransaction, openDurableDatabase } from '../durable-database.ts';
import type { ChecksumAlgorithm } from './checksums.ts';

/** What a bucket holds, kept in SQLite: one row per object, upload and part, and the blobs that make up each. */

export interface ContentHeaders {
  contentType: string;
  /** `content-disposition`, `cache-control`, `x-amz-meta-…`: given back as they came. */
  others: Record<string, string>;
}

export interface Retention {
  mode: 'GOVERNANCE';
  untilMillis: number;
}

export interface StoredObject {
  bucket: string;
  key: string;
  versionId: string;
  size: number;
  entityTag: string;
  checksumAlgorithm: ChecksumAlgorithm | undefined;
  checksum: string | undefined;
  headers: ContentHeaders;
  retention: Retention | undefined;
  storedAt: number;
}

export interface Upload {
  uploadId: string;
  bucket: string;
  key: string;
  checksumAlgorithm: ChecksumAlgorithm | undefined;
  headers: ContentHeaders;
  retention: Retention | undefined;
  initiatedAt: number;
}

export interface Part {
  partNumber: number;
  blob: string;
  size: number;
  md5: string;
  checksum: string | undefined;
  storedAt: number;
}

export interface Piece {
  blob: string;
  size: number;
}

type Row = Record<string, SQLOutputValue>;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS objects (
  bucket TEXT NOT NULL, key TEXT NOT NULL, version_id TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, entity_tag TEXT NOT NULL,
  checksum_algorithm TEXT, checksum TEXT, headers TEXT NOT NULL, retain_until INTEGER, stored_at INTEGER NOT NULL,
  PRIMARY KEY (bucket, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pieces (
  version_id TEXT NOT NULL, position INTEGER NOT NULL, blob TEXT NOT NULL, size INTEGER NOT NULL,
  PRIMARY KEY (version_id, position)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pieces_by_blob ON pieces (blob);
CREATE TABLE IF NOT EXISTS uploads (
  upload_id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, checksum_algorithm TEXT, headers TEXT NOT NULL,
  retain_until INTEGER, initiated_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (
  upload_id TEXT NOT NULL, part_number INTEGER NOT NULL, blob TEXT NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL,
  checksum TEXT, stored_at INTEGER NOT NULL, PRIMARY KEY (upload_id, part_number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS parts_by_blob ON parts (blob);
CREATE TABLE IF NOT EXISTS events (sequence INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);
`;

export class Catalog {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = openDurableDatabase(path, SCHEMA);
  }

  close(): void {
    this.#database.close();
  }

  /** Runs `change` wholly or not at all; on its return the change is on the disk. */
  transaction<T>(change: () => T): T {
    return inTransaction(this.#database, change);
  }

  isBlobNamed(blob: string): boolean {
    const found = this.#row(
      'SELECT 1 FROM pieces WHERE blob = ? UNION ALL SELECT 1 FROM parts WHERE blob = ?',
      blob,
      blob,
    );
    return found !== undefined;
  }

  findObject(bucket: string, key: string): StoredObject | undefined {
    const row = this.#row('SELECT * FROM objects WHERE bucket = ? AND key = ?', bucket, key);
    return row && readObject(row);
  }

  listObjects(bucket: string, prefix: string, after: string, limit: number): StoredObject[] {
    return this.#rows(
      'SELECT * FROM objects WHERE bucket = ? AND key > ? AND substr(key, 1, length(?)) = ? ORDER BY key LIMIT ?',
      bucket,
      after,
      prefix,
      prefix,
      limit,
    ).map(readObject);
  }

  piecesOf(versionId: string): Piece[] {
    return this.#rows('SELECT blob, size FROM pieces WHERE version_id = ? ORDER BY position', versionId).map(
      (row) => ({ blob: String(row.blob), size: Number(row.size) }),
    );
  }

  /** Puts an object in the place of the one with its key, if any. Returns the blobs that may have lost their name. */
  putObject(object: StoredObject, pieces: readonly Piece[]): string[] {
    const orphans = this.deleteObject(object.bucket, object.key);
    this.#run(
      'INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      object.bucket,
      object.key,
      object.versionId,
      object.size,
      object.entityTag,
      object.checksumAlgorithm ?? null,
      object.checksum ?? null,
      JSON.stringify(object.headers),
      object.retention?.untilMillis ?? null,
      object.storedAt,
    );
    pieces.forEach((piece, position) => {
      this.#run('INSERT INTO pieces VALUES (?, ?, ?, ?)', object.versionId, position, piece.blob, piece.size);
    });
    return orphans;
  }

  /** Returns the blobs that may have lost their name. */
  deleteObject(bucket: string, key: string): string[] {
    const object = this.findObject(bucket, key);
    if (!object) return [];
    const blobs = this.piecesOf(object.versionId).map((piece) => piece.blob);
    this.#run('DELETE FROM pieces WHERE version_id = ?', object.versionId);
    this.#run('DELETE FROM objects WHERE bucket = ? AND key = ?', bucket, key);
    return blobs;
  }

  retain(versionId: string, retention: Retention): void {
    this.#run('UPDATE objects SET retain_until = ? WHERE version_id = ?', retention.untilMillis, versionId);
  }

  createUpload(upload: Upload): void {
    this.#run(
      'INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?)',
      upload.uploadId,
      upload.bucket,
      upload.key,
      upload.checksumAlgorithm ?? null,
      JSON.stringify(upload.headers),
      upload.retention?.untilMillis ?? null,
      upload.initiatedAt,
    );
  }

  findUpload(uploadId: string): Upload | undefined {
    const row = this.#row('SELECT * FROM uploads WHERE upload_id = ?', uploadId);
    return row && readUpload(row);
  }

  uploadsInitiatedUntil(bucket: string, instantMillis: number): Upload[] {
    return this.#rows(
      'SELECT * FROM uploads WHERE bucket = ? AND initiated_at <= ?',
      bucket,
      instantMillis,
    ).map(readUpload);
  }

  /** Returns the blobs that may have lost their name. */
  putPart(uploadId: string, part: Part): string[] {
    const earlier = this.#rows(
      'SELECT * FROM parts WHERE upload_id = ? AND part_number = ?',
      uploadId,
      part.partNumber,
    ).map(readPart);
    this.#run(
      'INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)',
      uploadId,
      part.partNumber,
      part.blob,
      part.size,
      part.md5,
      part.checksum ?? null,
      part.storedAt,
    );
    return earlier.map(({ blob }) => blob);
  }

  listParts(uploadId: string, afterNumber = 0, limit = 10_000): Part[] {
    return this.#rows(
      'SELECT * FROM parts WHERE upload_id = ? AND part_number > ? ORDER BY part_number LIMIT ?',
      uploadId,
      afterNumber,
      limit,
    ).map(readPart);
  }

  /** Forgets an upload and its parts. Returns the blobs that may have lost their name. */
  deleteUpload(uploadId: string): string[] {
    const blobs = this.listParts(uploadId).map((part) => part.blob);
    this.#run('DELETE FROM parts WHERE upload_id = ?', uploadId);
    this.#run('DELETE FROM uploads WHERE upload_id = ?', uploadId);
    return blobs;
  }

  addEvent(event: object): number {
    return Number(
      this.#database.prepare('INSERT INTO events (event) VALUES (?)').run(JSON.stringify(event))
        .lastInsertRowid,
    );
  }

  pendingEvents(): { sequence: number; event: string }[] {
    return this.#rows('SELECT sequence, event FROM events ORDER BY sequence').map((row) => ({
      sequence: Number(row.sequence),
      event: String(row.event),
    }));
  }

  removeEvent(sequence: number): void {
    this.#run('DELETE FROM events WHERE sequence = ?', sequence);
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#database.prepare(sql).run(...values);
  }

  #row(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.#database.prepare(sql).get(...values);
  }

  #rows(sql: string, ...values: (string | number)[]): Row[] {
    return this.#database.prepare(sql).all(...values);
  }
}

/** As long as S3's own, and as opaque. */
export function newVersionId(): string {
  return randomBytes(24).toString('base64url');
}

function text(value: SQLOutputValue | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

function readRetention(row: Row): Retention | undefined {
  const until = row.retain_until;
  return until === null ? undefined : { mode: 'GOVERNANCE', untilMillis: Number(until) };
}

function readObject(row: Row): StoredObject {
  return {
    bucket: String(row.bucket),
    key: String(row.key),
    versionId: String(row.version_id),
    size: Number(row.size),
    entityTag: String(row.entity_tag),
    checksumAlgorithm: text(row.checksum_algorithm) as ChecksumAlgorithm | undefined,
    checksum: text(row.checksum),
    headers: JSON.parse(String(row.headers)) as ContentHeaders,
    retention: readRetention(row),
    storedAt: Number(row.stored_at),
  };
}

function readUpload(row: Row): Upload {
  return {
    uploadId: String(row.upload_id),
    bucket: String(row.bucket),
    key: String(row.key),
    checksumAlgorithm: text(row.checksum_algorithm) as ChecksumAlgorithm | undefined,
    headers: JSON.parse(String(row.headers)) as ContentHeaders,
    retention: readRetention(row),
    initiatedAt: Number(row.initiated_at),
  };
}

function readPart(row: Row): Part {
  return {
    partNumber: Number(row.part_number),
    blob: String(row.blob),
    size: Number(row.size),
    md5: String(row.md5),
    checksum: text(row.checksum),
    storedAt: Number(row.stored_at),
  };
}
