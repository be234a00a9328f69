import { isInvalid, parseTrackingNumber, plainNumber } from '../policies/tracking-number.ts';

/** All that a search may mean; a text can be several things while it is being typed. */
export interface SearchTerms {
  /** E.164. */
  phone?: string;
  /** A whole one with the right check digit. */
  trackingNumber?: string;
  /** The beginning of a tracking number or claim number: capitals and digits. */
  number?: string;
  /** The beginning of a letter's outgoing number. */
  letterNumber?: string;
}

const LETTER_NUMBER = /^[0-9]{2}-[0-9]{3,}$/;
const NUMBER = /^[0-9A-Z]+$/;

export function readSearch(text: string): SearchTerms {
  const phone = phoneOf(text);
  const parsed = parseTrackingNumber(text);
  const number = plainNumber(text);
  const letterNumber = number.replace(/^(?:ИСХ\.?)?(?:№|NO\.?|N)?/, '').replace(/[‐-―−]/g, '-');
  return {
    ...(phone !== undefined && { phone }),
    ...(!isInvalid(parsed) && { trackingNumber: parsed.trackingNumber }),
    ...(NUMBER.test(number) && { number }),
    ...(LETTER_NUMBER.test(letterNumber) && { letterNumber }),
  };
}

/**
 * A phone in any of the ways in which Russians write it, in E.164: +7 916 123-45-67, 8 (916) 123 45 67, 7916…, and
 * without its country code. One of another country begins with a plus.
 */
export function phoneOf(text: string): string | undefined {
  const plain = text.replace(/[\s\u00A0().‐-―−-]/g, '').replace(/^00/, '+');
  const match = /^(\+?)([0-9]+)$/.exec(plain);
  if (!match) return undefined;
  const [, plus, digits = ''] = match;
  if (plus === '+' && !digits.startsWith('7'))
    return /^[1-9][0-9]{6,14}$/.test(digits) ? `+${digits}` : undefined;
  // Within Russia 8 is what is dialled before the area code; after a plus it would be another country.
  if (/^[78][3-9][0-9]{9}$/.test(digits)) return `+7${digits.slice(1)}`;
  return plus === '' && /^[3-9][0-9]{9}$/.test(digits) ? `+7${digits}` : undefined;
}
