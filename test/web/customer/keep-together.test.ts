import { formatDeadline } from '../../../functions/messages/format.ts';
import { keepTogether } from '../../../web/customer/keep-together.ts';

it.each([
  ['ru', '31\u00A0марта 2026\u00A0г., 24:00 (по Москве 31\u00A0марта 2026\u00A0г., 15:00)'],
  ['en', '31\u00A0March 2026, 24:00 (Moscow: 31\u00A0March 2026, 15:00)'],
] as const)('keeps day and month together, and breaks elsewhere (%s)', (locale, expected) => {
  expect(keepTogether(formatDeadline('2026-03-31T12:00:00.000Z', 'Asia/Kamchatka', locale))).toBe(expected);
});
