/** Stands for what the typeface has no sign for, so that the reader of the preview sees that something is missing. */
const UNPRINTABLE = '[?]';

/** Joins, selects a variant or says where a word may be broken: nothing to see, so nothing to print. */
const INVISIBLE = /\p{Cf}|\p{Cs}|\p{Variation_Selector}/gu;

const NARROW_SPACES = /[\u2000-\u200A\u202F\u205F\u3000]/gu;

/** No word of a language is as long; the typesetting of one grows with the square of its length. */
const LONGEST_WORD = /[^\s]{200}(?=[^\s])/gu;

const signs = new Intl.Segmenter('ru', { granularity: 'grapheme' });

/**
 * A text as the typeface can print it: composed letters, spaces that it has, a mark for each sign that it has not, and
 * endless words in pieces. Line feeds stay; tabs are spaces.
 */
export function printableText(text: string, isPrintable: (codePoint: number) => boolean): string {
  const prepared = text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(NARROW_SPACES, '\u00A0')
    .replace(/№ (?=\S)/gu, '№\u00A0')
    .replace(LONGEST_WORD, '$& ');
  return Array.from(signs.segment(prepared), ({ segment }) => {
    if (segment === '\n') return segment;
    const visible = segment.replace(INVISIBLE, '');
    const fits = [...visible].every((sign) => isPrintable(sign.codePointAt(0) ?? 0));
    return fits ? visible : UNPRINTABLE;
  }).join('');
}
