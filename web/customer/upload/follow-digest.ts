import type { ByteSource } from './byte-source.ts';
import type { UploadPorts } from './ports.ts';

const PIECE_BYTES = 1024 ** 2;

/** SHA-256 of the whole, computed while the parts are being sent. */
export interface FollowedDigest {
  /** Hex; undefined where this browser cannot: the server computes its own anyway. */
  whole: Promise<string | undefined>;
  /** Bytes that it has read, and needs no more. */
  place(): number;
  close(): void;
}

export function followDigest(source: ByteSource, ports: Pick<UploadPorts, 'wholeDigest'>): FollowedDigest {
  const end = new AbortController();
  let place = 0;

  async function follow(): Promise<string | undefined> {
    const digest = ports.wholeDigest();
    try {
      while (!end.signal.aborted) {
        const size = source.size();
        if (place < size) {
          const piece = await source.read(place, Math.min(size, place + PIECE_BYTES));
          place += piece.length;
          await digest.add(piece);
        } else if (source.isWhole()) {
          return await digest.finish();
        } else {
          await source.grown(end.signal);
        }
      }
      return undefined;
    } finally {
      digest.close();
    }
  }

  const whole = follow().catch(() => {
    place = Number.POSITIVE_INFINITY;
    return undefined;
  });
  return { whole, place: () => place, close: () => end.abort() };
}
