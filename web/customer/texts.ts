import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Locale } from '../../functions/contracts/primitives.ts';
import type { CustomerPageTexts } from '../../functions/messages/catalogue/customer-page.ts';
import { customerPage as russian } from '../../functions/messages/catalogue/customer-page-ru.ts';

export interface Language {
  locale: Locale;
  texts: CustomerPageTexts;
}

/** Russian is what most read, so it comes with the page; English when somebody asks for it. */
export async function loadLanguage(locale: Locale): Promise<Language> {
  if (locale === 'ru') return { locale, texts: russian };
  const { customerPage } = await import('../../functions/messages/catalogue/customer-page-en.ts');
  return { locale, texts: customerPage };
}

export const LanguageContext = createContext<Language>({ locale: 'ru', texts: russian });

export function useLanguage(): Language {
  return useContext(LanguageContext);
}
