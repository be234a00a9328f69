import type { ClaimKind, DocumentKind, LetterKind, Locale } from '../../contracts/primitives.ts';

export interface LetterTemplate {
  recipient: string;
  subject: string;
  /** Paragraphs, one a line. */
  body: string;
}

/**
 * Letters as they are begun; the specialist edits them. A fact that the case does not hold is left as a gap, which has
 * to be filled in before the letter can go out. Letters to others are in Russian, whatever the customer's language, and
 * say nothing by which the customer could be reached.
 */
export const letterTemplates: {
  ru: Record<LetterKind, LetterTemplate>;
  en: Record<'reply-to-customer', LetterTemplate>;
} = {
  ru: {
    'claim-to-seller': {
      recipient: '{seller}',
      subject: 'Претензия: возврат {amount} по посылке № {number}',
      body: [
        'Служба «Защищённая покупка» обращается к вам в интересах покупателя, обращение от {filedOn} № {claim}.',
        '{paidOn} в отделении почтовой связи {office} покупатель оплатил наложенным платежом {paid} за отправленную вами посылку № {number}.',
        'Покупатель сообщил, что {deceit}.',
        'На основании пунктов 4 и 5 статьи 26.1 и статьи 22 Закона Российской Федерации от 07.02.1992 № 2300-1 «О защите прав потребителей» просим вернуть покупателю {amount} в течение 10 дней со дня получения этого письма.',
        'О возврате денег, а если вы намерены забрать товар — о порядке его передачи за ваш счёт, просим сообщить по адресу, указанному в начале письма. Если вы не согласны с требованием, просим изложить причины и приложить подтверждающие документы.',
        'Если требование не будет выполнено в срок, покупатель вправе обратиться в Роспотребнадзор и в суд, в том числе за неустойкой по статье 23 названного Закона.',
      ].join('\n\n'),
    },
    'request-to-bank': {
      recipient: '____ (наименование банка)',
      subject: 'Запрос на возврат платежа {paid} по посылке № {number}',
      body: [
        'Служба «Защищённая покупка» обращается к вам в интересах держателя карты, обращение от {filedOn} № {claim}.',
        '{paidOn} в отделении почтовой связи {office} картой вашего банка (последние четыре цифры номера ____, код авторизации ____) уплачено {paid} за посылку № {number}.',
        'Покупатель сообщил, что {deceit}.',
        'Просим оспорить операцию по правилам платёжной системы (чарджбэк) в сумме {amount} и вернуть деньги на карту плательщика.',
        'О принятом решении, а в случае отказа — о его причинах, просим сообщить {replyTerm} по адресу, указанному в начале письма. Если для рассмотрения нужны другие документы, просим назвать их.',
      ].join('\n\n'),
    },
    'recall-of-money-order': {
      recipient: 'Отделение почтовой связи {payeeOffice}',
      subject: 'О приостановлении выплаты и возврате почтового перевода № {order}',
      body: [
        'Служба «Защищённая покупка» обращается к вам в интересах отправителя перевода, обращение от {filedOn} № {claim}.',
        '{acceptedOn} принят почтовый перевод наложенного платежа № {order} на сумму {orderAmount} за посылку № {number}. Место выплаты — отделение почтовой связи {payeeOffice}.',
        'По сведениям на {checkedOn} перевод получателю не выплачен.',
        'Покупатель сообщил, что {deceit}.',
        'В соответствии с Правилами оказания услуг почтовой связи, утверждёнными приказом Минцифры России от 17.04.2023 № 382, просим приостановить выплату перевода № {order} и вернуть {orderAmount} отправителю перевода.',
        'О принятых мерах просим сообщить {replyTerm} по адресу, указанному в начале письма. Если перевод уже выплачен, просим указать дату, время и место выплаты.',
      ].join('\n\n'),
    },
    'reply-to-customer': {
      recipient: 'Покупателю, обращение № {claim}',
      subject: 'Ответ на обращение № {claim} по посылке № {number}',
      body: [
        'Здравствуйте!',
        'Отвечаем на ваше обращение от {filedOn} № {claim}. Вы заплатили {paid} за посылку № {number}.',
        '____',
        'Ход обращения виден на вашей странице: её открывает ссылка из наших сообщений.',
      ].join('\n\n'),
    },
  },
  en: {
    'reply-to-customer': {
      recipient: 'To the customer, claim {claim}',
      subject: 'Answer to your claim {claim} about parcel {number}',
      body: [
        'Hello!',
        'This answers your claim {claim} of {filedOn} about parcel {number}, for which you paid {paid}.',
        '____',
        'You can follow your claim on your page: the link in our messages opens it.',
      ].join('\n\n'),
    },
  },
};

/** What happened, as the end of «Покупатель сообщил, что …»; what no kind says is a gap. */
export const deceitInWords: Record<ClaimKind, string> = {
  'foreign-object': 'вместо заказанного товара в посылке оказался посторонний предмет',
  'wrong-item': 'в посылке оказался не тот товар, который был заказан',
  'empty-or-incomplete': 'посылка оказалась пустой или в ней не хватает заказанного товара',
  damaged: 'товар оказался повреждённым',
  'poor-quality': 'товар оказался ненадлежащего качества',
  counterfeit: 'товар имеет признаки подделки',
  overcharged: 'при получении посылки взята сумма больше согласованной',
  'refund-withheld': 'обещанный возврат денег не поступил',
  other: '____',
};

/** What an enclosure is, in the list at the end of a letter; a document of which nobody said what it is has none. */
export const enclosureInWords: Record<Locale, Record<DocumentKind | 'film', string>> = {
  ru: {
    film: 'видеозапись распаковки',
    receipt: 'чек или квитанция',
    'label-photo': 'снимок ярлыка посылки',
    'item-photo': 'снимок товара',
    'packaging-photo': 'снимок упаковки',
    'order-page': 'страница заказа',
    'seller-correspondence': 'переписка с продавцом',
    'bank-statement': 'выписка банка',
    'return-receipt': 'квитанция о возврате товара',
    'expert-opinion': 'заключение специалиста',
    other: 'документ',
  },
  en: {
    film: 'video of the unboxing',
    receipt: 'receipt',
    'label-photo': 'picture of the label',
    'item-photo': 'picture of the item',
    'packaging-photo': 'picture of the packaging',
    'order-page': 'page of the order',
    'seller-correspondence': 'correspondence with the seller',
    'bank-statement': 'bank statement',
    'return-receipt': 'receipt of the return',
    'expert-opinion': 'expert opinion',
    other: 'document',
  },
};

/** The e-mail that carries a letter: the letter itself is the PDF. */
export const letterEmail: Record<Locale, { subject: string; text: string }> = {
  ru: {
    subject: '{subject} (исх. № {number})',
    text: [
      'Здравствуйте!',
      'Направляем письмо исх. № {number}: оно во вложении вместе с приложениями, перечисленными в его конце.',
      'Служба «Защищённая покупка», {phone}, {address}',
    ].join('\n\n'),
  },
  en: {
    subject: '{subject} (our ref. {number})',
    text: [
      'Hello!',
      'Our letter {number} is attached, with the enclosures that are named at its end.',
      'The «Защищённая покупка» service, {phone}, {address}',
    ].join('\n\n'),
  },
};
