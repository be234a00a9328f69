import type { RegionCode } from '../../contracts/facts.ts';

/** Russian names for the tiles of the map, where the first letters of a name are those of another region's too. */
export const shortRegionNames: Readonly<Record<RegionCode, string>> = {
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

/** What a short name goes without. */
export const KINDS_OF_REGIONS = /Республика|область|край|автономный округ|автономная/g;
