import { isInvalid, parseTrackingNumber } from '../../functions/policies/tracking-number.ts';
import { newTrackingNumber } from '../../local/tracking-number.ts';

it('a new tracking number passes the rules of the service', () => {
  const numbers = Array.from({ length: 200 }, newTrackingNumber);
  expect(numbers.filter((number) => isInvalid(parseTrackingNumber(number)))).toEqual([]);
  expect(new Set(numbers).size).toBeGreaterThan(190);
});
