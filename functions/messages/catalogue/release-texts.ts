import type { Locale } from '../../contracts/primitives.ts';

/** Forms of a noun (and what has to agree with it) by the plural rules; English needs `one` and `many` only. */
export interface Forms {
  one: string;
  few: string;
  many: string;
}

export interface ReleaseTexts {
  /** Sentences, in their order. `{period}` begins the first one and is put into upper case by itself. */
  sold: string;
  soldNothing: string;
  filed: string;
  filedNothing: string;
  closed: string;
  closedForAll: string;
  closedForNobody: string;
  /** The only claim that was closed. */
  closedOne: string;
  closedOneForNobody: string;
  paid: string;
  paidAndRecovered: string;
  recovered: string;
  decidedWithin: string;
  mostFrequent: string;
  times: Forms;
  claims: Forms;
  /** Claims as the sentences on what was closed need them. */
  closedClaims: Forms;
  roubles: Forms;
  hours: Forms;
  days: Forms;
  /** Large sums, rounded: the unit, already with its roubles. */
  thousand: string;
  million: string;
  billion: string;
  ofThem: string;
  percents: string;
  lessThanOnePercent: string;
  country: string;
  months: readonly string[];
  /** "in October": only Russian tells it from the name. */
  inMonths: readonly string[];
  /** "of October", after a day or after `from`. */
  ofMonths: readonly string[];
  periods: {
    day: string;
    month: string;
    year: string;
    halves: readonly [string, string];
    quarters: readonly [string, string, string, string];
    nineMonths: string;
    monthsOfYear: string;
    daysOfMonth: string;
    daysOfYear: string;
    days: string;
  };
  /** Where each number comes from, for whoever answers for it. */
  counted: {
    period: string;
    sold: string;
    filed: string;
    closed: string;
    helped: string;
    share: string;
    paid: string;
    recovered: string;
    decidedWithin: string;
    mostFrequent: string;
  };
}

const MONTHS_RU = [
  'январь',
  'февраль',
  'март',
  'апрель',
  'май',
  'июнь',
  'июль',
  'август',
  'сентябрь',
  'октябрь',
  'ноябрь',
  'декабрь',
];
const IN_MONTHS_RU = [
  'январе',
  'феврале',
  'марте',
  'апреле',
  'мае',
  'июне',
  'июле',
  'августе',
  'сентябре',
  'октябре',
  'ноябре',
  'декабре',
];
const OF_MONTHS_RU = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
];
const MONTHS_EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const releaseTexts: Record<Locale, ReleaseTexts> = {
  ru: {
    sold: '{period} {where} услугу «Защищённая покупка» оформили {sold}.',
    soldNothing: '{period} {where} услугу «Защищённая покупка» не оформляли.',
    filed: 'За это время от покупателей поступило {filed}.',
    filedNothing: 'Обращений от покупателей за это время не поступало.',
    closed: 'Рассмотрение завершено по {closed}, деньги покупателям вернули {helped} — это {share}.',
    closedForAll: 'Рассмотрение завершено по {closed}, деньги вернули во всех случаях — это {share}.',
    closedForNobody: 'Рассмотрение завершено по {closed}, оснований для возврата денег не нашлось.',
    closedOne: 'Рассмотрение завершено по {closed}, деньги покупателю вернули.',
    closedOneForNobody: 'Рассмотрение завершено по {closed}, оснований для возврата денег не нашлось.',
    paid: 'Служба выплатила покупателям {paid}.',
    paidAndRecovered: 'Служба выплатила покупателям {paid}, ещё {recovered} вернули продавцы и банки.',
    recovered: 'Продавцы и банки вернули покупателям {recovered}.',
    decidedWithin: 'Половина решений принята не позднее чем через {time} после обращения.',
    mostFrequent: 'Самая частая причина обращений — «{kind}»: {claims}.',
    times: { one: '{number} раз', few: '{number} раза', many: '{number} раз' },
    claims: { one: '{number} обращение', few: '{number} обращения', many: '{number} обращений' },
    closedClaims: { one: '{number} обращению', few: '{number} обращениям', many: '{number} обращениям' },
    roubles: { one: '{number} рубль', few: '{number} рубля', many: '{number} рублей' },
    hours: { one: '{number} час', few: '{number} часа', many: '{number} часов' },
    days: { one: '{number} день', few: '{number} дня', many: '{number} дней' },
    thousand: '{number} тыс. рублей',
    million: '{number} млн рублей',
    billion: '{number} млрд рублей',
    ofThem: 'по {number} из них',
    percents: '{number} %',
    lessThanOnePercent: 'менее 1 %',
    country: 'в России',
    months: MONTHS_RU,
    inMonths: IN_MONTHS_RU,
    ofMonths: OF_MONTHS_RU,
    periods: {
      day: '{toDay} {toMonth} {toYear} года',
      month: 'в {inMonth} {toYear} года',
      year: 'в {toYear} году',
      halves: ['за первое полугодие {toYear} года', 'за второе полугодие {toYear} года'],
      quarters: [
        'за первый квартал {toYear} года',
        'за второй квартал {toYear} года',
        'за третий квартал {toYear} года',
        'за четвёртый квартал {toYear} года',
      ],
      nineMonths: 'за девять месяцев {toYear} года',
      monthsOfYear: 'с {fromMonth} по {month} {toYear} года',
      daysOfMonth: '{since} {fromDay} по {toDay} {toMonth} {toYear} года',
      daysOfYear: '{since} {fromDay} {fromMonth} по {toDay} {toMonth} {toYear} года',
      days: '{since} {fromDay} {fromMonth} {fromYear} года по {toDay} {toMonth} {toYear} года',
    },
    counted: {
      period: 'Дни по московскому времени, первый и последний включительно: {from} — {to}.',
      sold: 'Продажи за эти дни, вместе с теми, что потом отменены.',
      filed: 'Обращения, поданные за эти дни, на какие бы продажи они ни приходились.',
      closed:
        'Обращения, рассмотрение которых закончилось за эти дни: выплачено, вернул продавец, вернул банк, отказано, закрыто без рассмотрения. Отозванные и объединённые не в счёт.',
      helped: 'Из них те, по которым деньги выплатили мы, вернул продавец или вернул банк.',
      share: 'Доля обращений с возвратом денег среди завершённых; до целого процента в меньшую сторону.',
      paid: 'Выплачено нами по обращениям, завершённым за эти дни; в копейках, в тексте округлено.',
      recovered:
        'Вернули продавцы и банки по обращениям, завершённым за эти дни; в копейках, в тексте округлено.',
      decidedWithin:
        'Медиана времени от обращения до решения, в часах, с точностью до 1 %; в тексте округлено в большую сторону.',
      mostFrequent: 'Поданные за эти дни обращения этого вида.',
    },
  },
  en: {
    sold: '{period}, Protected Purchase was sold {sold} {where}.',
    soldNothing: '{period}, Protected Purchase was not sold {where}.',
    filed: 'In that time buyers filed {filed}.',
    filedNothing: 'In that time buyers filed no claims.',
    closed: '{closed}, and {helped} the buyer got the money back: {share}.',
    closedForAll: '{closed}, and the buyer got the money back every time: {share}.',
    closedForNobody: '{closed}, none of them with grounds to return money.',
    closedOne: '{closed}, and the buyer got the money back.',
    closedOneForNobody: '{closed}, without grounds to return money.',
    paid: 'The service paid {paid} to buyers.',
    paidAndRecovered:
      'The service paid {paid} to buyers, and sellers and banks returned another {recovered}.',
    recovered: 'Sellers and banks returned {recovered} to buyers.',
    decidedWithin: 'Half of the decisions were made within {time} of filing.',
    mostFrequent: 'The most frequent reason was “{kind}”: {claims}.',
    times: { one: 'once', few: '{number} times', many: '{number} times' },
    claims: { one: '{number} claim', few: '{number} claims', many: '{number} claims' },
    closedClaims: {
      one: '{number} claim was closed',
      few: '{number} claims were closed',
      many: '{number} claims were closed',
    },
    roubles: { one: '{number} rouble', few: '{number} roubles', many: '{number} roubles' },
    hours: { one: '{number} hour', few: '{number} hours', many: '{number} hours' },
    days: { one: '{number} day', few: '{number} days', many: '{number} days' },
    thousand: '{number} thousand roubles',
    million: '{number} million roubles',
    billion: '{number} billion roubles',
    ofThem: 'in {number} of them',
    percents: '{number}%',
    lessThanOnePercent: 'less than 1%',
    country: 'in Russia',
    months: MONTHS_EN,
    inMonths: MONTHS_EN,
    ofMonths: MONTHS_EN,
    periods: {
      day: 'on {toDay} {toMonth} {toYear}',
      month: 'in {inMonth} {toYear}',
      year: 'in {toYear}',
      halves: ['in the first half of {toYear}', 'in the second half of {toYear}'],
      quarters: [
        'in the first quarter of {toYear}',
        'in the second quarter of {toYear}',
        'in the third quarter of {toYear}',
        'in the fourth quarter of {toYear}',
      ],
      nineMonths: 'in the first nine months of {toYear}',
      monthsOfYear: 'from {fromMonth} to {month} {toYear}',
      daysOfMonth: '{since} {fromDay} to {toDay} {toMonth} {toYear}',
      daysOfYear: '{since} {fromDay} {fromMonth} to {toDay} {toMonth} {toYear}',
      days: '{since} {fromDay} {fromMonth} {fromYear} to {toDay} {toMonth} {toYear}',
    },
    counted: {
      period: 'Days in Moscow time, the first and the last included: {from} – {to}.',
      sold: 'Sales on these days, with those that were voided later.',
      filed: 'Claims filed on these days, whenever the protection was sold.',
      closed:
        'Claims that came to their end on these days: compensated, refunded by the seller, recovered through the bank, refused, lapsed. Withdrawn and merged ones do not count.',
      helped: 'Those of them where we paid, or the seller or the bank returned the money.',
      share: 'Claims with money returned among those that were closed; whole per cent, rounded down.',
      paid: 'Paid by us on claims that were closed on these days; kopecks, rounded in the text.',
      recovered:
        'Returned by sellers and banks on claims that were closed on these days; kopecks, rounded in the text.',
      decidedWithin: 'The median time from filing to decision, in hours, within 1 %; rounded up in the text.',
      mostFrequent: 'Claims of this kind filed on these days.',
    },
  },
};
