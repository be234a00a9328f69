import { formatDuration } from '../../../web/customer/durations.ts';

it.each([
  [0, '0:00'],
  [7, '0:07'],
  [59.6, '1:00'],
  [750, '12:30'],
  [3_900, '1:05:00'],
  [-3, '0:00'],
])('%d seconds are %s', (seconds, shown) => {
  expect(formatDuration(seconds)).toBe(shown);
});
