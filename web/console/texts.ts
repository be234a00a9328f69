import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Locale } from '../../functions/contracts/primitives.ts';
import type { ConsolePageTexts } from '../../functions/messages/catalogue/console-page.ts';
import { consolePage as russian } from '../../functions/messages/catalogue/console-page-ru.ts';
import type { DeskScreensTexts } from '../../functions/messages/catalogue/desk-screens.ts';
import { deskScreens as russianScreens } from '../../functions/messages/catalogue/desk-screens-ru.ts';

export interface Language {
  locale: Locale;
  texts: ConsolePageTexts;
  screens: DeskScreensTexts;
}

const RUSSIAN: Language = { locale: 'ru', texts: russian, screens: russianScreens };

/** Russian is what most read, so it comes with the page; English when somebody asks for it. */
export async function loadLanguage(locale: Locale): Promise<Language> {
  if (locale === 'ru') return RUSSIAN;
  const [{ consolePage }, { deskScreens }] = await Promise.all([
    import('../../functions/messages/catalogue/console-page-en.ts'),
    import('../../functions/messages/catalogue/desk-screens-en.ts'),
  ]);
  return { locale, texts: consolePage, screens: deskScreens };
}

export const LanguageContext = createContext<Language>(RUSSIAN);

export function useLanguage(): Language {
  return useContext(LanguageContext);
}
