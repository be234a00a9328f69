import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { Locale } from '../../../functions/contracts/primitives.ts';
import type { ReportsScreenTexts } from '../../../functions/messages/catalogue/reports-screen.ts';
import { reportsScreen as english } from '../../../functions/messages/catalogue/reports-screen-en.ts';
import { reportsScreen as russian } from '../../../functions/messages/catalogue/reports-screen-ru.ts';
import { regionByCode } from '../../../functions/reports/regions.ts';
import { useLanguage } from '../texts.ts';

const TEXTS: Record<Locale, ReportsScreenTexts> = { ru: russian, en: english };

/** Both languages come with these screens, so that a change of language changes them at once. */
export function useReportTexts() {
  const { locale } = useLanguage();
  const texts = TEXTS[locale];
  return {
    locale,
    texts,
    regionName: (code: RegionCode): string => regionByCode(code)?.[locale] ?? texts.unknownRegion,
  };
}
