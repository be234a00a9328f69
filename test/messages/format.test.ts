import fc from 'fast-check';
import {
  CLAIMS,
  DAYS,
  formatCount,
  formatDeadline,
  formatDeadlineShort,
  formatMoment,
  formatMoney,
  formatSize,
  formatTimeLeft,
  HOURS,
  lastDayOf,
  VIDEOS,
} from '../../functions/messages/format.ts';
import { deadlineAfter, OFFICE_TIME_ZONES } from '../../functions/policies/deadline.ts';

/** Intl puts no-break spaces into sums and dates. */
const plain = (text: string) => text.replace(/[\u00A0\u202F]/g, ' ');

describe('sums', () => {
  it.each([
    [300_000, '3 000 ₽', 'RUB 3,000'],
    [300_001, '3 000,01 ₽', 'RUB 3,000.01'],
    [9_900, '99 ₽', 'RUB 99'],
    [50, '0,50 ₽', 'RUB 0.50'],
    [0, '0 ₽', 'RUB 0'],
    [50_000_000, '500 000 ₽', 'RUB 500,000'],
  ])('%i kopecks', (kopecks, ru, en) => {
    expect(plain(formatMoney(kopecks, 'ru'))).toBe(ru);
    expect(plain(formatMoney(kopecks, 'en'))).toBe(en);
  });
});

describe('plural forms', () => {
  it.each([
    [1, '1 день', '1 day'],
    [2, '2 дня', '2 days'],
    [5, '5 дней', '5 days'],
    [11, '11 дней', '11 days'],
    [21, '21 день', '21 days'],
    [101, '101 день', '101 days'],
    [0, '0 дней', '0 days'],
    [14, '14 дней', '14 days'],
    [22, '22 дня', '22 days'],
  ])('%i', (count, ru, en) => {
    expect(formatCount(count, DAYS, 'ru')).toBe(ru);
    expect(formatCount(count, DAYS, 'en')).toBe(en);
  });
});

it.each([
  [HOURS, ['1 час', '3 часа', '5 часов'], ['1 hour', '3 hours', '5 hours']],
  [CLAIMS, ['1 обращение', '3 обращения', '5 обращений'], ['1 claim', '3 claims', '5 claims']],
  [VIDEOS, ['1 видео', '3 видео', '5 видео'], ['1 video', '3 videos', '5 videos']],
])('%p stand behind one, few and many', (forms, ru, en) => {
  expect([1, 3, 5].map((count) => formatCount(count, forms, 'ru'))).toEqual(ru);
  expect([1, 3, 5].map((count) => formatCount(count, forms, 'en'))).toEqual(en);
});

it('sizes take the largest unit that fits', () => {
  expect(formatSize(5 * 1024 ** 3, 'ru')).toBe('5 ГБ');
  expect(formatSize(65_536, 'en')).toBe('64 KB');
  expect(formatSize(1_572_864, 'ru')).toBe('1,5 МБ');
  expect(formatSize(0, 'en')).toBe('0 bytes');
  const sizes = [1, 1023, 1024, 1_126, 1024 ** 2, 1024 ** 3 - 1024 ** 2, 1024 ** 3, 5000 * 1024 ** 3];
  expect(sizes.map((size) => plain(formatSize(size, 'ru')))).toEqual([
    '1 байт',
    '1 023 байт',
    '1 КБ',
    '1,1 КБ',
    '1 МБ',
    '1 023 МБ',
    '1 ГБ',
    '5 000 ГБ',
  ]);
  expect(sizes.map((size) => formatSize(size, 'en'))).toEqual([
    ...['1 bytes', '1,023 bytes', '1 KB', '1.1 KB', '1 MB', '1,023 MB', '1 GB', '5,000 GB'],
  ]);
});

describe('a deadline', () => {
  /** Sold on the first of March in the office; the end is the later day-end of the two. */
  it.each([
    ['Europe/Kaliningrad', '31 марта 2026 г., 24:00 (по Москве 1 апреля 2026 г., 01:00)', '31.03.2026 24:00'],
    ['Europe/Moscow', '31 марта 2026 г., 24:00', '31.03.2026 24:00'],
    ['Europe/Samara', '1 апреля 2026 г., 01:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 01:00'],
    ['Asia/Yekaterinburg', '1 апреля 2026 г., 02:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 02:00'],
    ['Asia/Omsk', '1 апреля 2026 г., 03:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 03:00'],
    ['Asia/Krasnoyarsk', '1 апреля 2026 г., 04:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 04:00'],
    ['Asia/Irkutsk', '1 апреля 2026 г., 05:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 05:00'],
    ['Asia/Yakutsk', '1 апреля 2026 г., 06:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 06:00'],
    ['Asia/Vladivostok', '1 апреля 2026 г., 07:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 07:00'],
    ['Asia/Magadan', '1 апреля 2026 г., 08:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 08:00'],
    ['Asia/Kamchatka', '1 апреля 2026 г., 09:00 (по Москве 31 марта 2026 г., 24:00)', '01.04.2026 09:00'],
  ])('in %s is shown there first, with Moscow beside it', (timeZone, inFull, short) => {
    const deadline = deadlineAfter('2026-03-01T09:30:00.000Z', { days: 30 }, timeZone);
    expect(plain(formatDeadline(deadline, timeZone, 'ru'))).toBe(inFull);
    expect(formatDeadlineShort(deadline, timeZone, 'ru')).toBe(short);
  });

  it('counts a day whole only where it ends with it, to the millisecond', () => {
    const at = (deadline: string) => [
      plain(formatDeadline(deadline, 'Europe/Moscow', 'ru')),
      formatDeadlineShort(deadline, 'Europe/Moscow', 'ru'),
    ];
    expect(at('2026-03-31T21:00:00.000Z')).toEqual(['31 марта 2026 г., 24:00', '31.03.2026 24:00']);
    for (const later of ['21:00:00.001', '21:00:01.000', '21:00:59.999'])
      expect(at(`2026-03-31T${later}Z`)).toEqual(['1 апреля 2026 г., 00:00', '01.04.2026 00:00']);
    expect(at('2026-03-31T21:30:00.000Z')).toEqual(['1 апреля 2026 г., 00:30', '01.04.2026 00:30']);
    expect(at('2026-03-31T20:00:00.000Z')).toEqual(['31 марта 2026 г., 23:00', '31.03.2026 23:00']);
  });

  it('of the hard case: sold in the Kamchatkan morning, which is the evening before in Moscow', () => {
    const deadline = deadlineAfter('2026-02-28T19:30:00.000Z', { days: 30 }, 'Asia/Kamchatka');
    expect(plain(formatDeadline(deadline, 'Asia/Kamchatka', 'en'))).toBe(
      '31 March 2026, 24:00 (Moscow: 31 March 2026, 15:00)',
    );
    expect(lastDayOf(deadline, 'Asia/Kamchatka')).toBe('2026-03-31');
  });

  it('never shows a day that is outside the term, in any zone', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2031-12-31'), noInvalidDate: true }),
        fc.constantFrom(...OFFICE_TIME_ZONES),
        fc.integer({ min: 0, max: 60 }),
        (from, timeZone, days) => {
          const deadline = deadlineAfter(from.toISOString(), { days }, timeZone);
          const lastMoment = new Date(Date.parse(deadline) - 1);
          const dayThere = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
            lastMoment,
          );
          expect(lastDayOf(deadline, timeZone)).toBe(dayThere);
          const [year, month, day] = dayThere.split('-');
          expect(formatDeadlineShort(deadline, timeZone, 'ru')).toMatch(`${day}.${month}.${year} `);
        },
      ),
    );
  });
});

it('a moment is shown where it was, with Moscow beside it where the clocks differ', () => {
  const moment = '2026-03-31T21:30:00.000Z';
  expect(plain(formatMoment(moment, 'Asia/Omsk', 'ru'))).toBe(
    '1 апреля 2026 г., 03:30 (по Москве 1 апреля 2026 г., 00:30)',
  );
  expect(plain(formatMoment(moment, 'Asia/Omsk', 'en'))).toBe(
    '1 April 2026, 03:30 (Moscow: 1 April 2026, 00:30)',
  );
  expect(plain(formatMoment(moment, 'Europe/Moscow', 'en'))).toBe('1 April 2026, 00:30');
});

it('a moment is no deadline: midnight belongs to the day that begins', () => {
  expect(plain(formatMoment('2026-03-31T21:00:00.000Z', 'Europe/Moscow', 'ru'))).toBe(
    '1 апреля 2026 г., 00:00',
  );
});

it.each([
  ['2026-03-28T21:00:00.000Z', '3 дня'],
  ['2026-03-29T09:00:00.000Z', '3 дня'],
  ['2026-03-30T21:00:00.000Z', '1 день'],
  ['2026-03-30T21:00:00.001Z', '23 часа'],
  ['2026-03-31T20:59:59.999Z', '1 час'],
])('at %s the time left is %s', (now, left) => {
  expect(formatTimeLeft(now, '2026-03-31T21:00:00.000Z', 'ru')).toBe(left);
});
