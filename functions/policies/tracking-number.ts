export interface TrackingNumber {
  trackingNumber: string;
  /** What was changed to get there, so that the answer can say so. */
  changes: NormalizationChange[];
}

export type NormalizationChange = 'spaces-removed' | 'letters-capitalized' | 'cyrillic-letters-replaced';

export type InvalidTrackingNumber = { invalid: 'malformed' | 'check-digit' };

/** Capital Cyrillic letters that look like Latin ones: what a Russian keyboard puts into an S10 number. */
const LATIN_OF_CYRILLIC: ReadonlyMap<string, string> = new Map([
  ['А', 'A'],
  ['В', 'B'],
  ['Е', 'E'],
  ['К', 'K'],
  ['М', 'M'],
  ['Н', 'H'],
  ['О', 'O'],
  ['Р', 'P'],
  ['С', 'C'],
  ['Т', 'T'],
  ['У', 'Y'],
  ['Х', 'X'],
]);

const DOMESTIC = /^[0-9]{14}$/;
const INTERNATIONAL = /^[A-Z]{2}[0-9]{9}[A-Z]{2}$/;

/**
 * Normalizes what a scanner or a person gave and proves its check digit.
 *
 * Domestic numbers (ШПИ) have 14 digits, the last one the check digit; international ones follow UPU standard S10.
 */
export function parseTrackingNumber(given: string): TrackingNumber | InvalidTrackingNumber {
  const spaceless = given.replace(/\s+/gu, '');
  const capitals = spaceless.toUpperCase();
  const latin = plainNumber(given);

  const changes: NormalizationChange[] = [];
  if (spaceless !== given) changes.push('spaces-removed');
  if (capitals !== spaceless) changes.push('letters-capitalized');
  if (latin !== capitals) changes.push('cyrillic-letters-replaced');

  if (DOMESTIC.test(latin)) {
    return isDomesticCheckDigitRight(latin) ? { trackingNumber: latin, changes } : { invalid: 'check-digit' };
  }
  if (INTERNATIONAL.test(latin)) {
    return isS10CheckDigitRight(latin) ? { trackingNumber: latin, changes } : { invalid: 'check-digit' };
  }
  return { invalid: 'malformed' };
}

/** A number as it is meant, however it was typed: without spaces, in capitals, in Latin letters. */
export function plainNumber(given: string): string {
  const capitals = given.replace(/\s+/gu, '').toUpperCase();
  return [...capitals].map((character) => LATIN_OF_CYRILLIC.get(character) ?? character).join('');
}

export function isInvalid(parsed: TrackingNumber | InvalidTrackingNumber): parsed is InvalidTrackingNumber {
  return 'invalid' in parsed;
}

/** Digits in odd places count three times; the check digit fills up to the next ten (and 10 becomes 0). */
function isDomesticCheckDigitRight(number: string): boolean {
  const digits = [...number].map(Number);
  const check = digits.pop();
  const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return check === (10 - (sum % 10)) % 10;
}

/** UPU S10: weights 8 6 4 2 3 5 9 7, check = 11 − sum mod 11, where 10 is written 0 and 11 is written 5. */
function isS10CheckDigitRight(number: string): boolean {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const digits = [...number.slice(2, 11)].map(Number);
  const check = digits.pop();
  const sum = digits.reduce((total, digit, index) => total + digit * (weights[index] as number), 0);
  const expected = 11 - (sum % 11);
  if (expected === 10) return check === 0;
  if (expected === 11) return check === 5;
  return check === expected;
}
