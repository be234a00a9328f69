/** Reading stopped because the file asks for more than a check of a film may cost. */
export class ReadingStopped extends Error {
  override name = 'ReadingStopped';
}

export interface ReadingLimits {
  /** Bytes fetched in all. */
  mostBytes: number;
  /** Bytes asked for at once: a hostile header must not make us hold a whole file in memory. */
  largestRead: number;
  /** Ends every read, also one that hangs. */
  signal?: AbortSignal;
}

export interface BoundedReader {
  readonly size: number;
  /** Bytes `start` to `end` (exclusive); ranges beyond the end are cut off. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Small, because a film's headers lie far apart: each costs a block. */
const BLOCK_BYTES = 64 * 1024;

/** Read on from the block before, a film is being walked through: 1 MiB at a time, for fewer requests. */
const BLOCKS_AHEAD = 16;

/** 8 MiB: the table of contents of a long film stays in while it is read back and forth. */
const CACHED_BLOCKS = 128;

/** Reads a stored film by ranges: in blocks that are kept for a while, and never more than the limits allow. */
export function createBoundedReader(
  object: { size: number; readRange: (start: number, end: number) => Promise<Uint8Array> },
  limits: ReadingLimits,
): BoundedReader {
  const { size } = object;
  /** In order of last use. */
  const blocks = new Map<number, Promise<Uint8Array>>();
  let fetched = 0;

  function keep(index: number, bytes: Promise<Uint8Array>): void {
    // Whoever asked for it sees the failure; the cache must neither keep it nor leave it unhandled.
    bytes.catch(() => blocks.delete(index));
    blocks.set(index, bytes);
    const [oldest] = blocks.keys();
    if (blocks.size > CACHED_BLOCKS && oldest !== undefined) blocks.delete(oldest);
  }

  function block(index: number): Promise<Uint8Array> {
    const known = blocks.get(index);
    if (known !== undefined) {
      blocks.delete(index);
      blocks.set(index, known);
      return known;
    }
    const count = blocks.has(index - 1) ? BLOCKS_AHEAD : 1;
    const start = index * BLOCK_BYTES;
    const end = Math.min(size, start + count * BLOCK_BYTES);
    fetched += end - start;
    if (fetched > limits.mostBytes) throw new ReadingStopped(`More than ${limits.mostBytes} bytes to read.`);
    const run = unlessAborted(object.readRange(start, end), limits.signal);
    const pieceOf = (offset: number) =>
      run.then((bytes) => bytes.subarray(offset * BLOCK_BYTES, (offset + 1) * BLOCK_BYTES));
    // The first last, so that the run itself cannot push it out.
    for (let offset = Math.ceil((end - start) / BLOCK_BYTES) - 1; offset > 0; offset -= 1) {
      if (!blocks.has(index + offset)) keep(index + offset, pieceOf(offset));
    }
    const first = pieceOf(0);
    keep(index, first);
    return first;
  }

  return {
    size,
    async read(start, end) {
      if (limits.signal?.aborted) throw new ReadingStopped('Reading took too long.');
      const last = Math.min(end, size);
      if (start >= last) return new Uint8Array(0);
      if (last - start > limits.largestRead) throw new ReadingStopped(`${last - start} bytes at once.`);
      const bytes = new Uint8Array(last - start);
      for (let index = Math.floor(start / BLOCK_BYTES); index * BLOCK_BYTES < last; index += 1) {
        const offset = index * BLOCK_BYTES;
        const whole = await block(index);
        const piece = whole.subarray(Math.max(0, start - offset), last - offset);
        bytes.set(piece, Math.max(0, offset - start));
      }
      return bytes;
    },
  };
}

async function unlessAborted<T>(reading: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return reading;
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new ReadingStopped('Reading took too long.'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([reading, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
