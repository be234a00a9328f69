import type { Locale } from '../../contracts/primitives.ts';
import type { RefusalCode } from '../../contracts/refusal.ts';

/**
 * What a refusal says: what it is (`title`), what to do next (`detail`), and, where the refusal's facts name the
 * rule's bound, one more sentence with it (`bound`). The sentence is left out when a fact is missing, because a
 * refusal has to be said in any case. Placeholders are the names of the facts, with how to show them:
 * {minimum:money}, {serverTime:time}, {until:deadline}, {maximumBytes:size}, {allowedActions:actions}, {maximum}.
 */
export interface ProblemText {
  title: string;
  detail: string;
  bound?: string;
}

export const problems: Record<Locale, Record<RefusalCode, ProblemText>> = {
  ru: {
    'invalid-request': {
      title: 'Запрос заполнен неверно',
      detail:
        'Проверьте поля запроса: список неверных полей приложен. Исправьте их и отправьте запрос снова.',
    },
    'body-too-large': {
      title: 'Запрос слишком большой',
      detail: 'Сократите данные в запросе и отправьте его снова. Видео загружается отдельно.',
      bound: 'Допустимый размер: {maximum:size}.',
    },
    'body-too-deep': {
      title: 'Запрос устроен слишком сложно',
      detail: 'В данных слишком много вложенных уровней. Упростите их и отправьте запрос снова.',
      bound: 'Допустимо уровней: {maximum}.',
    },
    'unsupported-media-type': {
      title: 'Формат запроса не подходит',
      detail: 'Отправьте данные в формате JSON с заголовком Content-Type: application/json.',
    },
    forbidden: {
      title: 'Нет доступа',
      detail: 'Для этого действия нужны другие права. Если они должны у вас быть, обратитесь к руководителю.',
    },
    'not-found': {
      title: 'Ничего не найдено',
      detail:
        'Проверьте, что ссылка открыта целиком, или номер посылки введён без ошибок. Если всё верно, срок действия мог закончиться.',
    },
    'idempotency-key-missing': {
      title: 'Не указан ключ запроса',
      detail:
        'Добавьте заголовок Idempotency-Key со значением, которое создано для этой продажи и сохранено до отправки.',
    },
    'idempotency-key-invalid': {
      title: 'Ключ запроса не подходит',
      detail: 'Заголовок Idempotency-Key должен быть короткой строкой из латинских букв, цифр и дефисов.',
    },
    'idempotency-key-reused': {
      title: 'Ключ уже использован для другого запроса',
      detail:
        'С этим ключом раньше пришли другие данные. Повторите запрос с прежними данными или создайте новый ключ для новой продажи.',
    },
    'tracking-number-malformed': {
      title: 'Это не номер посылки',
      detail:
        'Номер состоит из 14 цифр или из 13 знаков вида EA123456785RU. Посмотрите его на ярлыке посылки или в чеке и введите снова.',
    },
    'tracking-number-check-digit': {
      title: 'В номере посылки ошибка',
      detail:
        'Контрольная цифра не сходится: скорее всего, одна из цифр введена неверно. Сверьте номер с ярлыком.',
    },
    'amount-out-of-range': {
      title: 'Такую сумму защитить нельзя',
      detail: 'Проверьте сумму покупки. Она указывается в копейках.',
      bound: 'Можно защитить покупку от {minimum:money} до {maximum:money}.',
    },
    'consent-missing': {
      title: 'Нет согласия покупателя',
      detail:
        'Покажите покупателю условия и спросите согласие с ними и отдельно согласие на обработку личных данных. Без них защиту продать нельзя.',
    },
    'terms-unknown': {
      title: 'Такой редакции условий нет',
      detail: 'Покажите покупателю действующие условия и получите согласие на них.',
      bound: 'Действующая редакция: {onSale}.',
    },
    'time-zone-unknown': {
      title: 'Неизвестный часовой пояс отделения',
      detail: 'Укажите один из одиннадцати часовых поясов отделений, например Europe/Moscow.',
    },
    'sold-at-too-old': {
      title: 'Продажа пришла слишком поздно',
      detail: 'Эту продажу уже нельзя принять. Верните покупателю деньги или оформите защиту заново.',
      bound:
        'Время на сервере: {serverTime:time}. Продажи принимаются в течение стольких часов: {oldestHours}.',
    },
    'sold-at-ahead': {
      title: 'Время продажи ещё не наступило',
      detail: 'Часы кассы спешат. Поправьте их и отправьте продажу снова.',
      bound: 'Время на сервере: {serverTime:time}.',
    },
    'already-protected': {
      title: 'Посылка уже защищена',
      detail: 'Защита этой посылки уже действует. Второй раз платить не нужно: деньги не берите.',
      bound: 'Она действует до {endsAt:deadline}.',
    },
    'policy-not-active': {
      title: 'Защита не действует',
      detail: 'Защита этой посылки закончилась или отменена, поэтому действие уже недоступно.',
    },
    'void-too-late': {
      title: 'Срок отмены прошёл',
      detail: 'Отменить защиту с возвратом её стоимости уже нельзя. Она продолжает действовать.',
      bound: 'Отменить можно было до {voidableUntil:deadline}.',
    },
    'void-claim-open': {
      title: 'По посылке есть обращение',
      detail: 'Пока обращение рассматривается, отменить защиту нельзя. Она продолжает действовать.',
    },
    'void-after-claim': {
      title: 'По защите уже обращались',
      detail:
        'По этой защите уже обращались, поэтому отменить её с возвратом стоимости нельзя. Она продолжает действовать.',
    },
    'claim-kind-not-covered': {
      title: 'Этот случай не входит в защиту',
      detail:
        'По условиям, на которых куплена защита, такой случай не рассматривается. Выберите другой вид обмана.',
    },
    'claim-amount-out-of-range': {
      title: 'Сумма обращения не подходит',
      detail: 'Укажите сумму, которую вы потеряли. Она не может быть больше суммы покупки.',
      bound: 'Можно указать от {minimum:money} до {maximum:money}.',
    },
    'claim-too-late': {
      title: 'Срок обращения прошёл',
      detail: 'Защита этой посылки закончилась, поэтому новое обращение принять нельзя.',
      bound: 'Обратиться можно было до {endsAt:deadline}.',
    },
    'claims-too-many': {
      title: 'Больше обращений принять нельзя',
      detail:
        'По этой посылке уже подано наибольшее число обращений. Если это ошибка, позвоните на горячую линию.',
      bound: 'Наибольшее число: {maximum}.',
    },
    'upload-too-large': {
      title: 'Файл слишком большой',
      detail:
        'Снимите видео с меньшим качеством, сократите его или выберите файл поменьше и загрузите снова.',
      bound: 'Наибольший размер: {maximumBytes:size}.',
    },
    'uploads-too-many': {
      title: 'Больше файлов загрузить нельзя',
      detail:
        'По этой посылке уже загружено наибольшее число таких файлов. Если нужно добавить ещё, напишите специалисту.',
      bound: 'Наибольшее число: {filesPerPolicy}.',
    },
    'upload-type-not-accepted': {
      title: 'Этот файл не подходит',
      detail:
        'Для распаковки подходит видео, снятое на телефон или камеру, для ответа специалисту снимок или документ.',
      bound: 'Подходят: {acceptedTypes:list}.',
    },
    'upload-not-open': {
      title: 'Эта загрузка уже закрыта',
      detail: 'Она завершена или отменена. Если видео ещё не загружено, начните новую загрузку.',
    },
    'no-open-claim': {
      title: 'Документ пока не к чему приложить',
      detail: 'Документы прикладывают к обращению, которое рассматривается. Сначала подайте обращение.',
    },
    'document-unknown': {
      title: 'Документ не найден',
      detail: 'Один из приложенных документов не загружен до конца. Загрузите его и отправьте ответ снова.',
    },
    'upload-part-invalid': {
      title: 'Часть файла описана неверно',
      detail:
        'Номер, размер или контрольная сумма части не подходят. Обновите страницу и продолжите загрузку.',
    },
    'upload-parts-missing': {
      title: 'Файл загружен не полностью',
      detail: 'Некоторые части ещё не дошли. Продолжите загрузку: то, что уже загружено, сохранено.',
      bound: 'Не хватает частей: {missing}.',
    },
    'precondition-missing': {
      title: 'Не указана версия дела',
      detail: 'Откройте дело снова и повторите действие с заголовком If-Match из полученного ответа.',
    },
    'case-changed': {
      title: 'Дело уже изменилось',
      detail:
        'Пока вы его смотрели, в деле произошло новое. Обновите страницу и проверьте, нужно ли действие.',
    },
    'action-unknown': {
      title: 'Такого действия нет',
      detail: 'Обновите страницу и выберите одно из предложенных действий.',
      bound: 'Сейчас доступны: {allowedActions:actions}.',
    },
    'action-not-allowed': {
      title: 'Сейчас это сделать нельзя',
      detail: 'В нынешнем состоянии обращения это действие недоступно. Обновите страницу и выберите другое.',
      bound: 'Сейчас доступны: {allowedActions:actions}.',
    },
    'appeal-too-late': {
      title: 'Срок для пересмотра прошёл',
      detail: 'Попросить пересмотреть это решение уже нельзя: оно осталось в силе.',
      bound: 'Попросить можно было до {appealUntil:deadline}.',
    },
    'another-person-needed': {
      title: 'Решать должен другой специалист',
      detail:
        'В этом обращении отказали вы, поэтому пересмотреть решение должен кто-то другой. Передайте обращение коллеге.',
    },
    'decision-incomplete': {
      title: 'Решение заполнено не полностью',
      detail:
        'Для отказа нужны причина, пункт действующих условий и материалы, на которых он основан; для причины «другое» ещё и объяснение. Для вопроса или просьбы о пересмотре нужен текст, для ответа текст или документ.',
    },
    'approved-amount-out-of-range': {
      title: 'Такую сумму одобрить нельзя',
      detail:
        'Сумма выплаты не может быть больше суммы обращения, а все выплаты по посылке вместе не больше её стоимости.',
      bound: 'Можно одобрить от {minimum:money} до {maximum:money}.',
    },
    'recovered-amount-out-of-range': {
      title: 'Такую сумму нельзя записать',
      detail: 'Возвращено может быть не больше того, что ещё не возмещено.',
      bound: 'Можно записать от {minimum:money} до {maximum:money}.',
    },
    'second-person-needed': {
      title: 'Эту сумму согласует второй человек',
      detail: 'Предложите выплату: её согласует старший специалист.',
      bound: 'Без согласования можно одобрить до {maximum:money}.',
    },
    'proposal-outdated': {
      title: 'Предложение устарело',
      detail:
        'Сумма, получатель или материалы изменились после предложения. Посмотрите обращение и предложите выплату заново.',
    },
    'documents-missing': {
      title: 'Не хватает обязательных документов',
      detail: 'Запросите документы у покупателя или объясните, почему решение принимается без них.',
    },
    'evidence-unknown': {
      title: 'Такого файла в деле нет',
      detail: 'Сошлитесь на файл, который уже получен.',
    },
    'merge-not-possible': {
      title: 'Эти обращения нельзя объединить',
      detail: 'Объединяются обращения об одной покупке, пока ни по одному из них нет решения.',
    },
    'assigned-to-another': {
      title: 'Обращение ведёт другой специалист',
      detail: 'Попросите коллегу передать его вам или обратитесь к старшему специалисту.',
    },
    'not-assigned': {
      title: 'Сначала возьмите обращение',
      detail: 'Личные данные и видео открывает тот, кто ведёт обращение.',
    },
    'assignee-unknown': {
      title: 'Этому сотруднику нельзя передать обращение',
      detail: 'Выберите специалиста, который сейчас работает.',
    },
    'bookmarks-too-many': {
      title: 'Слишком много отметок',
      detail: 'Больше отметок к этому видео поставить нельзя.',
      bound: 'Допустимо отметок: {maximum}.',
    },
    'letter-incomplete': {
      title: 'Письмо ещё нельзя отправить',
      detail: 'Заполните пропуски, адресата и то, чего не хватает для выбранного способа отправки.',
      bound: 'Приложения к электронному письму вместе не больше {maximum:size}: отправьте его почтой.',
    },
    'letter-not-draft': {
      title: 'Письмо уже нельзя изменить',
      detail: 'Письмо отправлено или удалено. Напишите новое.',
    },
    'letter-changed': {
      title: 'Письмо уже изменил кто-то другой',
      detail: 'Откройте письмо заново: ваш текст останется у вас, сравните его с новым.',
    },
    'letter-not-sent': {
      title: 'На это письмо нельзя внести ответ',
      detail: 'Ответ вносится к отправленному письму.',
    },
    'letters-too-many': {
      title: 'Слишком много писем',
      detail: 'Больше писем или ответов к этому обращению добавить нельзя.',
      bound: 'Допустимо: {maximum}.',
    },
    'payee-invalid': {
      title: 'Реквизиты заполнены неверно',
      detail:
        'Проверьте БИК (9 цифр), номер счёта (20 цифр, счёт в рублях) и имя получателя: сверьте их с реквизитами в приложении банка.',
    },
    'payee-not-changeable': {
      title: 'Реквизиты уже нельзя изменить',
      detail: 'Решение о выплате уже принято, или обращение закрыто. Выплата идёт по прежним реквизитам.',
    },
    'code-wrong': {
      title: 'Код не подошёл',
      detail: 'Проверьте код из последнего SMS и введите его снова.',
      bound: 'Осталось попыток: {attemptsLeft}.',
    },
    'code-expired': {
      title: 'Код больше не действует',
      detail: 'Запросите новый код: он придёт в SMS на телефон, который указан при покупке защиты.',
    },
    'code-too-soon': {
      title: 'Новый код пока не отправить',
      detail: 'Код уже отправлен. Подождите SMS, прежде чем запрашивать следующий.',
      bound: 'Новый код можно запросить не раньше: {nextCodeAt:time}.',
    },
    'cursor-invalid': {
      title: 'Не удалось продолжить список',
      detail: 'Откройте список с начала.',
    },
    'try-again': {
      title: 'Сейчас не получилось',
      detail: 'Сервис занят. Ничего не потеряно: повторите то же самое через несколько секунд.',
    },
  },
  en: {
    'invalid-request': {
      title: 'The request is not filled in correctly',
      detail:
        'Check the fields of the request: a list of the wrong ones is attached. Correct them and send it again.',
    },
    'body-too-large': {
      title: 'The request is too large',
      detail: 'Shorten the data and send the request again. Videos are uploaded separately.',
      bound: 'The largest size is {maximum:size}.',
    },
    'body-too-deep': {
      title: 'The request is nested too deeply',
      detail: 'The data has too many levels. Simplify it and send the request again.',
      bound: 'The most levels: {maximum}.',
    },
    'unsupported-media-type': {
      title: 'The format of the request is not accepted',
      detail: 'Send JSON with the header Content-Type: application/json.',
    },
    forbidden: {
      title: 'No access',
      detail: 'This action needs other rights. If you should have them, please ask your supervisor.',
    },
    'not-found': {
      title: 'Nothing was found',
      detail:
        'Check that the whole link was opened, or that the parcel number has no mistake. If all is right, it may have expired.',
    },
    'idempotency-key-missing': {
      title: 'The request has no key',
      detail: 'Add the header Idempotency-Key with a value made for this sale and saved before sending.',
    },
    'idempotency-key-invalid': {
      title: 'The key of the request is not accepted',
      detail: 'The header Idempotency-Key must be a short string of Latin letters, digits and hyphens.',
    },
    'idempotency-key-reused': {
      title: 'The key was used for another request',
      detail:
        'Other data came with this key before. Repeat the request with the same data, or make a new key for a new sale.',
    },
    'tracking-number-malformed': {
      title: 'This is not a parcel number',
      detail:
        'A number has 14 digits, or 13 characters such as EA123456785RU. Find it on the parcel’s label or on the receipt and enter it again.',
    },
    'tracking-number-check-digit': {
      title: 'The parcel number has a mistake',
      detail:
        'The check digit does not fit: most likely one digit is wrong. Compare the number with the label.',
    },
    'amount-out-of-range': {
      title: 'This sum cannot be protected',
      detail: 'Check the sum of the purchase. It is given in kopecks.',
      bound: 'Purchases from {minimum:money} to {maximum:money} can be protected.',
    },
    'consent-missing': {
      title: 'The customer’s consent is missing',
      detail:
        'Show the customer the terms, ask for consent to them and, apart from it, for consent to the use of personal data. Protection cannot be sold without both.',
    },
    'terms-unknown': {
      title: 'There is no such version of the terms',
      detail: 'Show the customer the terms that are valid now and ask for consent to them.',
      bound: 'The version on sale is {onSale}.',
    },
    'time-zone-unknown': {
      title: 'The office’s time zone is unknown',
      detail: 'Name one of the eleven time zones of post offices, for example Europe/Moscow.',
    },
    'sold-at-too-old': {
      title: 'The sale came too late',
      detail: 'This sale can no longer be accepted. Return the customer’s money or sell the protection anew.',
      bound: 'The server’s time is {serverTime:time}. Sales are accepted for this many hours: {oldestHours}.',
    },
    'sold-at-ahead': {
      title: 'The time of sale has not come yet',
      detail: 'The clock of the till is fast. Set it and send the sale again.',
      bound: 'The server’s time is {serverTime:time}.',
    },
    'already-protected': {
      title: 'The parcel is already protected',
      detail: 'This parcel already has protection. It need not be paid for again: please take no money.',
      bound: 'It lasts until {endsAt:deadline}.',
    },
    'policy-not-active': {
      title: 'The protection is over',
      detail: 'The protection of this parcel has ended or was cancelled, so this is no longer possible.',
    },
    'void-too-late': {
      title: 'The time for cancelling has passed',
      detail: 'The protection can no longer be cancelled with its price returned. It stays valid.',
      bound: 'It could be cancelled until {voidableUntil:deadline}.',
    },
    'void-claim-open': {
      title: 'There is a claim for this parcel',
      detail: 'While the claim is being handled the protection cannot be cancelled. It stays valid.',
    },
    'void-after-claim': {
      title: 'A claim was filed under this protection',
      detail:
        'A claim was filed under this protection, so it can no longer be cancelled with its price returned. It stays valid.',
    },
    'claim-kind-not-covered': {
      title: 'This case is not covered',
      detail: 'The terms that the protection was sold under do not cover such a case. Choose another kind.',
    },
    'claim-amount-out-of-range': {
      title: 'The sum of the claim is not accepted',
      detail: 'Give the sum that you lost. It cannot be more than the sum of the purchase.',
      bound: 'It can be from {minimum:money} to {maximum:money}.',
    },
    'claim-too-late': {
      title: 'The time for claims has passed',
      detail: 'The protection of this parcel has ended, so a new claim cannot be accepted.',
      bound: 'A claim was possible until {endsAt:deadline}.',
    },
    'claims-too-many': {
      title: 'No more claims can be accepted',
      detail:
        'The largest number of claims for this parcel has been reached. If this is a mistake, call the hotline.',
      bound: 'The largest number is {maximum}.',
    },
    'upload-too-large': {
      title: 'The file is too large',
      detail:
        'Record the video in a lower quality, shorten it or choose a smaller file, and upload it again.',
      bound: 'The largest size is {maximumBytes:size}.',
    },
    'uploads-too-many': {
      title: 'No more files can be uploaded',
      detail:
        'The largest number of such files for this parcel has been reached. If you need to add one, tell the specialist.',
      bound: 'The largest number is {filesPerPolicy}.',
    },
    'upload-type-not-accepted': {
      title: 'This file is not accepted',
      detail:
        'For the unboxing choose a video recorded with a phone or a camera, for an answer a picture or a document.',
      bound: 'Accepted are: {acceptedTypes:list}.',
    },
    'upload-not-open': {
      title: 'This upload is closed',
      detail: 'It was completed or cancelled. If the video is not uploaded yet, start a new upload.',
    },
    'no-open-claim': {
      title: 'There is nothing yet that the document could go with',
      detail: 'Documents go with a claim that is being looked at. File the claim first.',
    },
    'document-unknown': {
      title: 'The document was not found',
      detail: 'One of the documents has not arrived completely. Upload it and send the answer again.',
    },
    'upload-part-invalid': {
      title: 'A part of the file is not described correctly',
      detail:
        'The number, the size or the checksum of the part does not fit. Reload the page and go on uploading.',
    },
    'upload-parts-missing': {
      title: 'The file is not complete',
      detail: 'Some parts have not arrived yet. Go on uploading: what has arrived is kept.',
      bound: 'Missing parts: {missing}.',
    },
    'precondition-missing': {
      title: 'The version of the case is not given',
      detail: 'Open the case again and repeat the action with the header If-Match from that answer.',
    },
    'case-changed': {
      title: 'The case has changed',
      detail:
        'Something happened in the case while you looked at it. Reload it and see whether this is still needed.',
    },
    'action-unknown': {
      title: 'There is no such action',
      detail: 'Reload the page and choose one of the actions that are offered.',
      bound: 'Possible now: {allowedActions:actions}.',
    },
    'action-not-allowed': {
      title: 'This is not possible now',
      detail: 'The present state of the claim does not allow it. Reload the page and choose another action.',
      bound: 'Possible now: {allowedActions:actions}.',
    },
    'appeal-too-late': {
      title: 'The time for a new look has passed',
      detail: 'It is no longer possible to ask for a new look at this decision. It stands.',
      bound: 'It was possible until {appealUntil:deadline}.',
    },
    'another-person-needed': {
      title: 'Somebody else has to decide',
      detail:
        'It was you who refused this claim, so the new look needs another person. Pass it to a colleague.',
    },
    'decision-incomplete': {
      title: 'The decision is not complete',
      detail:
        'A refusal needs a reason, a clause that stands in the terms, and the evidence it rests on; for the reason “other” an explanation as well. A question or a request for a new look needs its text, an answer its text or a document.',
    },
    'approved-amount-out-of-range': {
      title: 'This sum cannot be approved',
      detail:
        'A payout cannot be more than the sum of the claim, and all payouts for a parcel no more than was paid for it.',
      bound: 'It can be from {minimum:money} to {maximum:money}.',
    },
    'recovered-amount-out-of-range': {
      title: 'This sum cannot be recorded',
      detail: 'No more can have been given back than nobody has made good yet.',
      bound: 'Between {minimum:money} and {maximum:money} is possible.',
    },
    'second-person-needed': {
      title: 'This sum needs a second person',
      detail: 'Propose the payout: a senior specialist approves it.',
      bound: 'Up to {maximum:money} can be approved alone.',
    },
    'proposal-outdated': {
      title: 'The proposal is outdated',
      detail:
        'Sum, payee or evidence changed since it was made. Look at the claim and propose the payout anew.',
    },
    'documents-missing': {
      title: 'Mandatory documents are missing',
      detail: 'Ask the customer for them, or say why the decision goes without.',
    },
    'evidence-unknown': {
      title: 'There is no such file in the case',
      detail: 'Refer to a file that has arrived.',
    },
    'merge-not-possible': {
      title: 'These claims cannot be joined',
      detail: 'Claims about the same purchase can be joined while none of them is decided.',
    },
    'assigned-to-another': {
      title: 'Another specialist has this claim',
      detail: 'Ask your colleague to hand it over, or ask a senior specialist.',
    },
    'not-assigned': {
      title: 'Take the claim first',
      detail: 'Personal data and videos are opened by whoever has the claim.',
    },
    'assignee-unknown': {
      title: 'The claim cannot be given to this person',
      detail: 'Choose a specialist who is at work.',
    },
    'bookmarks-too-many': {
      title: 'Too many bookmarks',
      detail: 'No more bookmarks can be added to this video.',
      bound: 'Possible are {maximum}.',
    },
    'letter-incomplete': {
      title: 'The letter cannot be sent yet',
      detail: 'Fill the gaps, the addressee and what the chosen way of sending needs.',
      bound: 'Enclosures of an e-mail can be {maximum:size} together: send the letter by post.',
    },
    'letter-not-draft': {
      title: 'The letter can no longer be changed',
      detail: 'It was sent or discarded. Write a new one.',
    },
    'letter-changed': {
      title: 'Somebody else has changed the letter',
      detail: 'Open it again: your text stays with you, compare the two.',
    },
    'letter-not-sent': {
      title: 'No reply can be filed to this letter',
      detail: 'Replies are filed to letters that were sent.',
    },
    'letters-too-many': {
      title: 'Too many letters',
      detail: 'No more letters or replies can be added to this claim.',
      bound: 'Possible are {maximum}.',
    },
    'payee-invalid': {
      title: 'The payout details are not right',
      detail:
        'Check the bank code (BIC, 9 digits), the account (20 digits, in roubles) and the holder’s name against those in your bank’s app.',
    },
    'payee-not-changeable': {
      title: 'The payout details can no longer be changed',
      detail: 'The payout is already decided, or the claim is closed. The details stay as they were.',
    },
    'code-wrong': {
      title: 'The code does not fit',
      detail: 'Check the code in the latest SMS and enter it again.',
      bound: 'Tries left: {attemptsLeft}.',
    },
    'code-expired': {
      title: 'The code is no longer valid',
      detail:
        'Ask for a new code: it comes by SMS to the phone that was given when the protection was bought.',
    },
    'code-too-soon': {
      title: 'A new code cannot be sent yet',
      detail: 'A code was already sent. Please wait for the SMS before you ask for another.',
      bound: 'A new code is possible from {nextCodeAt:time}.',
    },
    'cursor-invalid': {
      title: 'The list could not be continued',
      detail: 'Open the list from its beginning.',
    },
    'try-again': {
      title: 'This did not work just now',
      detail: 'The service is busy. Nothing is lost: repeat the same in a few seconds.',
    },
  },
};
