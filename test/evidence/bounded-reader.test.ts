import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { createBoundedReader } from '../../functions/evidence/bounded-reader.ts';
import { someBytes } from './evidence-fixture.ts';

const BLOCK = 64 * 1024;
const bytes = someBytes(20 * BLOCK + 123);
const limits = { mostBytes: 1024 ** 3, largestRead: 1024 ** 3 };

function stored() {
  const ranges: [number, number][] = [];
  const readRange = async (start: number, end: number) => {
    ranges.push([start, end]);
    return new Uint8Array(bytes.subarray(start, end));
  };
  return { object: { size: bytes.length, readRange }, ranges };
}

const range = fc
  .tuple(fc.nat(bytes.length + 10), fc.nat(3 * BLOCK))
  .map(([start, length]) => [start, start + length] as const);

describe('reading by ranges', () => {
  it('yields the bytes of any ranges, in any order, also at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(range, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (asked, atOnce) => {
          const reader = createBoundedReader(stored().object, limits);
          const same = async ([start, end]: readonly [number, number]) =>
            Buffer.compare(await reader.read(start, end), bytes.subarray(start, end)) === 0;
          const results: boolean[] = [];
          if (atOnce) results.push(...(await Promise.all(asked.map(same))));
          else for (const each of asked) results.push(await same(each));
          expect(results.every(Boolean)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('asks for a block where it jumps and for a run where it walks', async () => {
    const { object, ranges } = stored();
    const reader = createBoundedReader(object, limits);
    await reader.read(5 * BLOCK + 10, 5 * BLOCK + 20);
    await reader.read(10, 20);
    await reader.read(BLOCK, BLOCK + 1);
    for (let at = 2; at < 16; at += 1) await reader.read(at * BLOCK, (at + 1) * BLOCK);
    expect(ranges).toEqual([
      [5 * BLOCK, 6 * BLOCK],
      [0, BLOCK],
      [BLOCK, 17 * BLOCK],
    ]);
  });

  it('asks for nothing where there is nothing to read, and for no block beyond', async () => {
    const { object, ranges } = stored();
    const reader = createBoundedReader(object, limits);
    for (const [start, end] of [
      [10, 10],
      [20, 10],
      [bytes.length, bytes.length + 10],
    ] as const)
      expect(await reader.read(start, end)).toEqual(new Uint8Array(0));
    expect(ranges).toEqual([]);
    await reader.read(0, BLOCK);
    expect(ranges).toEqual([[0, BLOCK]]);
  });

  it('keeps what was used last: the 128 blocks of 8 MiB', async () => {
    const asked: number[] = [];
    const readRange = async (start: number, end: number) => {
      asked.push(start / BLOCK);
      return new Uint8Array(end - start);
    };
    const reader = createBoundedReader({ size: 1000 * BLOCK, readRange }, limits);
    // Every other one: what follows on another is fetched in a run.
    const read = (number: number) => reader.read(2 * number * BLOCK, 2 * number * BLOCK + 1);
    for (let number = 0; number < 128; number += 1) await read(number);
    await read(0);
    expect(asked).toHaveLength(128);
    // One more pushes out what was not used for longest: now that is the second, not the first.
    await read(128);
    await read(0);
    expect(asked).toHaveLength(129);
    await read(1);
    expect(asked.at(-1)).toBe(2);
  });

  it('keeps 8 MiB and no more', async () => {
    const large = {
      size: 1000 * BLOCK,
      readRange: async (start: number, end: number) => new Uint8Array(end - start),
    };
    let requests = 0;
    const readRange = (start: number, end: number) => {
      requests += 1;
      return large.readRange(start, end);
    };
    const reader = createBoundedReader({ size: large.size, readRange }, limits);
    for (let at = 0; at < 1000; at += 2) await reader.read(at * BLOCK, at * BLOCK + 1);
    expect(requests).toBe(500);
    await reader.read(998 * BLOCK, 998 * BLOCK + 1);
    expect(requests).toBe(500);
    await reader.read(0, 1);
    expect(requests).toBe(501);
  });

  it('stops at its limits', async () => {
    const reader = createBoundedReader(stored().object, { mostBytes: 2 * BLOCK, largestRead: BLOCK });
    await expect(reader.read(BLOCK, 2 * BLOCK + 1)).rejects.toThrow('65537 bytes at once.');
    await reader.read(BLOCK - 1, BLOCK);
    await reader.read(10 * BLOCK, 11 * BLOCK);
    await expect(reader.read(15 * BLOCK, 15 * BLOCK + 1)).rejects.toThrow('bytes to read');
    const stopped = createBoundedReader(stored().object, { ...limits, signal: AbortSignal.abort() });
    await expect(stopped.read(0, 1)).rejects.toThrow('too long');
  });

  it('ends a read that hangs, and waits for none afterwards', async () => {
    const stop = new AbortController();
    const { object } = stored();
    const reader = createBoundedReader(object, { ...limits, signal: stop.signal });
    expect(Buffer.compare(await reader.read(0, 10), bytes.subarray(0, 10))).toBe(0);
    // A film is read thousands of times.
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    const hanging = createBoundedReader(
      { ...object, readRange: () => new Promise<Uint8Array>(() => {}) },
      { ...limits, signal: stop.signal },
    );
    const read = hanging.read(0, 10);
    stop.abort();
    await expect(read).rejects.toThrow('Reading took too long.');
    await expect(reader.read(0, 10)).rejects.toThrow('Reading took too long.');
  });

  it('does not keep a failure', async () => {
    const { object } = stored();
    let isDown = true;
    const readRange = (start: number, end: number) =>
      isDown ? Promise.reject(new Error('The storage is down.')) : object.readRange(start, end);
    const reader = createBoundedReader({ size: object.size, readRange }, limits);
    await expect(reader.read(0, 10)).rejects.toThrow('The storage is down.');
    isDown = false;
    expect(Buffer.compare(await reader.read(0, 10), bytes.subarray(0, 10))).toBe(0);
  });
});
