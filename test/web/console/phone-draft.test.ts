import {
  amountOf,
  EMPTY_DRAFT,
  missingOf,
  roublesOf,
  runningTime,
} from '../../../web/console/phone/phone-draft.ts';
import { shortDuration } from '../../../web/console/time-left.ts';

const WHOLE = { ...EMPTY_DRAFT, kind: 'damaged', description: 'Разбит экран.' } as const;

describe('a claim that is taken down on the telephone', () => {
  it('lacks everything at first', () => {
    expect(missingOf(EMPTY_DRAFT, undefined)).toEqual({
      parcel: 'missing',
      kind: 'missing',
      description: 'missing',
    });
  });

  it('is about the whole purchase unless another sum is named', () => {
    expect(missingOf(WHOLE, 450_000)).toEqual({});
    expect(amountOf(WHOLE, 450_000)).toBe(450_000);
    expect(amountOf({ ...WHOLE, amount: '1 200,50' }, 450_000)).toBe(120_050);
  });

  it.each([
    ['много', 'wrong'],
    ['0', 'wrong'],
    ['', 'wrong'],
    ['4500,01', 'too-large'],
  ])('is not about «%s»', (amount, problem) => {
    expect(missingOf({ ...WHOLE, amount }, 450_000)).toEqual({ amount: problem });
  });

  it('shows a sum as it would be typed', () => {
    expect([450_000, 299_950, 5].map(roublesOf)).toEqual(['4500', '2999,50', '0,05']);
  });

  it('counts the time of the call', () => {
    expect([-5, 0, 65_400, 3_725_000].map(runningTime)).toEqual(['0:00', '0:00', '1:05', '1:02:05']);
  });
});

describe('the time that is left', () => {
  const plain = (millis: number, locale: 'ru' | 'en' = 'ru') =>
    shortDuration(millis, locale).replace(/\s/g, ' ');
  const HOUR = 3_600_000;

  it('is told as exactly as it matters', () => {
    expect(
      [30_000, 12 * 60_000, 3.34 * HOUR, 3 * HOUR, 27 * HOUR, 49 * HOUR].map((each) => plain(each)),
    ).toEqual(['1 мин', '12 мин', '3 ч 20 мин', '3 ч', '27 ч', '2 дня']);
  });

  it('is told of what is late in the same way', () => {
    expect(plain(-5 * 24 * HOUR, 'en')).toBe('5 days');
  });
});
