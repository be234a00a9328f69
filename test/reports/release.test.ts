import fc from 'fast-check';
import { claimKind } from '../../functions/contracts/primitives.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { type Measures, release as releaseSchema } from '../../functions/contracts/reports.ts';
import { releaseTexts } from '../../functions/messages/catalogue/release-texts.ts';
import { placeholdersOf } from '../../functions/messages/fill-text.ts';
import { measuresOf } from '../../functions/reports/measures.ts';
import { regionByCode, regions } from '../../functions/reports/regions.ts';
import { releaseOf } from '../../functions/reports/release.ts';
import { counted, duration, grouped, money, percent } from '../../functions/reports/release-numbers.ts';
import { periodInWords } from '../../functions/reports/release-period.ts';
import { writeRelease } from '../../functions/reports/write-release.ts';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const some = (sums: Record<string, number>, p50: number | null = null): Measures => {
  const measures = measuresOf(sums);
  return { ...measures, timeToDecision: { ...measures.timeToDecision, p50 } };
};
const textOf = (measures: Measures, code?: string, period = OCTOBER) => {
  const { text } = releaseOf(measures, period, code === undefined ? undefined : regionByCode(code));
  return { ru: plain(text.ru), en: plain(text.en) };
};

describe('numbers and their words', () => {
  const { times, claims, closedClaims, roubles } = releaseTexts.ru;
  it.each([
    [0, '0 раз', '0 обращений', '0 обращениям', '0 рублей'],
    [1, '1 раз', '1 обращение', '1 обращению', '1 рубль'],
    [2, '2 раза', '2 обращения', '2 обращениям', '2 рубля'],
    [5, '5 раз', '5 обращений', '5 обращениям', '5 рублей'],
    [11, '11 раз', '11 обращений', '11 обращениям', '11 рублей'],
    [21, '21 раз', '21 обращение', '21 обращению', '21 рубль'],
    [101, '101 раз', '101 обращение', '101 обращению', '101 рубль'],
    [1_000_000, '1 000 000 раз', '1 000 000 обращений', '1 000 000 обращениям', '1 000 000 рублей'],
  ])('%d', (number, ...said) => {
    const forms = [times, claims, closedClaims, roubles];
    expect(forms.map((each) => plain(counted(number, each, 'ru')))).toEqual(said);
    for (const each of forms) expect(counted(number, each, 'ru')).not.toContain(' ');
  });

  it('in English', () => {
    const say = (number: number) => plain(counted(number, releaseTexts.en.claims, 'en'));
    expect([0, 1, 2, 21, 1_000_000].map(say)).toEqual([
      '0 claims',
      '1 claim',
      '2 claims',
      '21 claims',
      '1,000,000 claims',
    ]);
  });

  it('of money are rounded as people say them', () => {
    const say = (roubles: number) => plain(money(Math.round(roubles * 100), 'ru'));
    expect(
      [1, 22, 9_900.4, 9_999.5, 10_000, 345_678, 999_499, 999_500, 1_000_000, 1_249_999].map(say),
    ).toEqual([
      '1 рубль',
      '22 рубля',
      '9 900 рублей',
      '10 тыс. рублей',
      '10 тыс. рублей',
      '346 тыс. рублей',
      '999 тыс. рублей',
      '1 млн рублей',
      '1 млн рублей',
      '1,2 млн рублей',
    ]);
    expect([999_949_999, 999_950_000, 2_600_000_000].map(say)).toEqual([
      '999,9 млн рублей',
      '1 млрд рублей',
      '2,6 млрд рублей',
    ]);
    expect(plain(money(123_456_789_00, 'en'))).toBe('123.5 million roubles');
  });

  it('have one figure behind the point at most', () => {
    expect([grouped(1.25, 'ru'), grouped(1.04, 'ru'), grouped(1_234.56, 'en')]).toEqual([
      '1,3',
      '1',
      '1,234.6',
    ]);
  });

  it('of shares never promise more than there is', () => {
    expect(
      [
        [99, 100],
        [999, 1000],
        [29, 100],
        [1, 1],
        [1, 300],
        [0, 300],
      ].map(([part = 0, whole = 1]) => plain(percent(part, whole, 'ru'))),
    ).toEqual(['99 %', '99 %', '29 %', '100 %', 'менее 1 %', '0 %']);
  });

  it('of time are rounded up, from two days on in days', () => {
    expect([0.2, 1, 20.5, 48, 48.1, 120].map((hours) => plain(duration(hours, 'ru')))).toEqual([
      '1 час',
      '1 час',
      '21 час',
      '48 часов',
      '3 дня',
      '5 дней',
    ]);
  });
});

describe('a period in words', () => {
  it.each([
    ['2026-10-01', '2026-10-31', 'в октябре 2026 года', 'in October 2026'],
    ['2026-10-01', '2026-10-15', 'с 1 по 15 октября 2026 года', 'from 1 to 15 October 2026'],
    ['2026-10-02', '2026-10-15', 'со 2 по 15 октября 2026 года', 'from 2 to 15 October 2026'],
    ['2026-10-22', '2026-10-23', 'с 22 по 23 октября 2026 года', 'from 22 to 23 October 2026'],
    ['2026-10-15', '2026-10-15', '15 октября 2026 года', 'on 15 October 2026'],
    [
      '2026-09-03',
      '2026-10-15',
      'с 3 сентября по 15 октября 2026 года',
      'from 3 September to 15 October 2026',
    ],
    [
      '2025-12-02',
      '2026-01-15',
      'со 2 декабря 2025 года по 15 января 2026 года',
      'from 2 December 2025 to 15 January 2026',
    ],
    ['2026-01-01', '2026-06-30', 'за первое полугодие 2026 года', 'in the first half of 2026'],
    ['2026-07-01', '2026-12-31', 'за второе полугодие 2026 года', 'in the second half of 2026'],
    ['2026-01-01', '2026-03-31', 'за первый квартал 2026 года', 'in the first quarter of 2026'],
    ['2026-10-01', '2026-12-31', 'за четвёртый квартал 2026 года', 'in the fourth quarter of 2026'],
    ['2026-01-01', '2026-09-30', 'за девять месяцев 2026 года', 'in the first nine months of 2026'],
    ['2026-01-01', '2026-12-31', 'в 2026 году', 'in 2026'],
    ['2026-08-01', '2026-10-31', 'с августа по октябрь 2026 года', 'from August to October 2026'],
    ['2026-10-02', '2026-10-31', 'со 2 по 31 октября 2026 года', 'from 2 to 31 October 2026'],
    ['2026-03-01', '2026-09-30', 'с марта по сентябрь 2026 года', 'from March to September 2026'],
    ['2026-07-01', '2026-10-31', 'с июля по октябрь 2026 года', 'from July to October 2026'],
    ['2026-04-01', '2026-09-30', 'с апреля по сентябрь 2026 года', 'from April to September 2026'],
    ['2026-04-01', '2026-06-30', 'за второй квартал 2026 года', 'in the second quarter of 2026'],
    ['2026-01-01', '2026-02-28', 'с января по февраль 2026 года', 'from January to February 2026'],
    ['2028-02-01', '2028-02-29', 'в феврале 2028 года', 'in February 2028'],
    ['2028-02-01', '2028-02-28', 'с 1 по 28 февраля 2028 года', 'from 1 to 28 February 2028'],
  ])('%s to %s', (from, to, ru, en) => {
    expect([plain(periodInWords({ from, to }, 'ru')), plain(periodInWords({ from, to }, 'en'))]).toEqual([
      ru,
      en,
    ]);
  });

  it('never parts a day from its month or a year from its word at the end of a line', () => {
    const halfOctober = { from: '2026-10-01', to: '2026-10-15' };
    expect(periodInWords(halfOctober, 'ru')).toBe('с 1\u00A0по 15\u00A0октября 2026\u00A0года');
  });
});

describe('the release', () => {
  const october = some(
    {
      sold: 4_300,
      filed: 112,
      'filed:damaged': 40,
      'filed:wrong-item': 72,
      'filed:web': 112,
      compensated: 100,
      refundedBySeller: 8,
      recoveredThroughBank: 1,
      refused: 1,
      paid: 123_456_700,
      recovered: 3_100_000,
    },
    30.2,
  );

  it('is a paragraph that can be published', () => {
    expect(textOf(october, 'RYA')).toEqual({
      ru:
        'В октябре 2026 года в Рязанской области услугу «Защищённая покупка» оформили 4 300 раз. ' +
        'За это время от покупателей поступило 112 обращений. ' +
        'Рассмотрение завершено по 110 обращениям, деньги покупателям вернули по 109 из них — это 99 %. ' +
        'Служба выплатила покупателям 1,2 млн рублей, ещё 31 тыс. рублей вернули продавцы и банки. ' +
        'Половина решений принята не позднее чем через 31 час после обращения. ' +
        'Самая частая причина обращений — «Прислали не тот товар»: 72 обращения.',
      en:
        'In October 2026, Protected Purchase was sold 4,300 times in the Ryazan Region. ' +
        'In that time buyers filed 112 claims. ' +
        '110 claims were closed, and in 109 of them the buyer got the money back: 99%. ' +
        'The service paid 1.2 million roubles to buyers, and sellers and banks returned another 31 thousand roubles. ' +
        'Half of the decisions were made within 31 hours of filing. ' +
        'The most frequent reason was “The wrong item was sent”: 72 claims.',
    });
  });

  it('has something sensible to say of a period without claims, and of one without anything', () => {
    expect(textOf(some({ sold: 21 }), 'TA').ru).toBe(
      'В октябре 2026 года в Республике Татарстан услугу «Защищённая покупка» оформили 21 раз. ' +
        'Обращений от покупателей за это время не поступало.',
    );
    expect(textOf(some({}))).toEqual({
      ru: 'В октябре 2026 года в России услугу «Защищённая покупка» не оформляли. Обращений от покупателей за это время не поступало.',
      en: 'In October 2026, Protected Purchase was not sold in Russia. In that time buyers filed no claims.',
    });
  });

  it.each([
    [{ compensated: 1 }, 'Рассмотрение завершено по 1 обращению, деньги покупателю вернули.'],
    [
      { compensated: 5 },
      'Рассмотрение завершено по 5 обращениям, деньги вернули во всех случаях — это 100 %.',
    ],
    [{ refused: 1 }, 'Рассмотрение завершено по 1 обращению, оснований для возврата денег не нашлось.'],
    [{ refused: 2 }, 'Рассмотрение завершено по 2 обращениям, оснований для возврата денег не нашлось.'],
    [
      { compensated: 1, refused: 20 },
      'Рассмотрение завершено по 21 обращению, деньги покупателям вернули по 1 из них — это 4 %.',
    ],
    [{ recovered: 100_000 }, 'Продавцы и банки вернули покупателям 1 000 рублей.'],
  ])('says of %o', (sums, sentence) => {
    expect(textOf(some({ sold: 1, ...sums })).ru).toContain(` ${sentence}`);
  });

  it.each([
    [{ compensated: 1 }, '1 claim was closed, and the buyer got the money back.'],
    [{ refused: 1 }, '1 claim was closed, without grounds to return money.'],
    [{ compensated: 2 }, '2 claims were closed, and the buyer got the money back every time: 100%.'],
  ])('says of %o in English', (sums, sentence) => {
    expect(textOf(some({ sold: 1, ...sums })).en).toContain(` ${sentence}`);
  });

  it('has no number without its source, in any region and period', () => {
    const count = fc.oneof(fc.constantFrom(0, 1, 2, 5, 11, 21, 101, 1_000_000), fc.nat({ max: 100_000 }));
    const names = [
      'sold',
      'filed',
      'compensated',
      'refundedBySeller',
      'recoveredThroughBank',
      'refused',
      'lapsed',
      'paid',
      'recovered',
      ...claimKind.options.map((kind) => `filed:${kind}`),
    ];
    const sums = fc.record(Object.fromEntries(names.map((name) => [name, count])));
    const period = fc
      .tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 700 }))
      .map(([a, b]) => ({ from: dayAt(Math.min(a, b)), to: dayAt(Math.max(a, b)) }));
    fc.assert(
      fc.property(
        sums,
        period,
        fc.constantFrom(undefined, ...regions),
        fc.option(fc.float({ min: 0, max: 2_000, noNaN: true })),
        (given, when, region, p50) => {
          const release = releaseOf(some(given, p50), when, region);
          expect(releaseSchema.safeParse(release).success).toBe(true);
          let rest = release.text.ru;
          for (const { shown } of release.sources) {
            expect(rest).toContain(shown);
            rest = rest.replace(shown, '');
          }
          expect(rest).not.toMatch(/\d/);
          for (const text of [release.text.ru, release.text.en]) {
            expect(text).not.toMatch(/[{}]|undefined|NaN| {2}/);
            expect(text).toMatch(/^[\p{Lu}\d].*[.]$/u);
          }
        },
      ),
    );
  });

  it('names for each number what it is, in the order of the text', () => {
    const { region, sources } = releaseOf(october, OCTOBER, regionByCode('RYA'));
    const texts = { ru: releaseTexts.ru.counted, en: releaseTexts.en.counted };
    const counted = (name: keyof typeof texts.ru) => ({ ru: texts.ru[name], en: texts.en[name] });
    expect(region).toBe('RYA');
    expect(sources.slice(1).map((source) => [source.measure, source.value, source.counted])).toEqual([
      ['sold', 4_300, counted('sold')],
      ['filed', 112, counted('filed')],
      ['closed', 110, counted('closed')],
      ['helped', 109, counted('helped')],
      ['compensatedShare', 109 / 110, counted('share')],
      ['paid', 123_456_700, counted('paid')],
      ['recovered', 3_100_000, counted('recovered')],
      ['timeToDecision', 30.2, counted('decidedWithin')],
      ['filedByKind.wrong-item', 72, counted('mostFrequent')],
    ]);
    // Of what period is told with its days.
    const [period] = sources;
    expect([period?.measure, period?.value, plain(period?.shown ?? '')]).toEqual([
      'period',
      31,
      'В октябре 2026 года',
    ]);
    expect(period?.counted.ru).toContain('2026-10-01');
    expect(period?.counted.en).toContain('2026-10-31');
  });

  it('says nothing of what was not, nor of a reason that is not more frequent than another', () => {
    const measuresIn = (sums: Record<string, number>) =>
      releaseOf(some({ sold: 1, filed: 5, ...sums }), OCTOBER, undefined).sources.map(
        ({ measure }) => measure,
      );
    const first = ['period', 'sold', 'filed'];
    expect(measuresIn({})).toEqual(first);
    expect(measuresIn({ lapsed: 1, compensated: 1 })).toEqual([
      ...first,
      'closed',
      'helped',
      'compensatedShare',
    ]);
    expect(measuresIn({ lapsed: 1 })).toEqual([...first, 'closed']);
    expect(measuresIn({ paid: 100 })).toEqual([...first, 'paid']);
    expect(measuresIn({ recovered: 100 })).toEqual([...first, 'recovered']);
    const damaged = [...first, 'filedByKind.damaged'];
    expect(measuresIn({ 'filed:damaged': 3, 'filed:wrong-item': 2 })).toEqual(damaged);
    expect(measuresIn({ 'filed:wrong-item': 2, 'filed:damaged': 3 })).toEqual(damaged);
    expect(measuresIn({ 'filed:damaged': 5 })).toEqual(damaged);
    expect(measuresIn({ 'filed:damaged': 2, 'filed:wrong-item': 2 })).toEqual(first);
    expect(measuresIn({ 'filed:damaged': 4, filed: 4 })).toEqual(first);
    expect(releaseOf(some({}), OCTOBER, undefined)).not.toHaveProperty('region');
  });

  it('is written from the same places in both languages', () => {
    for (const name of Object.keys(releaseTexts.ru) as (keyof typeof releaseTexts.ru)[]) {
      const [ru, en] = [releaseTexts.ru[name], releaseTexts.en[name]];
      if (typeof ru !== 'string' || typeof en !== 'string') continue;
      expect([name, placeholdersOf(en).sort()]).toEqual([name, placeholdersOf(ru).sort()]);
    }
  });
});

describe('writing a release', () => {
  const row = (id: string, sold: number) => ({ period: '2026-10', id, sums: { sold } });
  const counters = {
    read: async (scope: string, from: string, to: string) =>
      scope === 'regions' && from === OCTOBER.from && to === OCTOBER.to
        ? [row('MOW', 5), row('RYA', 2), row('unknown', 1)]
        : [],
  };
  const write = (query: Record<string, string>) => writeRelease({ query }, { counters });

  it('reads the region, or all of them with those that are in no list', async () => {
    expect(await write({ ...OCTOBER, region: 'RYA' })).toMatchObject({
      region: 'RYA',
      sources: [
        { measure: 'period', value: 31 },
        { measure: 'sold', value: 2 },
      ],
    });
    expect(await write(OCTOBER)).toMatchObject({ sources: [{}, { measure: 'sold', value: 8 }] });
    expect(await write(OCTOBER)).not.toHaveProperty('region');
  });

  it.each([
    {},
    { from: '2026-10-01' },
    { from: '2026-10-31', to: '2026-10-01' },
    { from: '2026-02-30', to: '2026-03-01' },
    { from: '2020-01-01', to: '2026-01-01' },
    { ...OCTOBER, region: 'unknown' },
    { ...OCTOBER, region: 'XX' },
    { ...OCTOBER, other: '1' },
  ])('is refused for %o', async (query) => {
    const answer = await write(query as Record<string, string>);
    expect(isRefusal(answer) && answer.refused).toBe('invalid-request');
  });
});

function dayAt(days: number): string {
  return new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
}
