import { deferred } from './deferred.ts';
import type { KeptUploads } from './ports.ts';

/** Where the bytes of an upload come from: a file that is there, or a film that still grows. */
export interface ByteSource {
  /** Bytes so far. */
  size(): number;
  /** Whether no more will come. */
  isWhole(): boolean;
  /** Rejects when the device cannot read them any more. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Resolves at the next change of size or wholeness, or when aborted. */
  grown(signal: AbortSignal): Promise<void>;
  /** Bytes before this place will not be read again. */
  release(place: number): void;
}

/** A chosen file; when the device takes it away (a card that was pulled, a cloud's file), its kept copy. */
export function createFileSource(file: Blob, keptCopy?: () => Promise<Blob | undefined>): ByteSource {
  const bytesOf = async (blob: Blob, start: number, end: number) =>
    new Uint8Array(await blob.slice(start, end).arrayBuffer());
  return {
    size: () => file.size,
    isWhole: () => true,
    async read(start, end) {
      try {
        return await bytesOf(file, start, end);
      } catch (error) {
        const copy = await keptCopy?.();
        if (!copy || copy === file || copy.size !== file.size) throw error;
        return bytesOf(copy, start, end);
      }
    },
    grown: async () => {},
    release: () => {},
  };
}

/** Unsent bytes that are held in memory at most while the device has no room: about a minute and a half of film. */
const MOST_BYTES_IN_MEMORY = 32 * 1024 ** 2;

export interface RecordedSource extends ByteSource {
  /** One call after the other. False: there is no room any more, neither on the device nor in memory. */
  append(bytes: ArrayBuffer): Promise<boolean>;
  end(): void;
}

/**
 * A film whose pieces are kept on the device. Once a piece cannot be kept, it and all later ones are held in
 * memory until they are sent; what is kept stays a whole beginning.
 */
export function createRecordedSource(
  kept: KeptUploads,
  uploadId: string,
  begun: { keptBytes: number; isWhole: boolean } = { keptBytes: 0, isWhole: false },
): RecordedSource {
  let keptBytes = begun.keptBytes;
  let size = begun.keptBytes;
  let isWhole = begun.isWhole;
  let isKeeping = true;
  let inMemory: { offset: number; bytes: Uint8Array<ArrayBuffer> }[] = [];
  const waiting = new Set<() => void>();

  function tell(): void {
    for (const resolve of [...waiting]) resolve();
  }

  return {
    size: () => size,
    isWhole: () => isWhole,
    async append(bytes) {
      isKeeping &&= await kept.append(uploadId, size, bytes);
      if (isKeeping) keptBytes += bytes.byteLength;
      else inMemory.push({ offset: size, bytes: new Uint8Array(bytes) });
      size += bytes.byteLength;
      tell();
      return inMemory.reduce((sum, piece) => sum + piece.bytes.length, 0) <= MOST_BYTES_IN_MEMORY;
    },
    end() {
      isWhole = true;
      tell();
    },
    async read(start, end) {
      const part = new Uint8Array(end - start);
      if (start < keptBytes) part.set(await kept.readRecorded(uploadId, start, Math.min(end, keptBytes)));
      for (const { offset, bytes } of inMemory) {
        const from = Math.max(start, offset);
        const to = Math.min(end, offset + bytes.length);
        if (from < to) part.set(bytes.subarray(from - offset, to - offset), from - start);
      }
      return part;
    },
    grown(signal) {
      const { promise, resolve } = deferred<void>();
      const settle = () => resolve();
      if (signal.aborted) settle();
      waiting.add(settle);
      signal.addEventListener('abort', settle);
      return promise.finally(() => {
        waiting.delete(settle);
        signal.removeEventListener('abort', settle);
      });
    },
    release(place) {
      inMemory = inMemory.filter(({ offset, bytes }) => offset + bytes.length > place);
    },
  };
}
