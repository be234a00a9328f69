import type { ByteSource } from './byte-source.ts';

export interface PartToSend {
  partNumber: number;
  start: number;
  /** The byte after its last one. */
  until: number;
}

/**
 * The first part after `after` that has to be sent: `later` when it has not been filmed yet, `none` when there is
 * nothing more to send. Parts are of `partSize` but the last; one that arrived in another size did not arrive.
 */
export function nextPart(
  source: Pick<ByteSource, 'size' | 'isWhole'>,
  partSize: number,
  arrived: ReadonlyMap<number, number>,
  after = 0,
): PartToSend | 'later' | 'none' {
  const size = source.size();
  for (let partNumber = after + 1; ; partNumber += 1) {
    const start = (partNumber - 1) * partSize;
    const until = Math.min(start + partSize, size);
    if (start >= size) return source.isWhole() ? 'none' : 'later';
    if (until - start < partSize && !source.isWhole()) return 'later';
    if (arrived.get(partNumber) !== until - start) return { partNumber, start, until };
  }
}

/** Bytes that have arrived in one piece from the beginning on; the last part of it may be a recording's unfinished one. */
export function arrivedInOnePiece(partSize: number, arrived: ReadonlyMap<number, number>): number {
  let bytes = 0;
  for (let partNumber = 1; ; partNumber += 1) {
    const size = arrived.get(partNumber) ?? 0;
    bytes += size;
    if (size !== partSize) return bytes;
  }
}

/** Bytes that need not be read again: an unfinished part will be sent once more from its beginning. */
export function settledBytes(partSize: number, arrived: ReadonlyMap<number, number>): number {
  return Math.floor(arrivedInOnePiece(partSize, arrived) / partSize) * partSize;
}

/** Bytes that are safe at the server. Of a part under way those count that go beyond what was there of it before. */
export function safeBytes(
  arrived: ReadonlyMap<number, number>,
  underWay?: { partNumber: number; bytes: number },
): number {
  const before = [...arrived.values()].reduce((sum, size) => sum + size, 0);
  return before + Math.max(0, (underWay?.bytes ?? 0) - (arrived.get(underWay?.partNumber ?? 0) ?? 0));
}
