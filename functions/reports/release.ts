import type { Day } from '../contracts/facts.ts';
import type { ClaimKind, Locale } from '../contracts/primitives.ts';
import type { Measures, Release } from '../contracts/reports.ts';
import { claimKinds } from '../messages/catalogue/claim-kinds.ts';
import { type ReleaseTexts, releaseTexts } from '../messages/catalogue/release-texts.ts';
import { render } from '../messages/fill-text.ts';
import { daysIn } from './day-of.ts';
import type { Region } from './regions.ts';
import { counted, duration, grouped, money, percent } from './release-numbers.ts';
import { periodInWords } from './release-period.ts';

/** Fewer claims than this have no "most frequent" reason. */
const ENOUGH_TO_COMPARE = 5;

/** A number of the text: what it is, and how each language shows it. */
interface Cited {
  measure: string;
  value: number;
  explained: keyof ReleaseTexts['counted'];
  show(locale: Locale): string;
}

/** A sentence of the catalogue with the numbers that go into it, and words that are no numbers. */
interface Sentence {
  text(texts: ReleaseTexts): string;
  numbers: Record<string, Cited>;
  words?: Record<string, (locale: Locale) => string>;
}

type Period = { from: Day; to: Day };

/**
 * The paragraph that a press office publishes. Both languages are made of the same sentences and the same numbers,
 * and a number can only get into a sentence together with its source.
 */
export function releaseOf(measures: Measures, period: Period, region: Region | undefined): Release {
  const sentences = [
    ofSales(measures, period, region),
    ofFilings(measures),
    ...ofOutcomes(measures),
    ...ofMoney(measures),
    ...ofTime(measures),
    ...ofReasons(measures),
  ];
  const write = (locale: Locale) => sentences.map((sentence) => written(sentence, locale)).join(' ');
  return {
    period,
    ...(region && { region: region.code }),
    text: { ru: write('ru'), en: write('en') },
    sources: sentences.flatMap(({ numbers }) =>
      Object.values(numbers).map(({ measure, value, explained, show }) => ({
        shown: show('ru'),
        shownEn: show('en'),
        measure,
        value,
        counted: {
          ru: explanation(explained, period, 'ru'),
          en: explanation(explained, period, 'en'),
        },
      })),
    ),
  };
}

function ofSales({ sold }: Measures, period: Period, region: Region | undefined): Sentence {
  const when: Cited = {
    measure: 'period',
    value: daysIn(period),
    explained: 'period',
    show: (locale) => capitalized(periodInWords(period, locale)),
  };
  const words = {
    where: (locale: Locale) =>
      region ? (locale === 'ru' ? region.inRu : region.inEn) : releaseTexts[locale].country,
  };
  if (sold === 0) return { text: ({ soldNothing }) => soldNothing, numbers: { period: when }, words };
  const times = number('sold', sold, 'sold', (locale) => counted(sold, releaseTexts[locale].times, locale));
  return { text: (texts) => texts.sold, numbers: { period: when, sold: times }, words };
}

function ofFilings({ filed }: Measures): Sentence {
  if (filed === 0) return { text: ({ filedNothing }) => filedNothing, numbers: {} };
  return { text: (texts) => texts.filed, numbers: { filed: claims('filed', filed, 'filed') } };
}

function ofOutcomes(measures: Measures): Sentence[] {
  const helped = measures.compensated + measures.refundedBySeller + measures.recoveredThroughBank;
  const closed = helped + measures.refused + measures.lapsed;
  if (closed === 0) return [];
  const numbers = {
    closed: number('closed', closed, 'closed', (locale) =>
      counted(closed, releaseTexts[locale].closedClaims, locale),
    ),
  };
  // One claim is no "in every case", and a share of it says nothing.
  if (closed === 1)
    return [{ text: (texts) => (helped === 1 ? texts.closedOne : texts.closedOneForNobody), numbers }];
  if (helped === 0) return [{ text: ({ closedForNobody }) => closedForNobody, numbers }];
  const share = number('compensatedShare', helped / closed, 'share', (locale) =>
    percent(helped, closed, locale),
  );
  if (helped === closed)
    return [{ text: ({ closedForAll }) => closedForAll, numbers: { ...numbers, share } }];
  const shown = number('helped', helped, 'helped', (locale) =>
    render(releaseTexts[locale].ofThem, { number: grouped(helped, locale) }),
  );
  return [{ text: (texts) => texts.closed, numbers: { ...numbers, helped: shown, share } }];
}

function ofMoney({ paid, recovered }: Measures): Sentence[] {
  const byUs = number('paid', paid, 'paid', (locale) => money(paid, locale));
  const byOthers = number('recovered', recovered, 'recovered', (locale) => money(recovered, locale));
  if (paid > 0 && recovered > 0)
    return [
      { text: ({ paidAndRecovered }) => paidAndRecovered, numbers: { paid: byUs, recovered: byOthers } },
    ];
  if (paid > 0) return [{ text: (texts) => texts.paid, numbers: { paid: byUs } }];
  return recovered > 0 ? [{ text: (texts) => texts.recovered, numbers: { recovered: byOthers } }] : [];
}

function ofTime({ timeToDecision: { p50 } }: Measures): Sentence[] {
  if (p50 === null) return [];
  const time = number('timeToDecision', p50, 'decidedWithin', (locale) => duration(p50, locale));
  return [{ text: ({ decidedWithin }) => decidedWithin, numbers: { time } }];
}

function ofReasons({ filed, filedByKind }: Measures): Sentence[] {
  const [first, second] = Object.entries(filedByKind).sort(([, a], [, b]) => b - a);
  if (filed < ENOUGH_TO_COMPARE || !first || first[1] === second?.[1]) return [];
  const [kind, count] = first as [ClaimKind, number];
  return [
    {
      text: ({ mostFrequent }) => mostFrequent,
      numbers: { claims: claims(`filedByKind.${kind}`, count, 'mostFrequent') },
      words: { kind: (locale) => claimKinds[locale][kind].label },
    },
  ];
}

function number(measure: string, value: number, explained: Cited['explained'], show: Cited['show']): Cited {
  return { measure, value, explained, show };
}

function claims(measure: string, value: number, explained: Cited['explained']): Cited {
  return number(measure, value, explained, (locale) => counted(value, releaseTexts[locale].claims, locale));
}

function written({ text, numbers, words = {} }: Sentence, locale: Locale): string {
  const values = [
    ...Object.entries(numbers).map(([name, { show }]) => [name, show(locale)]),
    ...Object.entries(words).map(([name, show]) => [name, show(locale)]),
  ];
  return render(text(releaseTexts[locale]), Object.fromEntries(values));
}

function explanation(explained: Cited['explained'], { from, to }: Period, locale: Locale): string {
  return render(releaseTexts[locale].counted[explained], { from, to });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
