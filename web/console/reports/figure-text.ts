import type { Day } from '../../../functions/contracts/facts.ts';
import type { Locale } from '../../../functions/contracts/primitives.ts';
import { formatMoney } from '../../../functions/messages/format.ts';
import type { Change, FigureKind } from './figures.ts';
import type { Period } from './periods.ts';

export const NOTHING = '—';

const TAGS: Record<Locale, string> = { ru: 'ru-RU', en: 'en-GB' };
const HOUR_UNITS = {
  ru: { day: 'дн', hour: 'ч', minute: 'мин' },
  en: { day: 'd', hour: 'h', minute: 'min' },
} as const satisfies Record<Locale, Record<string, string>>;
const NARROW = '\u00A0';

export function figureText(kind: FigureKind, value: number | null, locale: Locale): string {
  if (value === null) return NOTHING;
  switch (kind) {
    case 'count':
      return new Intl.NumberFormat(TAGS[locale]).format(value);
    case 'share':
      return percent(value, locale);
    // Nobody adds up kopecks in a report of a region.
    case 'money':
      return formatMoney(Math.round(value / 100) * 100, locale);
    case 'hours':
      return hoursText(value, locale);
  }
}

/** For the axis of a plot and the legend of the map, where there is little room: «12 тыс.», «1,2 млн ₽». */
export function shortFigureText(kind: FigureKind, value: number, locale: Locale): string {
  if (kind === 'share') return percent(value, locale);
  if (kind === 'hours') return hoursText(value, locale);
  const compact = new Intl.NumberFormat(TAGS[locale], {
    notation: 'compact',
    maximumFractionDigits: 1,
    ...(kind === 'money' && { style: 'currency', currency: 'RUB', currencyDisplay: 'narrowSymbol' }),
  });
  return compact.format(kind === 'money' ? value / 100 : value);
}

/** «2 дн 3 ч», «3 ч 20 мин», «12 мин»: two units at most. */
export function hoursText(hours: number, locale: Locale): string {
  const unit = HOUR_UNITS[locale];
  const minutes = Math.round(hours * 60);
  const parts =
    hours >= 24
      ? [
          { value: Math.floor(Math.round(hours) / 24), name: unit.day },
          { value: Math.round(hours) % 24, name: unit.hour },
        ]
      : [
          { value: Math.floor(minutes / 60), name: unit.hour },
          { value: minutes % 60, name: unit.minute },
        ];
  const said = parts.filter(({ value }) => value > 0);
  const shown = said.length > 0 ? said : [{ value: 0, name: unit.minute }];
  return shown.map(({ value, name }) => `${value}${NARROW}${name}`).join(' ');
}

/** «+12,3 %», «−1,2 п. п.»; undefined when nothing would be seen of it. */
export function changeText({ by, value }: Change, locale: Locale, points: string): string {
  const hundredth = value * 100;
  const digits = Math.abs(hundredth) >= 100 ? 0 : 1;
  const rounded = Number(hundredth.toFixed(digits));
  const number = new Intl.NumberFormat(TAGS[locale], {
    maximumFractionDigits: digits,
    signDisplay: 'exceptZero',
  })
    .format(rounded)
    .replace('-', '−');
  return by === 'share' ? `${number}${locale === 'ru' ? NARROW : ''}%` : `${number}${NARROW}${points}`;
}

export function dayText(day: Day, locale: Locale): string {
  return dateOf(day, locale, { dateStyle: 'long' });
}

/** «22 ноя», or with the year where it is not the only one. */
export function shortDayText(day: Day, locale: Locale, hasYear = false): string {
  return dateOf(day, locale, { day: 'numeric', month: 'short', ...(hasYear && { year: 'numeric' }) });
}

/** Of `2026-11`. */
export function monthText(month: string, locale: Locale): string {
  return dateOf(`${month}-01`, locale, { month: 'short', year: 'numeric' });
}

/** «24 октября — 22 ноября 2026 г.», as short as the two days allow. */
export function periodText({ from, to }: Period, locale: Locale): string {
  if (from === to) return dayText(from, locale);
  const format = new Intl.DateTimeFormat(TAGS[locale], { dateStyle: 'long', timeZone: 'UTC' });
  return format.formatRange(new Date(from), new Date(to));
}

function dateOf(day: Day, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(TAGS[locale], { ...options, timeZone: 'UTC' }).format(new Date(day));
}

function percent(value: number, locale: Locale): string {
  return new Intl.NumberFormat(TAGS[locale], {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);
}

/** A moment in the zone of the post's books. */
export function momentText(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Europe/Moscow',
  }).format(new Date(instant));
}

export function momentDayText(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { dateStyle: 'medium', timeZone: 'Europe/Moscow' }).format(
    new Date(instant),
  );
}

export function clockText(millis: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Europe/Moscow',
  }).format(millis);
}
