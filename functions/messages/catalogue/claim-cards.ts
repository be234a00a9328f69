import type { ClaimStatus } from '../../contracts/case.ts';
import type { Locale } from '../../contracts/primitives.ts';

/**
 * What a customer reads of a claim in each state: who acts next, by when, and what happens if nothing is done
 * by then. A state in which nobody has to do anything has neither `byWhen` nor `otherwise`.
 *
 * Placeholders: {number} the parcel, {date} the deadline (in `refused`: the last moment to appeal), {amount}
 * the sum decided on (before a decision: the sum asked for), {link} the customer's page, {reason} and {clause}
 * of a refusal. A text uses only what its state always has (test/messages/catalogue.test.ts).
 */
export interface ClaimCard {
  title: string;
  whoActs: string;
  byWhen: string | null;
  otherwise: string | null;
  /** Sent when the claim enters the state. */
  sms: string;
}

export const claimCards: Record<Locale, Record<ClaimStatus, ClaimCard>> = {
  ru: {
    'awaiting-video': {
      title: 'Ждём видео распаковки',
      whoActs: 'Следующий шаг за вами: загрузите видео распаковки на вашей странице.',
      byWhen: 'Загрузите видео до {date}. Достаточно начать загрузку вовремя.',
      otherwise:
        'Если видео не будет начато до этого времени, обращение закроется без рассмотрения. Пока защита действует, вы сможете обратиться снова.',
      sms: 'Посылка {number}: обращение принято. Загрузите видео распаковки до {date}: {link}',
    },
    'in-review': {
      title: 'Специалист рассматривает обращение',
      whoActs: 'Следующий шаг за нами: специалист изучает обращение и всё, что вы прислали.',
      byWhen: 'Ответ будет до {date}.',
      otherwise:
        'Если ответа не будет вовремя, обращение возьмёт старший специалист. Делать ничего не нужно.',
      sms: 'Посылка {number}: специалист рассматривает обращение. Ответим до {date}. {link}',
    },
    'awaiting-customer': {
      title: 'Ждём вашего ответа',
      whoActs: 'Следующий шаг за вами: специалист задал вопрос, ответьте на него на вашей странице.',
      byWhen: 'Ответьте до {date}.',
      otherwise:
        'Если ответа не будет до этого времени, специалист решит по тем материалам, которые уже есть.',
      sms: 'Посылка {number}: у специалиста вопрос по обращению. Ответьте до {date}: {link}',
    },
    'awaiting-reply': {
      title: 'Ждём ответа на наше письмо',
      whoActs:
        'Следующий шаг за теми, кому мы написали по вашему обращению: мы ждём их ответа. Кому и когда, видно на вашей странице.',
      byWhen: 'Ждём ответа до {date}.',
      otherwise: 'Если ответа не будет вовремя, специалист продолжит без него. Делать ничего не нужно.',
      sms: 'Посылка {number}: мы отправили письмо по вашему обращению и ждём ответа до {date}. {link}',
    },
    'in-appeal': {
      title: 'Пересматриваем решение',
      whoActs: 'Следующий шаг за нами: обращение заново изучает другой специалист, не тот, кто отказал.',
      byWhen: 'Ответ будет до {date}.',
      otherwise:
        'Если ответа не будет вовремя, обращение возьмёт старший специалист. Делать ничего не нужно.',
      sms: 'Посылка {number}: решение пересматривает другой специалист. Ответим до {date}. {link}',
    },
    'awaiting-approval': {
      title: 'Решение проверяет второй человек',
      whoActs:
        'Следующий шаг за нами: специалист изучил обращение, и его решение проверяет старший специалист.',
      byWhen: 'Ответ будет до {date}.',
      otherwise: 'Если ответа не будет вовремя, мы напомним о нём сами. Делать ничего не нужно.',
      sms: 'Посылка {number}: решение по обращению проверяет старший специалист. Ответим до {date}. {link}',
    },
    approved: {
      title: 'Обращение одобрено',
      whoActs: 'Следующий шаг за нами: мы готовим выплату {amount}.',
      byWhen: 'Отправим выплату до {date}.',
      otherwise: 'Если выплата не уйдёт вовремя, ею займётся старший специалист. Делать ничего не нужно.',
      sms: 'Посылка {number}: обращение одобрено. Готовим выплату {amount}. {link}',
    },
    paying: {
      title: 'Выплата в пути',
      whoActs: 'Следующий шаг за нами: выплата {amount} отправлена и скоро придёт.',
      byWhen: 'Деньги придут до {date}.',
      otherwise: 'Если деньги не придут вовремя, старший специалист найдёт причину. Делать ничего не нужно.',
      sms: 'Посылка {number}: обращение одобрено, выплата {amount} отправлена. {link}',
    },
    compensated: {
      title: 'Выплата сделана',
      whoActs: 'Мы выплатили {amount}. Обращение завершено, делать ничего не нужно.',
      byWhen: null,
      otherwise: null,
      sms: 'Посылка {number}: выплата {amount} сделана. Обращение завершено. {link}',
    },
    'refunded-by-seller': {
      title: 'Деньги вернул продавец',
      whoActs:
        'Продавец вернул вам всю сумму потери: {amount}. Обращение завершено. Если деньги не пришли, позвоните на горячую линию.',
      byWhen: null,
      otherwise: null,
      sms: 'Посылка {number}: продавец вернул {amount}, обращение завершено. Если деньги не пришли: {link}',
    },
    'recovered-through-bank': {
      title: 'Деньги вернул банк',
      whoActs:
        'Банк или платёжная система вернули вам всю сумму потери: {amount}. Обращение завершено. Если деньги не пришли, позвоните на горячую линию.',
      byWhen: null,
      otherwise: null,
      sms: 'Посылка {number}: банк вернул {amount}, обращение завершено. Если деньги не пришли: {link}',
    },
    refused: {
      title: 'В выплате отказано',
      whoActs:
        'Причина: {reason} Основание: пункт {clause} условий. Материалы, на которых основано решение, названы на вашей странице.',
      byWhen:
        'Если вы не согласны, попросите пересмотреть решение до {date}: на вашей странице или по телефону горячей линии.',
      otherwise: 'Если просьбы о пересмотре не будет, решение останется в силе.',
      sms: 'Посылка {number}: в выплате отказано. Причина и как возразить (до {date}): {link}',
    },
    withdrawn: {
      title: 'Обращение отозвано',
      whoActs: 'Обращение закрыто по вашей просьбе. Пока защита действует, вы можете обратиться снова.',
      byWhen: null,
      otherwise: null,
      sms: 'Посылка {number}: обращение закрыто по вашей просьбе. {link}',
    },
    lapsed: {
      title: 'Обращение закрыто без рассмотрения',
      whoActs:
        'Мы не получили от вас то, что просили, и закрыли обращение. Пока защита действует, вы можете обратиться снова.',
      byWhen: null,
      otherwise: null,
      sms: 'Посылка {number}: обращение закрыто, мы не дождались от вас материалов. Что можно сделать: {link}',
    },
    merged: {
      title: 'Обращение объединено с другим',
      whoActs:
        'У вас было два обращения об одном и том же. Мы рассматриваем их вместе: ход дела виден в другом обращении на вашей странице.',
      byWhen: null,
      otherwise: null,
      sms: 'Посылка {number}: два ваших обращения об одном случае рассматриваются вместе. {link}',
    },
    'needs-attention': {
      title: 'Обращением занимается старший специалист',
      whoActs: 'Следующий шаг за нами: обращению нужна помощь старшего специалиста. Делать ничего не нужно.',
      byWhen: 'Следующий шаг будет до {date}.',
      otherwise: 'Обращение остаётся у старшего специалиста, пока не будет решено. Оно не закроется само.',
      sms: 'Посылка {number}: обращением занялся старший специалист. Следующий шаг до {date}. {link}',
    },
  },
  en: {
    'awaiting-video': {
      title: 'Waiting for your unboxing video',
      whoActs: 'The next step is yours: upload the unboxing video on your page.',
      byWhen: 'Upload the video before {date}. It is enough to start the upload in time.',
      otherwise:
        'If the upload is not started by then, the claim closes without a review. While your protection lasts, you can file again.',
      sms: 'Parcel {number}: claim received. Upload your unboxing video before {date}: {link}',
    },
    'in-review': {
      title: 'A specialist is reviewing your claim',
      whoActs: 'The next step is ours: a specialist is studying your claim and everything you sent.',
      byWhen: 'You will have an answer before {date}.',
      otherwise: 'If there is no answer in time, a senior specialist takes over. You need not do anything.',
      sms: 'Parcel {number}: a specialist is reviewing your claim. Answer before {date}. {link}',
    },
    'awaiting-customer': {
      title: 'Waiting for your answer',
      whoActs: 'The next step is yours: the specialist asked a question, please answer it on your page.',
      byWhen: 'Please answer before {date}.',
      otherwise:
        'If there is no answer by then, the specialist decides on the material that is already there.',
      sms: 'Parcel {number}: the specialist has a question. Please answer before {date}: {link}',
    },
    'awaiting-reply': {
      title: 'Waiting for an answer to our letter',
      whoActs:
        'The next step is with those we wrote to about your claim: we wait for their answer. To whom and when is shown on your page.',
      byWhen: 'We wait for an answer until {date}.',
      otherwise: 'If no answer comes in time, the specialist goes on without it. You need not do anything.',
      sms: 'Parcel {number}: we sent a letter about your claim and wait for an answer until {date}. {link}',
    },
    'in-appeal': {
      title: 'Taking a new look at the decision',
      whoActs: 'The next step is ours: another specialist, not the one who refused, studies your claim anew.',
      byWhen: 'You will have an answer before {date}.',
      otherwise: 'If there is no answer in time, a senior specialist takes over. You need not do anything.',
      sms: 'Parcel {number}: another specialist takes a new look at the decision. Answer before {date}. {link}',
    },
    'awaiting-approval': {
      title: 'A second person is checking the decision',
      whoActs:
        'The next step is ours: a specialist has studied your claim, and a senior specialist is checking the decision.',
      byWhen: 'You will have an answer before {date}.',
      otherwise: 'If there is no answer in time, we remind them ourselves. You need not do anything.',
      sms: 'Parcel {number}: a senior specialist is checking the decision on your claim. Answer before {date}. {link}',
    },
    approved: {
      title: 'Claim approved',
      whoActs: 'The next step is ours: we are preparing a payout of {amount}.',
      byWhen: 'We will send it before {date}.',
      otherwise: 'If it is not sent in time, a senior specialist will see to it. You need not do anything.',
      sms: 'Parcel {number}: your claim is approved. We are preparing a payout of {amount}. {link}',
    },
    paying: {
      title: 'Payout on its way',
      whoActs: 'The next step is ours: the payout of {amount} is sent and will arrive soon.',
      byWhen: 'The money arrives before {date}.',
      otherwise:
        'If it does not arrive in time, a senior specialist will find out why. You need not do anything.',
      sms: 'Parcel {number}: your claim is approved and the payout of {amount} is on its way. {link}',
    },
    compensated: {
      title: 'Paid out',
      whoActs: 'We paid {amount}. The claim is complete, you need not do anything.',
      byWhen: null,
      otherwise: null,
      sms: 'Parcel {number}: {amount} paid out. Your claim is complete. {link}',
    },
    'refunded-by-seller': {
      title: 'The seller gave the money back',
      whoActs:
        'The seller gave back the whole loss: {amount}. The claim is complete. If the money has not arrived, please call the hotline.',
      byWhen: null,
      otherwise: null,
      sms: 'Parcel {number}: the seller gave back {amount}, the claim is complete. If the money has not arrived: {link}',
    },
    'recovered-through-bank': {
      title: 'The bank gave the money back',
      whoActs:
        'The bank or the payment system gave back the whole loss: {amount}. The claim is complete. If the money has not arrived, please call the hotline.',
      byWhen: null,
      otherwise: null,
      sms: 'Parcel {number}: the bank gave back {amount}, the claim is complete. If the money has not arrived: {link}',
    },
    refused: {
      title: 'Payout refused',
      whoActs:
        'Reason: {reason} Basis: clause {clause} of the terms. The evidence it rests on is named on your page.',
      byWhen: 'If you do not agree, ask for a new look on your page or by calling the hotline before {date}.',
      otherwise: 'If you do not ask, the decision stands.',
      sms: 'Parcel {number}: the payout was refused. Why, and how to object (before {date}): {link}',
    },
    withdrawn: {
      title: 'Claim withdrawn',
      whoActs: 'The claim was closed at your request. While your protection lasts, you can file again.',
      byWhen: null,
      otherwise: null,
      sms: 'Parcel {number}: your claim was closed at your request. {link}',
    },
    lapsed: {
      title: 'Claim closed without a review',
      whoActs:
        'We did not receive what we asked you for and closed the claim. While your protection lasts, you can file again.',
      byWhen: null,
      otherwise: null,
      sms: 'Parcel {number}: the claim is closed, we did not receive what we asked for. What you can do: {link}',
    },
    merged: {
      title: 'Joined with another claim',
      whoActs:
        'You had two claims about the same event. We look at them together: the other claim on your page shows how it goes on.',
      byWhen: null,
      otherwise: null,
      sms: 'Parcel {number}: your two claims about the same event are looked at together. {link}',
    },
    'needs-attention': {
      title: 'A senior specialist is looking after your claim',
      whoActs: 'The next step is ours: your claim needs a senior specialist. You need not do anything.',
      byWhen: 'The next step comes before {date}.',
      otherwise:
        'The claim stays with the senior specialist until it is resolved. It does not close by itself.',
      sms: 'Parcel {number}: a senior specialist is now looking after your claim. Next step before {date}. {link}',
    },
  },
};

/**
 * What differs once a refusal was appealed against: what was decided then stands, and whoever takes the appeal back
 * has a refusal that stands. Nothing here may promise another look or another filing.
 */
export const claimCardsAfterAppeal: Record<Locale, Record<'refused' | 'withdrawn', ClaimCard>> = {
  ru: {
    refused: {
      title: 'Решение пересмотрено: отказ остаётся в силе',
      whoActs:
        'Причина: {reason} Основание: пункт {clause} условий. Материалы, на которых основано решение, названы на вашей странице. Его принял другой специалист, и наша служба больше его не пересматривает.',
      byWhen: null,
      otherwise: null,
      sms: 'Посылка {number}: решение пересмотрел другой специалист, отказ остаётся в силе. Причина: {link}',
    },
    withdrawn: {
      title: 'Просьба о пересмотре отозвана',
      whoActs: 'Вы отозвали обращение, и мы его закрыли. Прежний отказ остаётся в силе.',
      byWhen: null,
      otherwise: null,
      sms: 'Посылка {number}: обращение закрыто по вашей просьбе, прежний отказ остаётся в силе. {link}',
    },
  },
  en: {
    refused: {
      title: 'New look taken: the refusal stands',
      whoActs:
        'Reason: {reason} Basis: clause {clause} of the terms. The evidence it rests on is named on your page. Another specialist decided it, and our service takes no further look.',
      byWhen: null,
      otherwise: null,
      sms: 'Parcel {number}: another specialist took a new look, the refusal stands. Why: {link}',
    },
    withdrawn: {
      title: 'Request for a new look withdrawn',
      whoActs: 'You withdrew the claim and we closed it. The earlier refusal stands.',
      byWhen: null,
      otherwise: null,
      sms: 'Parcel {number}: your claim was closed at your request, the earlier refusal stands. {link}',
    },
  },
};

/** The e-mail around a claim's card: the lines that the state does not have are left out with their line break. */
export const claimEmail: Record<Locale, { subject: string; opening: string; closing: string }> = {
  ru: {
    subject: '{title}: посылка {number}',
    opening: 'Здравствуйте!',
    closing: 'Подробности и все действия на вашей странице: {link}\n\nСлужба «Защищённая покупка»',
  },
  en: {
    subject: '{title}: parcel {number}',
    opening: 'Hello,',
    closing: 'Details and everything you can do are on your page: {link}\n\nProtected Purchase service',
  },
};
