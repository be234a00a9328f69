import type { Locale } from '../../../functions/contracts/primitives.ts';

const TAGS: Record<Locale, string> = { ru: 'ru-RU', en: 'en-GB' };
/** Days are told as the post's own books have them. */
const BOOKS_ZONE = 'Europe/Moscow';

/** «05.03.2026», "5 Mar 2026". */
export function shortDay(moment: string, locale: Locale): string {
  const style =
    locale === 'ru'
      ? ({ day: '2-digit', month: '2-digit', year: 'numeric' } as const)
      : ({ dateStyle: 'medium' } as const);
  return new Intl.DateTimeFormat(TAGS[locale], { ...style, timeZone: BOOKS_ZONE }).format(new Date(moment));
}

/** «март 2026», "March 2026" of `2026-03`. */
export function monthWords(month: string, locale: Locale): string {
  const words = new Intl.DateTimeFormat(TAGS[locale], { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return words.format(new Date(`${month}-01T00:00:00Z`)).replace(/ г\.$/, '');
}

export function wholeNumber(count: number, locale: Locale): string {
  return new Intl.NumberFormat(TAGS[locale]).format(count);
}

/** A part of a whole in percent, with a tenth where it is small; nothing of nothing. */
export function shareWords(part: number, whole: number, locale: Locale): string | undefined {
  if (whole <= 0) return undefined;
  const share = part / whole;
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(TAGS[locale], { style: 'percent', maximumFractionDigits: digits }).format(
    share,
  );
}
