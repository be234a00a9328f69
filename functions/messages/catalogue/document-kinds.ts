import type { DocumentKind, LetterKind, Locale } from '../../contracts/primitives.ts';

/** A document as its owner is asked for it, and what has to be seen on it. */
export interface DocumentKindText {
  label: string;
  hint: string;
}

export const documentKinds: Record<Locale, Record<DocumentKind, DocumentKindText>> = {
  ru: {
    receipt: { label: 'Чек об оплате', hint: 'Тот, что дали на почте при получении.' },
    'label-photo': {
      label: 'Фото ярлыка посылки',
      hint: 'Чтобы читались номер, отправитель и получатель.',
    },
    'item-photo': { label: 'Фото товара', hint: 'Целиком, и крупно то, что не так.' },
    'packaging-photo': { label: 'Фото коробки', hint: 'Со всех сторон, и крупно повреждения.' },
    'order-page': { label: 'Страница заказа', hint: 'Снимок экрана: что вы заказали и за сколько.' },
    'seller-correspondence': {
      label: 'Переписка с продавцом',
      hint: 'Снимки экрана, чтобы были видны даты.',
    },
    'bank-statement': {
      label: 'Выписка банка',
      hint: 'Нужна только строка с этой оплатой, остальное можно закрыть.',
    },
    'return-receipt': {
      label: 'Квитанция об отправке товара назад',
      hint: 'С датой и номером отправления.',
    },
    'expert-opinion': {
      label: 'Заключение специалиста',
      hint: 'Из мастерской, сервисного центра или от эксперта.',
    },
    other: { label: 'Другой документ', hint: 'Всё, что подтверждает ваши слова.' },
  },
  en: {
    receipt: { label: 'Receipt of the payment', hint: 'The one that you were given at the post office.' },
    'label-photo': {
      label: 'Photo of the parcel’s label',
      hint: 'Number, sender and addressee must be readable.',
    },
    'item-photo': { label: 'Photo of the item', hint: 'The whole of it, and what is wrong from close up.' },
    'packaging-photo': { label: 'Photo of the box', hint: 'From all sides, and any damage from close up.' },
    'order-page': { label: 'Page of the order', hint: 'A screenshot: what you ordered, and for how much.' },
    'seller-correspondence': {
      label: 'Messages with the seller',
      hint: 'Screenshots on which the dates can be seen.',
    },
    'bank-statement': {
      label: 'Bank statement',
      hint: 'Only the line with this payment is needed; you may cover the rest.',
    },
    'return-receipt': {
      label: 'Receipt of sending the item back',
      hint: 'With its date and tracking number.',
    },
    'expert-opinion': {
      label: 'Opinion of a specialist',
      hint: 'From a workshop, a service centre or an expert.',
    },
    other: { label: 'Another document', hint: 'Anything that confirms what you say.' },
  },
};

/** A letter as the customer reads of it: to whom, and what for. */
export const letterTitles: Record<Locale, Record<LetterKind, string>> = {
  ru: {
    'claim-to-seller': 'Претензия продавцу',
    'request-to-bank': 'Запрос в банк',
    'recall-of-money-order': 'Просьба к почте остановить перевод продавцу',
    'reply-to-customer': 'Письмо вам',
  },
  en: {
    'claim-to-seller': 'Demand to the seller',
    'request-to-bank': 'Request to the bank',
    'recall-of-money-order': 'Request to the post to stop the transfer to the seller',
    'reply-to-customer': 'Letter to you',
  },
};
