import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { Locale } from '../../../functions/contracts/primitives.ts';
import { type Region, regions } from '../../../functions/reports/regions.ts';

/** Where the first letters of a name are those of another region's too. */
const OWN: Readonly<Record<RegionCode, string>> = {
  AL: 'Р.Ал',
  ALT: 'Алт',
  KDA: 'Крдр',
  KYA: 'Крск',
  LEN: 'ЛО',
  MOS: 'МО',
  MOW: 'Мск',
  NGR: 'Новг',
  NVS: 'Нвсб',
  SA: 'Якут',
  SAK: 'Схлн',
  SE: 'С.Ос',
  SEV: 'Сев',
  SPE: 'СПб',
};

const KINDS = /Республика|область|край|автономный округ|автономная/g;

const RUSSIAN: ReadonlyMap<RegionCode, string> = new Map(
  regions.map(({ code, ru }) => [code, OWN[code] ?? ru.replace(KINDS, '').trim().slice(0, 4)]),
);

/** What there is room for on a tile: the beginning of the name in Russian, the code of the region in English. */
export function tileLabel({ code }: Region, locale: Locale): string {
  return locale === 'ru' ? (RUSSIAN.get(code) ?? code) : code;
}
