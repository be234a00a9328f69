import fc from 'fast-check';
import type { JudgementFacts, TraceKind } from '../../functions/contracts/signals.ts';
import { judge } from '../../functions/signals/judge.ts';
import { type Look, type RuleSet, ruleSet, valuesOfLook } from '../../functions/signals/rule-set.ts';
import { CURRENT_RULE_SET, findRuleSet, publishedRuleSets } from '../../functions/signals/rule-sets.ts';
import { fillSentence } from '../../functions/signals/sentences.ts';
import { shownJudgementOf } from '../../functions/signals/show-judgement.ts';
import { someFacts, someJudgement } from '../builders/judgement.ts';

const FILED = Date.parse(someFacts().filedAt);
const MINUTE = 60_000;
const DAY = 86_400_000;
const at = (millis: number) => new Date(millis).toISOString();

/** So many other cases with the trace, each of a parcel of its own. */
const others = (count: number, from = 0, daysBefore = 1) =>
  Array.from({ length: count }, (_, index) => ({
    trackingNumber: `parcel-${from + index}`,
    claimId: `other-${from + index}`,
    at: at(FILED - daysBefore * DAY),
  }));

const signalsOf = (given: Partial<JudgementFacts>, rules: RuleSet = CURRENT_RULE_SET) =>
  judge(someFacts(given), rules).signals.map(({ rule }) => rule);

describe('an ordinary claim', () => {
  it('has nothing that stands out', () => {
    expect(judge(someFacts(), CURRENT_RULE_SET)).toStrictEqual({ weight: 0, level: 'none', signals: [] });
  });
});

describe('each rule', () => {
  const traced: [TraceKind, number, string, string | undefined][] = [
    ['film', 1, 'same-film', undefined],
    ['film-frames', 1, 'film-looks-alike', undefined],
    ['document', 1, 'same-document', undefined],
    ['payee', 1, 'payee-of-another', undefined],
    ['payee', 2, 'payee-of-several', 'payee-of-another'],
    ['device', 1, 'device-of-another', undefined],
    ['device', 2, 'device-of-several', 'device-of-another'],
    ['phone', 3, 'phone-again', undefined],
    ['phone', 6, 'phone-again-and-again', 'phone-again'],
  ];
  it.each(traced)('of %s speaks from %d other cases on: %s', (kind, cases, rule, below) => {
    expect(signalsOf({ seenIn: { [kind]: others(cases) } })).toEqual([rule]);
    expect(signalsOf({ seenIn: { [kind]: others(cases - 1) } })).toEqual(below ? [below] : []);
  });

  it('names the cases behind it, and counts a parcel once however many claims it has', () => {
    const twice = [...others(1), { ...others(1)[0], trackingNumber: 'parcel-0', claimId: 'second' }];
    const [signal] = judge(someFacts({ seenIn: { film: twice } }), CURRENT_RULE_SET).signals;
    expect(signal?.values).toEqual({ cases: 1 });
    expect(signal?.cases).toEqual([
      { trackingNumber: 'parcel-0', claimId: 'other-0' },
      { trackingNumber: 'parcel-0', claimId: 'second' },
    ]);
  });

  it('lets the same person have the same account, device and documents', () => {
    const same = others(2);
    expect(signalsOf({ seenIn: { phone: same, payee: same, device: same } })).toEqual([]);
    expect(signalsOf({ seenIn: { phone: same, document: same } })).toEqual(['own-document-again']);
    expect(signalsOf({ seenIn: { phone: same, film: same } })).toEqual(['same-film']);
  });

  it('looks no further back than its window', () => {
    expect(signalsOf({ seenIn: { device: others(1, 0, 365) } })).toEqual(['device-of-another']);
    expect(signalsOf({ seenIn: { device: others(1, 0, 366) } })).toEqual([]);
  });

  it('speaks of a claim filed at once after the sale', () => {
    const filedAfter = (millis: number) => signalsOf({ soldAt: at(FILED - millis) });
    expect(filedAfter(20 * MINUTE - 1)).toEqual(['filed-at-once']);
    expect(filedAfter(20 * MINUTE)).toEqual([]);
  });

  it('speaks of a claim filed on the last day, or after it', () => {
    const withEnd = (millis: number) => signalsOf({ claimableUntil: at(FILED + millis) });
    expect(withEnd(DAY)).toEqual([]);
    expect(withEnd(DAY - 1)).toEqual(['filed-on-the-last-day']);
    expect(withEnd(-DAY)).toEqual(['filed-on-the-last-day']);
  });

  it('speaks of a purchase just below the threshold', () => {
    const bought = (purchaseAmount: number) => signalsOf({ purchaseAmount });
    expect(bought(293_999)).toEqual([]);
    expect(bought(294_000)).toEqual(['just-below-the-threshold']);
    expect(bought(300_000)).toEqual(['just-below-the-threshold']);
    expect(bought(300_001)).toEqual([]);
  });

  it('speaks of protection sold after the parcel was paid for, and never without knowing when', () => {
    const soldAfter = (minutes: number) =>
      signalsOf({ handedOverAt: at(Date.parse(someFacts().soldAt) - minutes * MINUTE) });
    expect(soldAfter(15)).toEqual([]);
    expect(soldAfter(16)).toEqual(['sold-after-hand-over']);
    expect(soldAfter(1440)).toEqual(['sold-after-hand-over']);
    expect(soldAfter(1441)).toEqual(['sold-long-after-hand-over']);
    expect(soldAfter(-60)).toEqual([]);
    expect(signalsOf({})).toEqual([]);
  });

  it('speaks for the buyer of a seller with confirmed claims', () => {
    const confirmed = (count: number, daysBefore = 10) =>
      others(count, 0, daysBefore).map(({ trackingNumber, claimId, at: closed }) => ({
        ...{ trackingNumber, claimId, at: closed },
      }));
    const of = (parcels: number, claims: ReturnType<typeof confirmed>) =>
      judge(someFacts({ seller: { parcels, confirmed: claims } }), CURRENT_RULE_SET);
    expect(of(30, confirmed(3)).weight).toBeLessThan(0);
    expect(of(31, confirmed(3)).signals).toEqual([]);
    expect(of(2, confirmed(2)).signals).toEqual([]);
    expect(of(10, confirmed(3, 90)).signals).toEqual([]);
    expect(of(10, confirmed(3, -1)).signals).toEqual([]);
  });

  it('says what it went by', () => {
    const valuesOf = (given: Partial<JudgementFacts>) => judge(someFacts(given), CURRENT_RULE_SET).signals;
    const filedAtOnce = (minutes: number) => valuesOf({ soldAt: at(FILED - minutes * MINUTE) });
    const weight = expect.any(Number);
    const said = (rule: string, values: object) => [{ rule, weight, values, cases: [] }];
    expect(filedAtOnce(5.9)).toEqual(said('filed-at-once', { minutes: 5 }));
    expect(filedAtOnce(0)).toEqual(said('filed-at-once', { minutes: 1 }));
    expect(
      valuesOf({ officeShare: { sold: 101, filed: 12 }, peerShare: { sold: 10_000, filed: 260 } }),
    ).toEqual(
      said('office-stands-out', {
        ...{ office: '420000', filed: 12, sold: 101, expected: 2.6 },
        since: '2025-11-30T21:00:00.000Z',
      }),
    );
    const confirmed = others(25, 0, 0).map((each) => ({ ...each, at: each.at ?? '' }));
    const [seller] = valuesOf({ seller: { parcels: 3, confirmed } });
    expect(seller?.values).toEqual({ claims: 25, days: 90, parcels: 25 });
    expect(seller?.cases).toHaveLength(20);
    expect(seller?.cases[0]).toEqual({ trackingNumber: 'parcel-0', claimId: 'other-0' });
  });

  it('knows no time of a case that was noted without one, and counts it', () => {
    const timeless = [{ trackingNumber: 'parcel-0', claimId: 'other-0' }];
    expect(signalsOf({ seenIn: { film: timeless } })).toEqual(['same-film']);
  });

  it('speaks of an office or a clerk only where chance does not explain the claims', () => {
    const peerShare = { sold: 10_000, filed: 260 };
    const office = (sold: number, filed: number) => signalsOf({ peerShare, officeShare: { sold, filed } });
    const clerk = (sold: number, filed: number) => signalsOf({ peerShare, clerkShare: { sold, filed } });
    // 2.6 of a hundred would be usual.
    expect(office(100, 12)).toEqual(['office-stands-out']);
    expect(office(100, 7)).toEqual([]);
    expect(office(4, 4)).toEqual([]);
    expect(office(5, 5)).toEqual(['office-stands-out']);
    expect(office(4000, 200)).toEqual([]);
    expect(clerk(40, 9)).toEqual(['clerk-stands-out']);
    expect(clerk(40, 4)).toEqual([]);
    expect(clerk(3, 3)).toEqual([]);
    expect([office(0, 6), clerk(0, 6)]).toEqual([[], []]);
    // Twice what is usual is enough, and less is not, however unlikely it is.
    const usual = { sold: 100_000, filed: 5_000 };
    const large = (filed: number) => signalsOf({ peerShare: usual, officeShare: { sold: 2_000, filed } });
    expect([large(199), large(200)]).toEqual([[], ['office-stands-out']]);
    expect(signalsOf({ peerShare: { sold: 0, filed: 0 }, officeShare: { sold: 10, filed: 10 } })).toEqual([]);
  });
});

describe('a judgement', () => {
  const count = fc.integer({ min: 0, max: 20 });
  const share = fc.record({
    sold: fc.integer({ min: 0, max: 5000 }),
    filed: fc.integer({ min: 0, max: 500 }),
  });
  const instant = fc.integer({ min: FILED - 900 * DAY, max: FILED + 40 * DAY }).map(at);
  const facts = fc
    .record({
      film: count,
      frames: count,
      document: count,
      payee: count,
      phone: count,
      device: count,
      purchaseAmount: fc.integer({ min: 0, max: 600_000 }),
      soldAt: instant,
      claimableUntil: instant,
      handedOverAt: instant,
      officeShare: share,
      peerShare: share,
      clerkShare: share,
      confirmed: count,
      parcels: fc.integer({ min: 0, max: 300 }),
    })
    .map(({ film, frames, document, payee, phone, device, confirmed, parcels, ...given }) =>
      someFacts({
        ...given,
        seller: { parcels, confirmed: others(confirmed, 50, 30) },
        seenIn: {
          film: others(film),
          'film-frames': others(frames, 5),
          document: others(document, 10),
          payee: others(payee, 15),
          phone: others(phone, 10),
          device: others(device, 20),
        },
      }),
    );

  it('is there for all facts, the same each time, with its sum, level and whole sentences', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { levels } = CURRENT_RULE_SET;
        const judged = judge(given, CURRENT_RULE_SET);
        expect(judge(structuredClone(given), CURRENT_RULE_SET)).toStrictEqual(judged);
        expect(judged.weight).toBe(judged.signals.reduce((sum, { weight }) => sum + weight, 0));
        const level = judged.weight >= levels.hold ? 'hold' : judged.weight >= levels.flag ? 'flag' : 'none';
        expect(judged.level).toBe(level);
        const shown = shownJudgementOf(someJudgement({ facts: given, ...judged }));
        expect(shown.signals).toHaveLength(judged.signals.length);
        for (const { sentence } of shown.signals) {
          expect(sentence.ru).toMatch(/^[А-Я][^{}]+\.$/);
          expect(sentence.en).toMatch(/^[A-Z][^{}]+\.$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('stands out a little from thirty on, and much from sixty', () => {
    const rules = structuredClone(CURRENT_RULE_SET);
    const levelAt = (weight: number) => {
      for (const rule of rules.rules) if (rule.id === 'same-film') rule.weight = weight;
      return judge(someFacts({ seenIn: { film: others(1) } }), rules).level;
    };
    expect([29, 30, 59, 60].map(levelAt)).toEqual(['none', 'flag', 'flag', 'hold']);
  });

  it('opens for a reader who does not know one of its rules yet', () => {
    const signals = [{ rule: 'of-tomorrow', weight: 50, values: {}, cases: [] }];
    expect(shownJudgementOf(someJudgement({ signals })).signals).toEqual([]);
    expect(shownJudgementOf(someJudgement({ signals, ruleSet: 'of-tomorrow' })).signals).toEqual([]);
  });

  it('is shown in both languages, and nothing of it where its rules are not known', () => {
    const given = someFacts({ seenIn: { film: others(1) } });
    const [signal] = shownJudgementOf(
      someJudgement({ facts: given, ...judge(given, CURRENT_RULE_SET) }),
    ).signals;
    const { ru = '', en = '' } = signal?.sentence ?? {};
    expect([ru, en].map((sentence) => sentence.replace(/\s/g, ' '))).toEqual([
      'Тот же видеофайл приложен в 1 другом деле.',
      'The same film is in 1 other case.',
    ]);
    const busy = someFacts({
      officeShare: { sold: 100, filed: 12 },
      peerShare: { sold: 10_000, filed: 260 },
    });
    const [office] = shownJudgementOf(
      someJudgement({ facts: busy, ...judge(busy, CURRENT_RULE_SET) }),
    ).signals;
    expect([office?.sentence.ru, office?.sentence.en]).toEqual([
      expect.stringMatching(/1\sдекабря.* 2,6\.$/),
      expect.stringMatching(/1\sDecember.* 2\.6\.$/),
    ]);
    expect(findRuleSet(CURRENT_RULE_SET.version)).toBe(CURRENT_RULE_SET);
    expect(findRuleSet('of-tomorrow')).toBeUndefined();
  });

  it('names the seller where it speaks of one', () => {
    const confirmed = others(5, 0, 5);
    const given = someFacts({ seller: { parcels: 5, confirmed }, seenIn: { film: others(1) } });
    const shown = shownJudgementOf(someJudgement({ facts: given, ...judge(given, CURRENT_RULE_SET) }));
    expect(shown.signals.map(({ about, sellerId }) => [about, sellerId])).toEqual([
      ['buyer', undefined],
      ['seller', given.sellerId],
    ]);
  });
});

describe('the published rule sets', () => {
  it.each(publishedRuleSets.map((each) => [each.version, each] as const))(
    '%s keeps the schema',
    (_, each) => {
      expect(ruleSet.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
      expect(each.rules.length).toBeGreaterThan(10);
    },
  );

  it('have sentences in the right forms', () => {
    const sentence = (id: string, values: Record<string, string | number>) => {
      const rule = CURRENT_RULE_SET.rules.find((each) => each.id === id);
      return (['ru', 'en'] as const).map((language) =>
        fillSentence(rule?.sentence[language] ?? '', values, language).replaceAll('\u00a0', ' '),
      );
    };
    expect(sentence('same-film', { cases: 1 })).toEqual([
      'Тот же видеофайл приложен в 1 другом деле.',
      'The same film is in 1 other case.',
    ]);
    expect(sentence('same-film', { cases: 2 })[0]).toBe('Тот же видеофайл приложен в 2 других делах.');
    expect(sentence('same-film', { cases: 21 })[0]).toBe('Тот же видеофайл приложен в 21 другом деле.');
    expect(sentence('filed-at-once', { minutes: 1 })[0]).toBe(
      'Обращение подано через 1 минуту после продажи защиты.',
    );
    expect(sentence('filed-at-once', { minutes: 11 })[0]).toContain('через 11 минут ');
    expect(sentence('sold-long-after-hand-over', { minutes: 3 * 1440 })).toEqual([
      'Защита продана через 3 дня после того, как покупатель оплатил посылку.',
      'The protection was sold 3 days after the buyer paid for the parcel.',
    ]);
    expect(sentence('seller-with-confirmed-claims', { claims: 21, days: 90, parcels: 100 })[0]).toBe(
      'За 90 дней до этого обращения по посылкам того же продавца подтверждено 21 обращение: это говорит в пользу покупателя.',
    );
    expect(sentence('just-below-the-threshold', { amount: 299_900, threshold: 300_000 })[0]).toBe(
      'Сумма покупки — 2 999 ₽; видео нужно, когда она больше 3 000 ₽.',
    );
    const office = {
      office: '420000',
      filed: 12,
      sold: 101,
      expected: 2.6,
      since: '2025-11-30T21:00:00.000Z',
    };
    expect(sentence('office-stands-out', office)).toEqual([
      'С 1 декабря 2025 г. в отделении 420000 — 12 обращений на 101 посылку; в других отделениях региона на столько же посылок их было бы 2,6.',
      'Since 1 December 2025 office 420000 has 12 claims on 101 parcels; as many parcels of the region’s other offices would bring 2.6.',
    ]);
  });

  it('show a value as it is asked for', () => {
    const shown = (kind: string, value: string | number) =>
      (['ru', 'en'] as const).map((language) =>
        fillSentence(`{value:${kind}}`, { value }, language).replaceAll('\u00a0', ' '),
      );
    expect([1, 2, 5].map((count) => shown('othercases', count))).toEqual([
      ['1 другом деле', '1 other case'],
      ['2 других делах', '2 other cases'],
      ['5 других делах', '5 other cases'],
    ]);
    expect([1, 2, 5].map((count) => shown('forparcels', count))).toEqual([
      ['1 посылку', '1 parcel'],
      ['2 посылки', '2 parcels'],
      ['5 посылок', '5 parcels'],
    ]);
    expect(shown('hours', 24)).toEqual(['24 часа', '24 hours']);
    expect(shown('number', 2.64)).toEqual(['2,6', '2.6']);
    expect([119, 120, 47 * 60 + 59, 48 * 60].map((minutes) => shown('duration', minutes)[1])).toEqual([
      ...['119 minutes', '2 hours', '47 hours', '2 days'],
    ]);
    expect(fillSentence('{office}', { office: '420000' }, 'en')).toBe('420000');
  });

  it('reach nobody half filled', () => {
    expect(() => fillSentence('In {cases:othercases}.', {}, 'en')).toThrow(
      'Nothing to put into {cases:othercases}.',
    );
    expect(() => fillSentence('In {cases:stars}.', { cases: 1 }, 'en')).toThrow('{cases:stars}');
    expect(() => fillSentence('In {cases:claims}.', { cases: 'many' }, 'en')).toThrow('{cases:claims}');
    expect(() => fillSentence('On {day:day}.', { day: 5 }, 'en')).toThrow('{day:day}');
    expect(() => fillSentence('{toString}', {}, 'en')).toThrow('{toString}');
  });

  it('give each predicate all that its sentences may name', () => {
    const looks = new Set(CURRENT_RULE_SET.rules.map(({ look }) => look.at));
    expect([...looks].sort()).toEqual((Object.keys(valuesOfLook) as Look['at'][]).sort());
  });
});
