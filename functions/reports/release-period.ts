import type { Day } from '../contracts/facts.ts';
import type { Locale } from '../contracts/primitives.ts';
import { releaseTexts } from '../messages/catalogue/release-texts.ts';
import { render } from '../messages/fill-text.ts';
import { firstDayOf, lastDayOf, monthOf } from './day-of.ts';

/** A period as people say it: «в октябре 2026 года», «за первое полугодие 2026 года», «со 2 по 15 октября 2026 года». */
export function periodInWords({ from, to }: { from: Day; to: Day }, locale: Locale): string {
  const { periods, months, inMonths, ofMonths } = releaseTexts[locale];
  const [fromYear, fromMonth, fromDay] = partsOf(from);
  const [toYear, toMonth, toDay] = partsOf(to);
  const values = {
    since: since(fromDay, locale),
    fromDay: String(fromDay),
    fromMonth: ofMonths[fromMonth - 1] ?? '',
    fromYear: String(fromYear),
    toDay: String(toDay),
    toMonth: ofMonths[toMonth - 1] ?? '',
    toYear: String(toYear),
    month: months[toMonth - 1] ?? '',
    inMonth: inMonths[toMonth - 1] ?? '',
  };
  const isWholeMonths = from === firstDayOf(monthOf(from)) && to === lastDayOf(monthOf(to));
  const inOneYear = fromYear === toYear;
  const pattern = () => {
    if (from === to) return periods.day;
    if (isWholeMonths && inOneYear) return wholeMonths(fromMonth, toMonth, locale);
    if (!inOneYear) return periods.days;
    return fromMonth === toMonth ? periods.daysOfMonth : periods.daysOfYear;
  };
  return withHardSpaces(render(pattern(), values));
}

function wholeMonths(first: number, last: number, locale: Locale): string {
  const { periods } = releaseTexts[locale];
  if (first === last) return periods.month;
  if (first === 1 && last === 12) return periods.year;
  if (first === 1 && last === 9) return periods.nineMonths;
  const quarter = (first + 2) / 3;
  const half = (first + 5) / 6;
  if (last - first === 2 && Number.isInteger(quarter)) return periods.quarters[quarter - 1] ?? '';
  if (last - first === 5 && Number.isInteger(half)) return periods.halves[half - 1] ?? '';
  return periods.monthsOfYear;
}

/** «Со второго», but «с двадцать второго». */
function since(day: number, locale: Locale): string {
  if (locale === 'en') return 'from';
  return day === 2 ? 'со' : 'с';
}

/** A day stays with its month, a year with its word. */
function withHardSpaces(text: string): string {
  return text.replace(/(\d) (?=\p{L})/gu, '$1\u00A0');
}

function partsOf(day: Day): [number, number, number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}
