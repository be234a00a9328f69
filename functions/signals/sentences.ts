import type { Signal } from '../contracts/signals.ts';
import { PLACEHOLDER } from '../messages/fill-text.ts';
import {
  CLAIMS,
  DAYS,
  formatCount,
  formatDay,
  formatMoney,
  HOURS,
  type PluralForms,
} from '../messages/format.ts';

/** How a sentence of a rule can show a value: `{cases:othercases}`; left out: as it is. */
export const shownAs = [
  'othercases',
  'claims',
  'forparcels',
  'duration',
  'hours',
  'days',
  'money',
  'number',
  'day',
] as const;
export type ShownAs = (typeof shownAs)[number];

type Language = 'ru' | 'en';

/** «в 1 другом деле», «в 21 другом деле», «в 5 других делах». */
const OTHER_CASES: PluralForms = {
  ru: { one: 'другом деле', few: 'других делах', many: 'других делах' },
  en: { one: 'other case', other: 'other cases' },
};

/** «на 1 посылку», «на 2 посылки», «на 5 посылок». */
const FOR_PARCELS: PluralForms = {
  ru: { one: 'посылку', few: 'посылки', many: 'посылок' },
  en: { one: 'parcel', other: 'parcels' },
};

/** «через 1 минуту». */
const MINUTES: PluralForms = {
  ru: { one: 'минуту', few: 'минуты', many: 'минут' },
  en: { one: 'minute', other: 'minutes' },
};

/** @throws Error when a placeholder has no value that can be shown so: a half-filled sentence must not reach anybody. */
export function fillSentence(template: string, values: Signal['values'], language: Language): string {
  return template.replace(PLACEHOLDER, (whole, name: string, kind: string | undefined) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const shown = value === undefined ? undefined : show(value, kind, language);
    if (shown === undefined) throw new Error(`Nothing to put into ${whole}.`);
    return shown;
  });
}

function show(value: string | number, kind: string | undefined, language: Language): string | undefined {
  if (kind === undefined) return String(value);
  if (kind === 'day') return typeof value === 'string' ? formatDay(value, language) : undefined;
  if (typeof value !== 'number') return undefined;
  switch (kind as ShownAs) {
    case 'othercases':
      return formatCount(value, OTHER_CASES, language);
    case 'claims':
      return formatCount(value, CLAIMS, language);
    case 'forparcels':
      return formatCount(value, FOR_PARCELS, language);
    case 'duration':
      return duration(value, language);
    case 'hours':
      return formatCount(value, HOURS, language);
    case 'days':
      return formatCount(value, DAYS, language);
    case 'money':
      return formatMoney(value, language);
    case 'number':
      return value.toLocaleString(language === 'ru' ? 'ru-RU' : 'en-GB', { maximumFractionDigits: 1 });
    default:
      return undefined;
  }
}

/** Minutes in the largest unit that still says something: two hours are told in hours, two days in days. */
function duration(minutes: number, language: Language): string {
  if (minutes < 120) return formatCount(minutes, MINUTES, language);
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? formatCount(hours, HOURS, language)
    : formatCount(Math.floor(hours / 24), DAYS, language);
}
