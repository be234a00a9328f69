/**
 * The SDK's streaming upload (`aws-chunked`, unsigned, with a trailer):
 * `size in hex CRLF bytes CRLF … 0 CRLF name:value CRLF CRLF`.
 */
const LONGEST_LINE = 1024;

export class ChunkedBody {
  readonly trailers = new Map<string, string>();
  /** True once the last chunk and its trailers have been read, and nothing else. */
  complete = false;

  async *decode(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let buffered: Buffer = Buffer.alloc(0);
    let state: 'size' | 'bytes' | 'end of bytes' | 'trailers' = 'size';
    let left = 0;
    for await (const arrived of source) {
      if (arrived.length === 0) continue;
      if (this.complete) {
        this.complete = false;
        return;
      }
      buffered = buffered.length === 0 ? Buffer.from(arrived) : Buffer.concat([buffered, arrived]);
      while (buffered.length > 0) {
        if (state === 'bytes') {
          const piece = buffered.subarray(0, left);
          buffered = buffered.subarray(piece.length);
          left -= piece.length;
          yield piece;
          if (left === 0) state = 'end of bytes';
          continue;
        }
        const end = buffered.indexOf('\r\n');
        if (end < 0) {
          if (buffered.length > LONGEST_LINE) return;
          break;
        }
        const line = buffered.subarray(0, end).toString('latin1');
        buffered = buffered.subarray(end + 2);
        if (state === 'end of bytes') {
          if (line !== '') return;
          state = 'size';
        } else if (state === 'size') {
          if (!/^[0-9a-fA-F]{1,12}$/.test(line)) return;
          left = Number.parseInt(line, 16);
          state = left === 0 ? 'trailers' : 'bytes';
        } else if (line === '') {
          this.complete = buffered.length === 0;
          buffered = Buffer.alloc(0);
        } else {
          const colon = line.indexOf(':');
          if (colon < 1) return;
          this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
        }
      }
    }
  }
}
