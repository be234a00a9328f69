import { randomInt } from 'node:crypto';
import { withCheckDigit } from '../local/tracking-number.ts';

const NUMBERS = 10_000_000;
let next = randomInt(NUMBERS);

/** A parcel of the demo's office that no other call in this process gives: a second sale for one would be refused. */
export function nextParcel(): string {
  next = (next + 1) % NUMBERS;
  return withCheckDigit(`101000${String(next).padStart(7, '0')}`);
}
