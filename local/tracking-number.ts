import { randomInt } from 'node:crypto';

/** The number of a parcel that was most likely never seen: an office, a random number and the right check digit. */
export const newTrackingNumber = (): string =>
  withCheckDigit(`101000${String(randomInt(10_000_000)).padStart(7, '0')}`);

/** The thirteen digits of a domestic number with the one that proves them. */
export const withCheckDigit = (body: string): string => {
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return body + ((10 - (sum % 10)) % 10);
};
