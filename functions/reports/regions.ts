import type { RegionCode } from '../contracts/facts.ts';

/** A region as the post's figures know it: 85 of them. */
export interface Region {
  code: RegionCode;
  ru: string;
  /** Where something happened, with the preposition: «в Рязанской области». */
  inRu: string;
  en: string;
  /** As above: "in the Ryazan Region". */
  inEn: string;
  /** Its place on the tile map, counted from the top left. */
  tile: { column: number; row: number };
  /** How tills write it, beside its names and its code. */
  spellings: readonly string[];
}

/** The preposition is `в` unless the case brings its own; in English an article comes with the name. */
function region(
  code: string,
  [column, row]: [number, number],
  ru: string,
  prepositional: string,
  english: string,
  ...spellings: string[]
): Region {
  return {
    code,
    ru,
    inRu: prepositional.startsWith('во ') ? prepositional : `в ${prepositional}`,
    en: english.replace(/^the /, ''),
    inEn: `in ${english}`,
    tile: { column, row },
    spellings,
  };
}

/**
 * Codes are ISO 3166-2:RU without the country. That list has 83 of the 85: `CR` and `SEV` are not in it, and stand
 * for the places that the post's own list of regions has besides. New regions are added here and nowhere else; what
 * is in no list is counted under `unknown`, so no figure is lost.
 */
export const regions: readonly Region[] = [
  region('AD', [3, 10], 'Республика Адыгея', 'Республике Адыгея', 'the Republic of Adygea'),
  region('AL', [13, 5], 'Республика Алтай', 'Республике Алтай', 'the Altai Republic', 'Горный Алтай'),
  region('ALT', [12, 5], 'Алтайский край', 'Алтайском крае', 'the Altai Territory'),
  region('AMU', [17, 4], 'Амурская область', 'Амурской области', 'the Amur Region'),
  region('ARK', [5, 1], 'Архангельская область', 'Архангельской области', 'the Arkhangelsk Region'),
  region('AST', [6, 8], 'Астраханская область', 'Астраханской области', 'the Astrakhan Region'),
  region(
    'BA',
    [9, 5],
    'Республика Башкортостан',
    'Республике Башкортостан',
    'the Republic of Bashkortostan',
    'Башкирия',
  ),
  region('BEL', [3, 7], 'Белгородская область', 'Белгородской области', 'the Belgorod Region'),
  region('BRY', [2, 5], 'Брянская область', 'Брянской области', 'the Bryansk Region'),
  region('BU', [15, 4], 'Республика Бурятия', 'Республике Бурятия', 'the Republic of Buryatia'),
  region('CE', [6, 10], 'Чеченская Республика', 'Чеченской Республике', 'the Chechen Republic', 'Чечня'),
  region('CHE', [10, 5], 'Челябинская область', 'Челябинской области', 'the Chelyabinsk Region'),
  region(
    'CHU',
    [17, 1],
    'Чукотский автономный округ',
    'Чукотском автономном округе',
    'the Chukotka Autonomous Area',
    'ЧАО',
    'Чукотка',
  ),
  region('CR', [1, 9], 'Республика Крым', 'Республике Крым', 'Crimea'),
  region(
    'CU',
    [7, 5],
    'Чувашская Республика',
    'Чувашской Республике',
    'the Chuvash Republic',
    'Чувашия',
    'Чувашская Республика — Чувашия',
  ),
  region('DA', [7, 10], 'Республика Дагестан', 'Республике Дагестан', 'the Republic of Dagestan'),
  region('IN', [6, 11], 'Республика Ингушетия', 'Республике Ингушетия', 'the Republic of Ingushetia'),
  region('IRK', [14, 3], 'Иркутская область', 'Иркутской области', 'the Irkutsk Region'),
  region('IVA', [6, 4], 'Ивановская область', 'Ивановской области', 'the Ivanovo Region'),
  region('KAM', [17, 2], 'Камчатский край', 'Камчатском крае', 'the Kamchatka Territory', 'Камчатка'),
  region(
    'KB',
    [5, 10],
    'Кабардино-Балкарская Республика',
    'Кабардино-Балкарской Республике',
    'the Kabardino-Balkarian Republic',
    'КБР',
    'Кабардино-Балкария',
  ),
  region(
    'KC',
    [4, 10],
    'Карачаево-Черкесская Республика',
    'Карачаево-Черкесской Республике',
    'the Karachayevo-Circassian Republic',
    'КЧР',
    'Карачаево-Черкесия',
  ),
  region('KDA', [3, 9], 'Краснодарский край', 'Краснодарском крае', 'the Krasnodar Territory', 'Кубань'),
  region(
    'KEM',
    [13, 4],
    'Кемеровская область — Кузбасс',
    'Кемеровской области — Кузбассе',
    'the Kemerovo Region — Kuzbass',
    'Кемеровская область',
    'Кузбасс',
  ),
  region('KGD', [0, 4], 'Калининградская область', 'Калининградской области', 'the Kaliningrad Region'),
  region('KGN', [11, 5], 'Курганская область', 'Курганской области', 'the Kurgan Region'),
  region('KHA', [18, 4], 'Хабаровский край', 'Хабаровском крае', 'the Khabarovsk Territory'),
  region(
    'KHM',
    [9, 3],
    'Ханты-Мансийский автономный округ — Югра',
    'Ханты-Мансийском автономном округе — Югре',
    'the Khanty-Mansi Autonomous Area — Yugra',
    'Ханты-Мансийский автономный округ',
    'ХМАО',
    'ХМАО — Югра',
    'Югра',
  ),
  region('KIR', [7, 3], 'Кировская область', 'Кировской области', 'the Kirov Region'),
  region('KK', [14, 4], 'Республика Хакасия', 'Республике Хакасия', 'the Republic of Khakassia'),
  region('KL', [5, 9], 'Республика Калмыкия', 'Республике Калмыкия', 'the Republic of Kalmykia'),
  region('KLU', [3, 4], 'Калужская область', 'Калужской области', 'the Kaluga Region'),
  region('KO', [7, 2], 'Республика Коми', 'Республике Коми', 'the Komi Republic'),
  region('KOS', [6, 3], 'Костромская область', 'Костромской области', 'the Kostroma Region'),
  region('KR', [4, 1], 'Республика Карелия', 'Республике Карелия', 'the Republic of Karelia'),
  region('KRS', [2, 6], 'Курская область', 'Курской области', 'the Kursk Region'),
  region('KYA', [13, 3], 'Красноярский край', 'Красноярском крае', 'the Krasnoyarsk Territory'),
  region('LEN', [3, 2], 'Ленинградская область', 'Ленинградской области', 'the Leningrad Region'),
  region('LIP', [4, 6], 'Липецкая область', 'Липецкой области', 'the Lipetsk Region'),
  region('MAG', [16, 2], 'Магаданская область', 'Магаданской области', 'the Magadan Region'),
  region('ME', [7, 4], 'Республика Марий Эл', 'Республике Марий Эл', 'the Republic of Mari El'),
  region('MO', [6, 6], 'Республика Мордовия', 'Республике Мордовия', 'the Republic of Mordovia'),
  region(
    'MOS',
    [4, 5],
    'Московская область',
    'Московской области',
    'the Moscow Region',
    'Моск. обл.',
    'Подмосковье',
  ),
  region('MOW', [4, 4], 'Москва', 'Москве', 'Moscow'),
  region('MUR', [4, 0], 'Мурманская область', 'Мурманской области', 'the Murmansk Region'),
  region(
    'NEN',
    [6, 1],
    'Ненецкий автономный округ',
    'Ненецком автономном округе',
    'the Nenets Autonomous Area',
    'НАО',
  ),
  region('NGR', [3, 3], 'Новгородская область', 'Новгородской области', 'the Novgorod Region'),
  region('NIZ', [6, 5], 'Нижегородская область', 'Нижегородской области', 'the Nizhny Novgorod Region'),
  region('NVS', [12, 4], 'Новосибирская область', 'Новосибирской области', 'the Novosibirsk Region'),
  region('OMS', [11, 4], 'Омская область', 'Омской области', 'the Omsk Region'),
  region('ORE', [9, 6], 'Оренбургская область', 'Оренбургской области', 'the Orenburg Region'),
  region('ORL', [3, 6], 'Орловская область', 'Орловской области', 'the Orel Region', 'Oryol Region'),
  region('PER', [8, 3], 'Пермский край', 'Пермском крае', 'the Perm Territory'),
  region('PNZ', [5, 7], 'Пензенская область', 'Пензенской области', 'the Penza Region'),
  region('PRI', [18, 5], 'Приморский край', 'Приморском крае', 'the Primorye Territory', 'Приморье'),
  region('PSK', [2, 3], 'Псковская область', 'Псковской области', 'the Pskov Region'),
  region('ROS', [4, 8], 'Ростовская область', 'Ростовской области', 'the Rostov Region'),
  region('RYA', [5, 5], 'Рязанская область', 'Рязанской области', 'the Ryazan Region'),
  region(
    'SA',
    [15, 3],
    'Республика Саха (Якутия)',
    'Республике Саха (Якутия)',
    'the Republic of Sakha (Yakutia)',
    'Якутия',
    'Саха',
  ),
  region('SAK', [19, 4], 'Сахалинская область', 'Сахалинской области', 'the Sakhalin Region', 'Сахалин'),
  region('SAM', [8, 6], 'Самарская область', 'Самарской области', 'the Samara Region'),
  region('SAR', [6, 7], 'Саратовская область', 'Саратовской области', 'the Saratov Region'),
  region(
    'SE',
    [5, 11],
    'Республика Северная Осетия — Алания',
    'Республике Северная Осетия — Алания',
    'the Republic of North Ossetia — Alania',
    'Северная Осетия',
    'РСО-Алания',
  ),
  region('SEV', [1, 10], 'Севастополь', 'Севастополе', 'Sevastopol'),
  region('SMO', [2, 4], 'Смоленская область', 'Смоленской области', 'the Smolensk Region'),
  region(
    'SPE',
    [2, 2],
    'Санкт-Петербург',
    'Санкт-Петербурге',
    'Saint Petersburg',
    'СПб',
    'С.-Петербург',
    'St Petersburg',
  ),
  region(
    'STA',
    [4, 9],
    'Ставропольский край',
    'Ставропольском крае',
    'the Stavropol Territory',
    'Ставрополье',
  ),
  region('SVE', [9, 4], 'Свердловская область', 'Свердловской области', 'the Sverdlovsk Region'),
  region(
    'TA',
    [8, 5],
    'Республика Татарстан',
    'Республике Татарстан',
    'the Republic of Tatarstan',
    'Республика Татарстан (Татарстан)',
  ),
  region('TAM', [5, 6], 'Тамбовская область', 'Тамбовской области', 'the Tambov Region'),
  region('TOM', [12, 3], 'Томская область', 'Томской области', 'the Tomsk Region'),
  region('TUL', [3, 5], 'Тульская область', 'Тульской области', 'the Tula Region'),
  region('TVE', [4, 3], 'Тверская область', 'Тверской области', 'the Tver Region'),
  region('TY', [14, 5], 'Республика Тыва', 'Республике Тыва', 'the Republic of Tuva', 'Тува', 'Tyva'),
  region('TYU', [10, 4], 'Тюменская область', 'Тюменской области', 'the Tyumen Region'),
  region('UD', [8, 4], 'Удмуртская Республика', 'Удмуртской Республике', 'the Udmurt Republic', 'Удмуртия'),
  region('ULY', [7, 6], 'Ульяновская область', 'Ульяновской области', 'the Ulyanovsk Region'),
  region('VGG', [5, 8], 'Волгоградская область', 'Волгоградской области', 'the Volgograd Region'),
  region('VLA', [5, 4], 'Владимирская область', 'во Владимирской области', 'the Vladimir Region'),
  region('VLG', [5, 2], 'Вологодская область', 'Вологодской области', 'the Vologda Region'),
  region('VOR', [4, 7], 'Воронежская область', 'Воронежской области', 'the Voronezh Region'),
  region(
    'YAN',
    [9, 2],
    'Ямало-Ненецкий автономный округ',
    'Ямало-Ненецком автономном округе',
    'the Yamal-Nenets Autonomous Area',
    'ЯНАО',
    'Ямал',
  ),
  region('YAR', [5, 3], 'Ярославская область', 'Ярославской области', 'the Yaroslavl Region'),
  region(
    'YEV',
    [17, 5],
    'Еврейская автономная область',
    'Еврейской автономной области',
    'the Jewish Autonomous Region',
    'ЕАО',
    'Еврейская АО',
  ),
  region(
    'ZAB',
    [16, 4],
    'Забайкальский край',
    'Забайкальском крае',
    'the Trans-Baikal Territory',
    'Забайкалье',
  ),
];

/**
 * Words that only say what kind of region it is, in full and as tills shorten them: the rest names it alone. Not so in
 * English, where Moscow and the Moscow Region differ in nothing else.
 */
const KINDS = new Set(
  `область обл край кр республика респ автономный автономная авт округ окр ао аобл город гор г
   федерального значения россия рф ru russia the of`.split(/\s+/),
);

const byCode = new Map(regions.map((each) => [each.code, each]));

const byName = new Map(
  regions.flatMap(({ code, ru, en, spellings }) =>
    [code, ru, en, ...spellings].map((name): [string, RegionCode] => [keyOf(name), code]),
  ),
);

export function regionByCode(code: RegionCode): Region | undefined {
  return byCode.get(code);
}

/** The region that a till names in its own words; `unknown` rather than a guess. */
export function regionOf(text: string): RegionCode {
  return byName.get(keyOf(text)) ?? 'unknown';
}

/** Upper and lower case, ё, punctuation, spaces and the word for the kind of region make no difference. */
function keyOf(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/р-ка/gu, ' ')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !KINDS.has(word));
  return words.join(' ');
}
