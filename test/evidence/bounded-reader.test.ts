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
    await expect(reader.read(0, BLOCK + 1)).rejects.toThrow('at once');
    await reader.read(0, 1);
    await reader.read(10 * BLOCK, 10 * BLOCK + 1);
    await expect(reader.read(15 * BLOCK, 15 * BLOCK + 1)).rejects.toThrow('bytes to read');
    const stopped = createBoundedReader(stored().object, { ...limits, signal: AbortSignal.abort() });
    await expect(stopped.read(0, 1)).rejects.toThrow('too long');
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
