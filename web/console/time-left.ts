import type { Locale } from '../../functions/contracts/primitives.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** «4 дня», «5 ч 20 мин», «12 мин»: as exact as it matters, never less than a minute. */
export function shortDuration(millis: number, locale: Locale): string {
  const whole = Math.max(Math.abs(millis), MINUTE);
  const unit = (value: number, name: 'day' | 'hour' | 'minute', display: 'long' | 'short') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: display }).format(value);
  if (whole >= 2 * DAY) return unit(Math.floor(whole / DAY), 'day', 'long');
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  if (hours >= 10 || (hours > 0 && minutes === 0)) return unit(hours, 'hour', 'short');
  if (hours > 0) return `${unit(hours, 'hour', 'short')} ${unit(minutes, 'minute', 'short')}`;
  return unit(minutes, 'minute', 'short');
}

export function clockTime(millis: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23' }).format(millis);
}
