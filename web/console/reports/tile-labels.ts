import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { Locale } from '../../../functions/contracts/primitives.ts';
import { KINDS_OF_REGIONS, shortRegionNames } from '../../../functions/messages/catalogue/region-tiles-ru.ts';
import { type Region, regions } from '../../../functions/reports/regions.ts';

const RUSSIAN: ReadonlyMap<RegionCode, string> = new Map(
  regions.map(({ code, ru }) => [
    code,
    shortRegionNames[code] ?? ru.replace(KINDS_OF_REGIONS, '').trim().slice(0, 4),
  ]),
);

/** What there is room for on a tile: the beginning of the name in Russian, the code of the region in English. */
export function tileLabel({ code }: Region, locale: Locale): string {
  return locale === 'ru' ? (RUSSIAN.get(code) ?? code) : code;
}
