import type { Locale } from '../contracts/primitives.ts';
import { type Forms, releaseTexts } from '../messages/catalogue/release-texts.ts';
import { render } from '../messages/fill-text.ts';

const LANGUAGE_TAGS: Record<Locale, string> = { ru: 'ru-RU', en: 'en-GB' };
const HARD_SPACE = '\u00A0';

/** A whole number and its word in the right form, held together: «1 000 000 раз». */
export function counted(number: number, forms: Forms, locale: Locale): string {
  const rule = new Intl.PluralRules(LANGUAGE_TAGS[locale]).select(number);
  const form = rule === 'one' || rule === 'few' ? forms[rule] : forms.many;
  return together(render(form, { number: grouped(number, locale) }));
}

export function grouped(number: number, locale: Locale): string {
  return new Intl.NumberFormat(LANGUAGE_TAGS[locale], { maximumFractionDigits: 1 })
    .format(number)
    .replace(/\s/g, HARD_SPACE);
}

/** Rounded down to a whole per cent: 99.9 % are not all of them. What is there is never called nothing. */
export function percent(part: number, whole: number, locale: Locale): string {
  const rounded = Math.floor((part * 100) / whole);
  const { percents, lessThanOnePercent } = releaseTexts[locale];
  if (rounded === 0 && part > 0) return together(lessThanOnePercent);
  return together(render(percents, { number: grouped(rounded, locale) }));
}

/** Below ten thousand roubles to the rouble, below a million to the thousand, from there on to a tenth. */
export function money(kopecks: number, locale: Locale): string {
  const { roubles, thousand, million, billion } = releaseTexts[locale];
  const inRoubles = Math.round(kopecks / 100);
  if (inRoubles < 10_000) return counted(inRoubles, roubles, locale);
  const inThousands = Math.round(kopecks / 100_000);
  if (inThousands < 1_000) return unit(inThousands, thousand, locale);
  const inMillions = Math.round(kopecks / 10_000_000) / 10;
  if (inMillions < 1_000) return unit(inMillions, million, locale);
  return unit(Math.round(kopecks / 10_000_000_000) / 10, billion, locale);
}

/** Rounded up, so that "within" stays true; from two days on in days. */
export function duration(hours: number, locale: Locale): string {
  const { hours: hourForms, days } = releaseTexts[locale];
  if (hours <= 48) return counted(Math.max(Math.ceil(hours), 1), hourForms, locale);
  return counted(Math.ceil(hours / 24), days, locale);
}

function unit(number: number, pattern: string, locale: Locale): string {
  return together(render(pattern, { number: grouped(number, locale) }));
}

/** A number is never parted from its word at the end of a line. */
function together(text: string): string {
  return text.replaceAll(' ', HARD_SPACE);
}
