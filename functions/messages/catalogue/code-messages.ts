import type { Locale } from '../../contracts/primitives.ts';

/**
 * What carries a one-time code: what it is for comes first, so that somebody who is talked into reading it out sees
 * it. No link: nobody has to open anything to use a code.
 *
 * Placeholders: {code}, {number} the parcel.
 */
export const codeMessages: Record<Locale, Record<'payee-code', string>> = {
  ru: {
    'payee-code':
      'Смена реквизитов выплаты, посылка {number}. Код {code}. Никому его не сообщайте: мы не звоним и не спрашиваем код.',
  },
  en: {
    'payee-code':
      'Change of payout details, parcel {number}. Code {code}. Never tell it to anybody: we never call for it.',
  },
};
