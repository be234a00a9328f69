import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { Locale } from '../../../functions/contracts/primitives.ts';
import { regionByCode } from '../../../functions/reports/regions.ts';
import { SIGNALS_TEXTS } from './texts.ts';

export function regionName(code: RegionCode, locale: Locale): string {
  return regionByCode(code)?.[locale] ?? SIGNALS_TEXTS[locale].unknownRegion;
}
