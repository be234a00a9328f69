import type { Locale } from '../../../functions/contracts/primitives.ts';
import type { SignalsScreensTexts } from '../../../functions/messages/catalogue/signals-screens.ts';
import { signalsScreens as english } from '../../../functions/messages/catalogue/signals-screens-en.ts';
import { signalsScreens as russian } from '../../../functions/messages/catalogue/signals-screens-ru.ts';
import { useLanguage } from '../texts.ts';

export const SIGNALS_TEXTS: Record<Locale, SignalsScreensTexts> = { ru: russian, en: english };

export function useSignalsTexts(): SignalsScreensTexts {
  return SIGNALS_TEXTS[useLanguage().locale];
}
