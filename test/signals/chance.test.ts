import fc from 'fast-check';
import { chanceOfAtLeast } from '../../functions/signals/chance.ts';

describe('the chance of so many claims', () => {
  it('is the tail of the binomial distribution', () => {
    expect(chanceOfAtLeast(0, 10, 0.5)).toBe(1);
    expect(chanceOfAtLeast(10, 10, 0.5)).toBeCloseTo(1 / 1024, 12);
    expect(chanceOfAtLeast(8, 10, 0.5)).toBeCloseTo(56 / 1024, 12);
    expect(chanceOfAtLeast(11, 10, 0.5)).toBe(0);
    expect(chanceOfAtLeast(3, 3, 1)).toBe(1);
  });

  it.each([
    ['above the mean, of small numbers', 8, 20],
    ['at the mean', 6, 20],
    ['below the mean', 4, 20],
    ['above the mean, of large numbers', 65, 130],
    ['far above the mean', 120, 130],
    ['below the mean, of large numbers', 35, 130],
    ['all of them', 70, 70],
  ])('is exact %s', (_, here, all) => {
    const [chance, exact] = [chanceOfAtLeast(here, all, 0.3), exactChance(here, all)];
    expect(Math.abs(chance - exact) / exact).toBeLessThan(1e-10);
  });

  it('is all or nothing where there is no share, or nothing else', () => {
    expect([chanceOfAtLeast(0, 0, 0), chanceOfAtLeast(-1, 5, 0.5), chanceOfAtLeast(9, 5, 1)]).toEqual([
      1, 1, 1,
    ]);
    expect([chanceOfAtLeast(1, 5, 0), chanceOfAtLeast(6, 5, 0.5)]).toEqual([0, 0]);
  });

  it('is nearly certain far below the mean, where the first term is too small for a number', () => {
    expect(chanceOfAtLeast(1, 3000, 0.9)).toBeCloseTo(1, 9);
    expect(chanceOfAtLeast(900, 3000, 0.6)).toBeCloseTo(1, 9);
  });

  it('never leaves 0 to 1, and falls as the claims grow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (here, elsewhere, share) => {
          const chance = chanceOfAtLeast(here, here + elsewhere, share);
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1);
          const more = chanceOfAtLeast(here + 1, here + elsewhere, share);
          expect(more).toBeLessThanOrEqual(chance + 1e-9);
        },
      ),
    );
  });
});

/** The tail of the binomial distribution with three in ten, in whole numbers to twenty-five figures. */
function exactChance(here: number, all: number): number {
  let choose = 1n;
  let sum = 0n;
  for (let count = 0; count <= all; count += 1) {
    if (count >= here) sum += choose * 3n ** BigInt(count) * 7n ** BigInt(all - count);
    choose = (choose * BigInt(all - count)) / BigInt(count + 1);
  }
  const digits = 10n ** BigInt(all);
  const scale = 10n ** 80n;
  return Number((sum * scale) / digits) / Number(scale);
}
