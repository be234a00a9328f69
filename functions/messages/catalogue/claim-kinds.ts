import type { ClaimKind, Locale } from '../../contracts/primitives.ts';

/** What happened, in the customer's words, with an example that makes it plain. */
export interface ClaimKindText {
  label: string;
  example: string;
}

export const claimKinds: Record<Locale, Record<ClaimKind, ClaimKindText>> = {
  ru: {
    'foreign-object': {
      label: 'В посылке посторонний предмет',
      example: 'Например, вместо телефона в коробке лежит кирпич.',
    },
    'wrong-item': {
      label: 'Прислали не тот товар',
      example: 'Например, вместо зимних ботинок пришли летние туфли.',
    },
    'empty-or-incomplete': {
      label: 'Посылка пустая или неполная',
      example: 'Например, из трёх заказанных вещей в коробке одна.',
    },
    damaged: {
      label: 'Товар повреждён',
      example: 'Например, экран разбит, хотя коробка целая.',
    },
    'poor-quality': {
      label: 'Товар плохого качества',
      example: 'Например, швы расходятся, прибор не включается.',
    },
    counterfeit: {
      label: 'Товар поддельный',
      example: 'Например, обещали известную марку, а пришла подделка.',
    },
    overcharged: {
      label: 'Взяли больше, чем договаривались',
      example: 'Например, договорились о 2 000 рублей, а при получении взяли 4 500.',
    },
    'refund-withheld': {
      label: 'Обещали вернуть деньги и не вернули',
      example: 'Например, вы отправили товар назад, а денег от продавца нет.',
    },
    other: {
      label: 'Другой обман продавца',
      example: 'Если ничего из перечисленного не подходит, расскажите своими словами.',
    },
  },
  en: {
    'foreign-object': {
      label: 'A foreign object in the parcel',
      example: 'For example, a brick in the box instead of a phone.',
    },
    'wrong-item': {
      label: 'The wrong item was sent',
      example: 'For example, summer shoes instead of winter boots.',
    },
    'empty-or-incomplete': {
      label: 'The parcel is empty or incomplete',
      example: 'For example, one of three ordered things is in the box.',
    },
    damaged: {
      label: 'The item is damaged',
      example: 'For example, the screen is broken although the box is whole.',
    },
    'poor-quality': {
      label: 'The item is of poor quality',
      example: 'For example, seams come apart, or the device does not turn on.',
    },
    counterfeit: {
      label: 'The item is a counterfeit',
      example: 'For example, a known brand was promised and a copy arrived.',
    },
    overcharged: {
      label: 'More was charged than agreed',
      example: 'For example, 2,000 roubles were agreed and 4,500 were taken.',
    },
    'refund-withheld': {
      label: 'A refund was promised and not sent',
      example: 'For example, you sent the item back and the seller does not pay.',
    },
    other: {
      label: 'Another deceit by the seller',
      example: 'If nothing above fits, tell us in your own words.',
    },
  },
};
