import type { LetterKind, Locale } from '../../contracts/primitives.ts';

/**
 * What happened to a policy and its claims, in the customer's words, by the name under which the timeline of the case
 * has it. `with` is one more sentence, said where its facts are known: {amount} is a sum, {date} a deadline.
 * `ofDocument` stands in for `text` where an upload is no film but a document, `ofLetter` where it is known what letter
 * it is about.
 */
export interface CustomerStep {
  text: string;
  ofDocument?: string;
  ofLetter?: Record<LetterKind, string>;
  with?: string;
}

/** Steps of the service that say nothing to a customer; every other one has its text below. */
export const notTold: readonly string[] = [
  'film-taken',
  'film-kept',
  'film-checked',
  'digest-told',
  'restart-workflow',
  'intend-payout',
  'submit-payout',
  'payout-settled',
  'payout-rejected',
  'payout-differs',
  'payout-revived',
  // Who works on the case, and what they look at.
  'assigned',
  'personal-opened',
  'bookmarked',
  'document-named',
  'money-looked-for',
  'letter-drafted',
  'letter-discarded',
];

const RU_LETTER = {
  'claim-to-seller': 'Мы отправили претензию продавцу.',
  'request-to-bank': 'Мы отправили запрос в банк о возврате платежа.',
  'recall-of-money-order': 'Мы попросили почту остановить перевод денег продавцу.',
  'reply-to-customer': 'Мы отправили вам письмо.',
};
const EN_LETTER = {
  'claim-to-seller': 'We sent a claim to the seller.',
  'request-to-bank': 'We sent a request to return the payment to the bank.',
  'recall-of-money-order': 'We asked the post office to stop the money order to the seller.',
  'reply-to-customer': 'We sent a letter to you.',
};
const RU_REPLY = {
  'claim-to-seller': 'Пришёл ответ продавца.',
  'request-to-bank': 'Пришёл ответ банка.',
  'recall-of-money-order': 'Пришёл ответ почты.',
  'reply-to-customer': 'Пришёл ваш ответ на письмо.',
};
const EN_REPLY = {
  'claim-to-seller': 'The seller has answered.',
  'request-to-bank': 'The bank has answered.',
  'recall-of-money-order': 'The post office has answered.',
  'reply-to-customer': 'Your answer to the letter has come.',
};

const RU_ATTENTION = { text: 'Обращение передано старшему специалисту.' };
const EN_ATTENTION = { text: 'The claim was handed to a senior specialist.' };

export const customerSteps: Record<Locale, Readonly<Record<string, CustomerStep>>> = {
  ru: {
    sale: { text: 'Защита оформлена.', with: 'Сумма покупки: {amount}.' },
    'upload-started': { text: 'Начата загрузка видео.', ofDocument: 'Начата загрузка документа.' },
    'upload-received': { text: 'Видео получено.', ofDocument: 'Документ получен.' },
    'upload-aborted': { text: 'Загрузка видео отменена.', ofDocument: 'Загрузка документа отменена.' },
    'upload-discarded': {
      text: 'Незаконченная загрузка видео удалена.',
      ofDocument: 'Незаконченная загрузка документа удалена.',
    },
    'film-removed': {
      text: 'Видео удалено: срок его хранения закончился.',
      ofDocument: 'Документ удалён: срок его хранения закончился.',
    },
    file: { text: 'Обращение принято.', with: 'Вы указали потерю: {amount}.' },
    'receive-film': { text: 'Видео передано специалисту.' },
    'waive-film': { text: 'Специалист рассмотрит обращение без видео.' },
    'wait-for-upload': {
      text: 'Загрузка видео начата вовремя, поэтому мы её ждём.',
      with: 'Закончить можно до {date}.',
    },
    lapse: { text: 'Обращение закрыто без рассмотрения: видео не пришло в срок.' },
    'ask-for-more': { text: 'Специалист задал вам вопрос.', with: 'Ответить можно до {date}.' },
    answer: { text: 'Ваш ответ передан специалисту.', with: 'Приложено документов: {documents}.' },
    'go-on-without-answer': { text: 'Срок ответа прошёл, рассмотрение продолжается без него.' },
    approve: { text: 'Выплата одобрена.', with: 'Сумма: {amount}.' },
    propose: { text: 'Специалист принял решение, его проверяет старший специалист.' },
    'approve-proposal': { text: 'Выплата одобрена.', with: 'Сумма: {amount}.' },
    'outdate-proposal': { text: 'Обращение снова рассматривает специалист.' },
    'receive-reply': { text: 'Пришёл ответ на наше письмо.', ofLetter: RU_REPLY },
    'reply-filed': { text: 'Пришёл ответ на наше письмо.', ofLetter: RU_REPLY },
    'go-on-without-reply': { text: 'Рассмотрение продолжается без ответа на письмо.' },
    'wait-for-reply': { text: 'Ждём ответа на наше письмо.', with: 'До {date}.' },
    'seller-refunded': { text: 'Продавец вернул деньги.', with: 'Сумма: {amount}.' },
    'bank-recovered': { text: 'Банк вернул деньги.', with: 'Сумма: {amount}.' },
    merge: { text: 'Обращение объединено с другим об этом же случае.' },
    reopen: { text: 'Обращение снова открыто.' },
    'settle-by-hand': { text: 'Выплата сделана.', with: 'Сумма: {amount}.' },
    'send-letter': {
      text: 'Мы отправили письмо по вашему обращению.',
      ofLetter: RU_LETTER,
      with: 'Ждём ответа до {date}.',
    },
    'letter-sent': { text: 'Мы отправили письмо по вашему обращению.', ofLetter: RU_LETTER },
    refuse: { text: 'В выплате отказано.', with: 'Возразить можно до {date}.' },
    appeal: { text: 'Ваше возражение принято, решение будет пересмотрено.' },
    withdraw: { text: 'Обращение отозвано.' },
    'start-payout': { text: 'Выплата отправлена.' },
    'retry-payout': { text: 'Выплата отправлена ещё раз.' },
    settle: { text: 'Выплата сделана.', with: 'Сумма: {amount}.' },
    'return-to-review': { text: 'Обращение снова рассматривает специалист.' },
    'payee-changed': { text: 'Изменено, куда придёт выплата.' },
    flag: RU_ATTENTION,
    escalate: RU_ATTENTION,
    remind: RU_ATTENTION,
  },
  en: {
    sale: { text: 'The protection was bought.', with: 'Price of the purchase: {amount}.' },
    'upload-started': {
      text: 'The upload of a video was begun.',
      ofDocument: 'The upload of a document was begun.',
    },
    'upload-received': { text: 'The video has arrived.', ofDocument: 'The document has arrived.' },
    'upload-aborted': {
      text: 'The upload of the video was given up.',
      ofDocument: 'The upload of the document was given up.',
    },
    'upload-discarded': {
      text: 'The unfinished upload of a video was deleted.',
      ofDocument: 'The unfinished upload of a document was deleted.',
    },
    'film-removed': {
      text: 'The video was deleted: its time of storage is over.',
      ofDocument: 'The document was deleted: its time of storage is over.',
    },
    file: { text: 'The claim was received.', with: 'You named a loss of {amount}.' },
    'receive-film': { text: 'The video was passed to the specialist.' },
    'waive-film': { text: 'The specialist will look at the claim without a video.' },
    'wait-for-upload': {
      text: 'The upload of the video was begun in time, so we wait for it.',
      with: 'It can be finished until {date}.',
    },
    lapse: { text: 'The claim was closed unexamined: the video did not come in time.' },
    'ask-for-more': { text: 'The specialist asked you a question.', with: 'You can answer until {date}.' },
    answer: {
      text: 'Your answer was passed to the specialist.',
      with: 'Documents that came with it: {documents}.',
    },
    'go-on-without-answer': { text: 'The time to answer is over; the claim is looked at without an answer.' },
    approve: { text: 'The payment was approved.', with: 'The sum is {amount}.' },
    propose: { text: 'A specialist has decided, and a senior specialist is checking it.' },
    'approve-proposal': { text: 'The payment was approved.', with: 'The sum is {amount}.' },
    'outdate-proposal': { text: 'A specialist looks at the claim again.' },
    'receive-reply': { text: 'An answer to our letter has come.', ofLetter: EN_REPLY },
    'reply-filed': { text: 'An answer to our letter has come.', ofLetter: EN_REPLY },
    'go-on-without-reply': { text: 'The claim goes on without an answer to the letter.' },
    'wait-for-reply': { text: 'We wait for an answer to our letter.', with: 'Until {date}.' },
    'seller-refunded': { text: 'The seller gave money back.', with: 'The sum is {amount}.' },
    'bank-recovered': { text: 'The bank gave money back.', with: 'The sum is {amount}.' },
    merge: { text: 'The claim was joined with another one about the same event.' },
    reopen: { text: 'The claim was opened again.' },
    'settle-by-hand': { text: 'The payment was made.', with: 'The sum is {amount}.' },
    'send-letter': {
      text: 'We sent a letter about your claim.',
      ofLetter: EN_LETTER,
      with: 'We wait for an answer until {date}.',
    },
    'letter-sent': { text: 'We sent a letter about your claim.', ofLetter: EN_LETTER },
    refuse: { text: 'The payment was refused.', with: 'You can object until {date}.' },
    appeal: { text: 'Your objection was received, the decision will be looked at again.' },
    withdraw: { text: 'The claim was withdrawn.' },
    'start-payout': { text: 'The payment was sent.' },
    'retry-payout': { text: 'The payment was sent once more.' },
    settle: { text: 'The payment was made.', with: 'The sum is {amount}.' },
    'return-to-review': { text: 'A specialist looks at the claim again.' },
    'payee-changed': { text: 'Where the payment goes was changed.' },
    flag: EN_ATTENTION,
    escalate: EN_ATTENTION,
    remind: EN_ATTENTION,
  },
};
