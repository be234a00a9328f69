import type { Locale } from '../../contracts/primitives.ts';
import type { PolicyNoticeAbout } from '../ports.ts';

export type PolicyMessageKey = PolicyNoticeAbout | 'policy-sold-with-film';

export interface PolicyMessage {
  sms: string;
  subject: string;
  email: string;
}

/**
 * What a customer is told of the protection itself; a sale says whether the unboxing has to be filmed.
 *
 * Placeholders: {number} the parcel, {date} the end of the protection, {left} how long that still is,
 * {amount} the protected sum, {price} of the protection, {seller} by name, {link} the customer's page.
 */
export const policyMessages: Record<Locale, Record<PolicyMessageKey, PolicyMessage>> = {
  ru: {
    'policy-sold': {
      sms: 'Посылка {number}: защита действует до {date}. Видео не обязательно. Ваша страница: {link}',
      subject: 'Защита посылки {number} оформлена',
      email: `Здравствуйте!

Защита посылки {number} оформлена. Она действует до {date}.
Сумма покупки: {amount}. Продавец: {seller}. Стоимость защиты: {price}.

Видео распаковки для этой суммы не обязательно, но поможет разобраться быстрее.
Если с покупкой что-то не так, обратитесь на вашей странице: {link}

Ссылка ведёт к вашей защите. Пожалуйста, никому её не передавайте.

Служба «Защищённая покупка»`,
    },
    'policy-sold-with-film': {
      sms: 'Посылка {number}: защита действует до {date}. Обязательно снимите распаковку на видео: {link}',
      subject: 'Защита посылки {number} оформлена: снимите распаковку на видео',
      email: `Здравствуйте!

Защита посылки {number} оформлена. Она действует до {date}.
Сумма покупки: {amount}. Продавец: {seller}. Стоимость защиты: {price}.

Для этой суммы нужно видео распаковки: начните съёмку, пока посылка ещё закрыта, и не прерывайте её.
Загрузить видео или обратиться, если с покупкой что-то не так, можно на вашей странице: {link}

Ссылка ведёт к вашей защите. Пожалуйста, никому её не передавайте.

Служба «Защищённая покупка»`,
    },
    'policy-ending': {
      sms: 'Посылка {number}: защита скоро закончится, она действует до {date}. Если что-то не так: {link}',
      subject: 'Защита посылки {number} закончится через {left}',
      email: `Здравствуйте!

Защита посылки {number} закончится через {left}. Она действует до {date}.

Если с покупкой всё в порядке, делать ничего не нужно.
Если что-то не так, обратитесь до этого времени на вашей странице: {link}

Служба «Защищённая покупка»`,
    },
    'policy-ended': {
      sms: 'Посылка {number}: защита закончилась {date}. Подробности: {link}',
      subject: 'Защита посылки {number} закончилась',
      email: `Здравствуйте!

Защита посылки {number} закончилась {date}. Обратиться по этой посылке больше нельзя.
Загруженные видео, которые не относятся к обращениям, мы удалим.

Подробности на вашей странице: {link}

Служба «Защищённая покупка»`,
    },
    'policy-voided': {
      sms: 'Посылка {number}: защита отменена. Стоимость {price} подлежит возврату там, где вы её оплатили.',
      subject: 'Защита посылки {number} отменена',
      email: `Здравствуйте!

Защита посылки {number} отменена. Стоимость защиты {price} подлежит возврату там, где вы её оплатили.
Если вы не просили об отмене, обратитесь в отделение почты, где получали посылку.

Служба «Защищённая покупка»`,
    },
  },
  en: {
    'policy-sold': {
      sms: 'Parcel {number}: protected until {date}. A video is optional. Your page: {link}',
      subject: 'Parcel {number} is protected',
      email: `Hello,

Parcel {number} is protected until {date}.
Purchase: {amount}. Seller: {seller}. Price of the protection: {price}.

For this sum a video of the unboxing is optional, but it helps us to help you faster.
If something is wrong with your purchase, file a claim on your page: {link}

The link opens your protection. Please do not share it.

Protected Purchase service`,
    },
    'policy-sold-with-film': {
      sms: 'Parcel {number}: protected until {date}. You need to film the unboxing: {link}',
      subject: 'Parcel {number} is protected: please film the unboxing',
      email: `Hello,

Parcel {number} is protected until {date}.
Purchase: {amount}. Seller: {seller}. Price of the protection: {price}.

For this sum a video of the unboxing is needed: start filming while the parcel is still closed, and do not stop in between.
Upload the video, or file a claim if something is wrong with your purchase, on your page: {link}

The link opens your protection. Please do not share it.

Protected Purchase service`,
    },
    'policy-ending': {
      sms: 'Parcel {number}: your protection ends soon, it lasts until {date}. If something is wrong: {link}',
      subject: 'The protection of parcel {number} ends in {left}',
      email: `Hello,

The protection of parcel {number} ends in {left}. It lasts until {date}.

If your purchase is fine, you need not do anything.
If something is wrong, file a claim before then on your page: {link}

Protected Purchase service`,
    },
    'policy-ended': {
      sms: 'Parcel {number}: your protection ended: {date}. Details: {link}',
      subject: 'The protection of parcel {number} has ended',
      email: `Hello,

The protection of parcel {number} has ended: {date}. Claims for this parcel are no longer possible.
We will delete the videos that you uploaded, except those that belong to a claim.

Details on your page: {link}

Protected Purchase service`,
    },
    'policy-voided': {
      sms: 'Parcel {number}: your protection was cancelled. The price of {price} is refunded where you paid it.',
      subject: 'The protection of parcel {number} was cancelled',
      email: `Hello,

The protection of parcel {number} was cancelled. Its price of {price} is refunded where you paid it.
If you did not ask for this, please turn to the post office where you received the parcel.

Protected Purchase service`,
    },
  },
};
