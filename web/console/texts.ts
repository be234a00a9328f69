import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Locale } from '../../functions/contracts/primitives.ts';
import type { ConsolePageTexts } from '../../functions/messages/catalogue/console-page.ts';
import { consolePage as russian } from '../../functions/messages/catalogue/console-page-ru.ts';

export interface Language {
  locale: Locale;
  texts: ConsolePageTexts;
}

export async function loadLanguage(locale: Locale): Promise<Language> {
  if (locale === 'ru') return { locale, texts: russian };
  const { consolePage } = await import('../../functions/messages/catalogue/console-page-en.ts');
  return { locale, texts: consolePage };
}

export const LanguageContext = createContext<Language>({ locale: 'ru', texts: russian });

export function useLanguage(): Language {
  return useContext(LanguageContext);
}
