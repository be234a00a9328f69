import fc from 'fast-check';
import {
  largestPart,
  mostPartsOf,
  partsOfPlan,
  planOfRecording,
  unbrokenParts,
} from '../../functions/evidence/recording-parts.ts';

const plan = { partSize: 10 };
describe('the parts that came in one piece', () => {
  it('are the whole ones from the first on and at most one short one behind them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({ partNumber: fc.integer({ min: 1, max: 8 }), size: fc.integer({ min: 1, max: 3 }) }),
          {
            selector: ({ partNumber }) => partNumber,
          },
        ),
        (arrived) => {
          const run = unbrokenParts({ partSize: 3 }, arrived);
          expect(run.map(({ partNumber }) => partNumber)).toEqual(run.map((_, index) => index + 1));
          expect(run.slice(0, -1).every(({ size }) => size === 3)).toBe(true);
          const next = arrived.find(({ partNumber }) => partNumber === run.length + 1);
          expect(next === undefined || (run.at(-1)?.size ?? 3) < 3).toBe(true);
        },
      ),
    );
  });
});

describe('the parts of a recording', () => {
  it.each([
    [1, 10],
    [2, 10],
    [3, 5],
    [4, undefined],
    [0, undefined],
    [-1, undefined],
    [1.5, undefined],
  ])('of at most 25 bytes: number %s has at most %s', (partNumber, largest) => {
    expect(largestPart(plan, partNumber, 25)).toBe(largest);
  });

  it('have their numbers up to the largest film of the terms', () => {
    for (const [maximumBytes, most] of [
      [1, 1],
      [10, 1],
      [11, 2],
      [20, 2],
    ] as const) {
      expect(mostPartsOf(plan, maximumBytes)).toBe(most);
      expect(largestPart(plan, most, maximumBytes)).toBeGreaterThan(0);
      expect(largestPart(plan, most + 1, maximumBytes)).toBeUndefined();
    }
  });

  it('of one that is composed are whole but for the last, and together as long as it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (size) => {
        const parts = partsOfPlan(planOfRecording(plan, size));
        expect(parts.map(({ partNumber }) => partNumber)).toEqual(parts.map((_, index) => index + 1));
        expect(parts.slice(0, -1).every((part) => part.size === 10)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part.size, 0)).toBe(size);
        expect(parts.at(-1)?.size).toBeGreaterThan(0);
        expect(unbrokenParts(plan, parts)).toEqual(parts);
      }),
    );
  });
});
