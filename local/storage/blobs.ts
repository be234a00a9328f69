import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A run of bytes of one blob. */
export interface BlobRange {
  blob: string;
  start: number;
  /** Inclusive, as in HTTP. */
  end: number;
}

/**
 * The bytes of parts and objects: files with random names, written once and never changed.
 *
 * A blob counts only when the catalog names it, and the catalog is told only after the bytes are on the disk.
 * So a crash leaves at most files that nobody names, which the next start removes; and a multipart object is
 * a list of its parts' blobs, so that completing gigabytes copies nothing.
 */
export class Blobs {
  readonly #directory: string;
  readonly #condemned = new Set<string>();
  #readers = 0;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Removes every blob that `isNamed` does not know. */
  sweep(isNamed: (blob: string) => boolean): void {
    for (const blob of readdirSync(this.#directory)) {
      if (!isNamed(blob)) rmSync(join(this.#directory, blob));
    }
  }

  /** Writes a new blob; when this returns, the bytes and the file's name are on the disk. On a fault nothing stays. */
  async write(source: AsyncIterable<Uint8Array>): Promise<{ blob: string; size: number }> {
    const blob = randomUUID();
    const path = join(this.#directory, blob);
    const file = await open(path, 'wx');
    try {
      const size = await this.#fill(file, source);
      await file.sync();
      await file.close();
      await this.#syncDirectory();
      return { blob, size };
    } catch (fault) {
      await file.close().catch(() => {});
      await unlink(path).catch(() => {});
      throw fault;
    }
  }

  async #fill(file: FileHandle, source: AsyncIterable<Uint8Array>): Promise<number> {
    let size = 0;
    for await (const chunk of source) {
      for (let written = 0; written < chunk.length; ) {
        written += (await file.write(chunk, written, chunk.length - written)).bytesWritten;
      }
      size += chunk.length;
    }
    return size;
  }

  /** Without this a power cut can lose the name of a file whose bytes are safe. */
  async #syncDirectory(): Promise<void> {
    const directory = await open(this.#directory, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  }

  async *read(ranges: readonly BlobRange[]): AsyncGenerator<Uint8Array> {
    this.#readers += 1;
    try {
      for (const { blob, start, end } of ranges) {
        if (end < start) continue;
        yield* createReadStream(join(this.#directory, blob), { start, end });
      }
    } finally {
      this.#readers -= 1;
      if (this.#readers === 0) this.#unlinkCondemned();
    }
  }

  /** Removes blobs that the catalog names no more; while someone reads, it waits, as a download that began ends whole. */
  remove(blobs: readonly string[]): void {
    for (const blob of blobs) this.#condemned.add(blob);
    if (this.#readers === 0) this.#unlinkCondemned();
  }

  #unlinkCondemned(): void {
    for (const blob of this.#condemned) rmSync(join(this.#directory, blob), { force: true });
    this.#condemned.clear();
  }
}

/** The pieces of `blobs`, laid end to end, that hold the bytes from `start` to `end` (inclusive). */
export function sliceBlobs(
  blobs: readonly { blob: string; size: number }[],
  start: number,
  end: number,
): BlobRange[] {
  const ranges: BlobRange[] = [];
  let offset = 0;
  for (const { blob, size } of blobs) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, size - 1);
    if (from <= to) ranges.push({ blob, start: from, end: to });
    offset += size;
  }
  return ranges;
}
