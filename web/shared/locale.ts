import type { Locale } from '../../functions/contracts/primitives.ts';

const KEPT_AS = 'language';

export function chosenLocale(): Locale {
  try {
    return localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'ru';
  } catch {
    return 'ru';
  }
}

export function keepLocale(locale: Locale): void {
  try {
    localStorage.setItem(KEPT_AS, locale);
  } catch {
    // Then it is chosen again next time.
  }
}
