import fc from 'fast-check';
import { kopecksOf } from '../../../web/shared/roubles.ts';

describe('a sum as people type it', () => {
  it.each([
    ['4500', 450_000],
    ['4 500', 450_000],
    ['4\u00A0500 ₽', 450_000],
    ['4 500 руб.', 450_000],
    ['4500,5', 450_050],
    ['4500.05', 450_005],
    ['4.500', 450_000],
    ['4,500.50', 450_050],
    ['1.234.567,89', 123_456_789],
    ['0,01', 1],
    ['0', 0],
  ])('%s', (typed, kopecks) => {
    expect(kopecksOf(typed)).toBe(kopecks);
  });

  it.each([
    '',
    ' ',
    '-5',
    '+5',
    '1e3',
    '4500,555,1',
    '4,50,0',
    'много',
    '4500$',
    '٤٥٠٠',
    '99999999999999999',
  ])('is no sum: %j', (typed) => {
    expect(kopecksOf(typed)).toBeUndefined();
  });

  it('reads back what this page shows, in both languages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000_000 }), fc.constantFrom('ru-RU', 'en-GB'), (sum, tag) => {
        const shown = new Intl.NumberFormat(tag, { minimumFractionDigits: 2 }).format(sum / 100);
        expect(kopecksOf(shown)).toBe(sum);
      }),
    );
  });
});
