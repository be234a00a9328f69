import type { RuleSet } from '../rule-set.ts';

const TWO_YEARS = 730;

/**
 * The weights are chosen on planted frauds among honest claims (docs/signals.md). A copied film says enough alone; what
 * families and repeat buyers share says something only when it comes together. What points at the seller speaks for
 * the buyer: that claim is to be helped quickly.
 */
export const ruleSet202611: RuleSet = {
  version: '2026-11',
  levels: { flag: 30, hold: 60 },
  rules: [
    {
      id: 'same-film',
      about: 'buyer',
      look: { at: 'same-trace', trace: 'film', cases: 1, windowDays: 1096 },
      weight: 80,
      sentence: {
        ru: 'Тот же видеофайл приложен в {cases:othercases}.',
        en: 'The same film is in {cases:othercases}.',
      },
    },
    {
      id: 'film-looks-alike',
      about: 'buyer',
      look: { at: 'same-trace', trace: 'film-frames', notSharing: 'film', cases: 1, windowDays: 1096 },
      weight: 45,
      sentence: {
        ru: 'Видео с похожими кадрами приложено в {cases:othercases}.',
        en: 'A film with frames that look alike is in {cases:othercases}.',
      },
    },
    {
      id: 'same-document',
      about: 'buyer',
      look: { at: 'same-trace', trace: 'document', notSharing: 'phone', cases: 1, windowDays: 1096 },
      weight: 45,
      sentence: {
        ru: 'Тот же файл документа приложен в {cases:othercases}, где телефон покупателя другой.',
        en: 'The same document is in {cases:othercases} under another phone.',
      },
    },
    {
      id: 'own-document-again',
      about: 'buyer',
      look: { at: 'same-trace', trace: 'document', sharing: 'phone', cases: 1, windowDays: 1096 },
      weight: 15,
      sentence: {
        ru: 'Тот же файл документа этот покупатель приложил в {cases:othercases}.',
        en: 'This buyer sent the same document in {cases:othercases}.',
      },
    },
    {
      id: 'payee-of-another',
      about: 'buyer',
      look: {
        at: 'same-trace',
        trace: 'payee',
        notSharing: 'phone',
        cases: 1,
        atMost: 1,
        windowDays: TWO_YEARS,
      },
      weight: 20,
      sentence: {
        ru: 'Тот же счёт для выплаты указан в {cases:othercases}, где телефон покупателя другой.',
        en: 'The same account is named for the money in {cases:othercases} under another phone.',
      },
    },
    {
      id: 'payee-of-several',
      about: 'buyer',
      look: { at: 'same-trace', trace: 'payee', notSharing: 'phone', cases: 2, windowDays: TWO_YEARS },
      weight: 35,
      sentence: {
        ru: 'Тот же счёт для выплаты указан в {cases:othercases}, где телефоны покупателей другие.',
        en: 'The same account is named for the money in {cases:othercases} under other phones.',
      },
    },
    {
      id: 'device-of-another',
      about: 'buyer',
      look: {
        at: 'same-trace',
        trace: 'device',
        notSharing: 'phone',
        cases: 1,
        atMost: 1,
        windowDays: 365,
      },
      weight: 10,
      sentence: {
        ru: 'С того же устройства подано обращение в {cases:othercases}, где телефон покупателя другой.',
        en: 'A claim in {cases:othercases} under another phone was filed from the same device.',
      },
    },
    {
      id: 'device-of-several',
      about: 'buyer',
      look: { at: 'same-trace', trace: 'device', notSharing: 'phone', cases: 2, windowDays: 365 },
      weight: 30,
      sentence: {
        ru: 'С того же устройства поданы обращения в {cases:othercases}, где телефоны покупателей другие.',
        en: 'Claims in {cases:othercases} under other phones were filed from the same device.',
      },
    },
    {
      id: 'phone-again',
      about: 'buyer',
      look: { at: 'same-trace', trace: 'phone', cases: 3, atMost: 5, windowDays: 365 },
      weight: 30,
      sentence: {
        ru: 'С тем же телефоном за год поданы обращения в {cases:othercases}.',
        en: 'Within a year, claims with the same phone were filed in {cases:othercases}.',
      },
    },
    {
      id: 'phone-again-and-again',
      about: 'buyer',
      look: { at: 'same-trace', trace: 'phone', cases: 6, windowDays: 365 },
      weight: 45,
      sentence: {
        ru: 'С тем же телефоном за год поданы обращения в {cases:othercases}.',
        en: 'Within a year, claims with the same phone were filed in {cases:othercases}.',
      },
    },
    {
      id: 'seller-with-confirmed-claims',
      about: 'seller',
      look: { at: 'confirmed-claims-of-seller', claims: 3, windowDays: 90, share: 0.1 },
      weight: -15,
      sentence: {
        ru: 'За {days:days} до этого обращения по посылкам того же продавца подтверждено {claims:claims}: это говорит в пользу покупателя.',
        en: 'In the {days:days} before this claim, {claims:claims} on parcels of the same seller ended in the buyer’s favour: this speaks for the buyer.',
      },
    },
    {
      id: 'filed-at-once',
      about: 'buyer',
      look: { at: 'filed-soon', minutes: 20 },
      weight: 20,
      sentence: {
        ru: 'Обращение подано через {minutes:duration} после продажи защиты.',
        en: 'The claim was filed {minutes:duration} after the protection was sold.',
      },
    },
    {
      id: 'filed-on-the-last-day',
      about: 'buyer',
      look: { at: 'filed-at-the-end', hours: 24 },
      weight: 10,
      sentence: {
        ru: 'Обращение подано менее чем за {hours:hours} до конца защиты или позже.',
        en: 'The claim was filed within {hours:hours} of the end of the protection, or later.',
      },
    },
    {
      id: 'just-below-the-threshold',
      about: 'buyer',
      look: { at: 'just-below-threshold', percent: 2 },
      weight: 10,
      sentence: {
        ru: 'Сумма покупки — {amount:money}; видео нужно, когда она больше {threshold:money}.',
        en: 'The purchase was {amount:money}; a film is needed above {threshold:money}.',
      },
    },
    {
      id: 'sold-after-hand-over',
      about: 'office',
      look: { at: 'sold-after-hand-over', minutes: 15, atMost: 1440 },
      weight: 35,
      sentence: {
        ru: 'Защита продана через {minutes:duration} после того, как покупатель оплатил посылку.',
        en: 'The protection was sold {minutes:duration} after the buyer paid for the parcel.',
      },
    },
    {
      id: 'sold-long-after-hand-over',
      about: 'office',
      look: { at: 'sold-after-hand-over', minutes: 1440 },
      weight: 60,
      sentence: {
        ru: 'Защита продана через {minutes:duration} после того, как покупатель оплатил посылку.',
        en: 'The protection was sold {minutes:duration} after the buyer paid for the parcel.',
      },
    },
    {
      id: 'office-stands-out',
      about: 'office',
      look: { at: 'stands-out', of: 'office', claims: 5, times: 2, chance: 0.001 },
      weight: 30,
      sentence: {
        ru: 'С {since:day} в отделении {office} — {filed:claims} на {sold:forparcels}; в других отделениях региона на столько же посылок их было бы {expected:number}.',
        en: 'Since {since:day} office {office} has {filed:claims} on {sold:forparcels}; as many parcels of the region’s other offices would bring {expected:number}.',
      },
    },
    {
      id: 'clerk-stands-out',
      about: 'office',
      look: { at: 'stands-out', of: 'clerk', claims: 4, times: 2, chance: 0.001 },
      weight: 25,
      sentence: {
        ru: 'С {since:day} у оператора, продавшего эту защиту, — {filed:claims} на {sold:forparcels}; в других отделениях региона на столько же посылок их было бы {expected:number}.',
        en: 'Since {since:day} the clerk who sold this protection has {filed:claims} on {sold:forparcels}; as many parcels of the region’s other offices would bring {expected:number}.',
      },
    },
  ],
};
