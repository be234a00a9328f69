import { regionCode } from '../../functions/contracts/facts.ts';
import { regionByCode, regionOf, regions } from '../../functions/reports/regions.ts';

describe('the regions', () => {
  it('are 85, each once, under codes that the contract takes', () => {
    expect(regions).toHaveLength(85);
    expect(new Set(regions.map(({ code }) => code)).size).toBe(85);
    expect(new Set(regions.map(({ ru }) => ru)).size).toBe(85);
    for (const { code } of regions) expect(regionCode.safeParse(code).success).toBe(true);
  });

  it.each(regions.map((region) => [region.code, region] as const))(
    '%s is found as it may be written',
    (code, region) => {
      for (const name of [
        code,
        `RU-${code}`,
        region.ru,
        region.en,
        region.inEn.slice(3),
        ...region.spellings,
      ])
        for (const written of [
          name,
          name.toUpperCase(),
          name.toLowerCase(),
          `  ${name} `,
          name.replaceAll(' — ', ' - '),
          name.replaceAll(' ', '  '),
          name.replace('область', 'обл.').replace('Республика', 'Респ.').replace('край', 'кр.'),
          name.replace(/(.+) область/, 'обл. $1').replace(/Республика (.+)/, '$1 респ'),
          name.replace('автономный округ', 'АО').replace('автономная область', 'Аобл'),
          `г. ${name}`,
        ])
          expect([written, regionOf(written)]).toEqual([written, code]);
      expect(regionByCode(code)).toBe(region);
    },
  );

  it('that no list has are unknown, not guessed', () => {
    for (const text of [
      '',
      '—',
      'Область',
      'Марс',
      'Москва и Московская область',
      'Рязань-Сортировочная',
      'toString',
      'МО',
    ])
      expect(regionOf(text)).toBe('unknown');
    expect(regionByCode('unknown')).toBeUndefined();
  });

  it('are told apart where names are alike', () => {
    expect(
      ['Алтай', 'Алтайский', 'Москва', 'Московская', 'Ненецкий', 'Ямало-Ненецкий'].map(regionOf),
    ).toEqual(['AL', 'ALT', 'MOW', 'MOS', 'NEN', 'YAN']);
  });

  it('have a place of their own on the tile map, and a neighbour', () => {
    const places = new Set(regions.map(({ tile }) => `${tile.column},${tile.row}`));
    expect(places.size).toBe(85);
    const alone = regions.filter(({ tile: { column, row } }) => {
      const around = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => `${column + x},${row + y}`));
      return around.filter((place) => places.has(place)).length < 2;
    });
    // An exclave and the far north are what they are.
    expect(alone.map(({ code }) => code)).toEqual(['KGD']);
  });

  it('are named in the case that a sentence needs', () => {
    const where = (code: string) => [regionByCode(code)?.inRu, regionByCode(code)?.inEn];
    expect(where('RYA')).toEqual(['в Рязанской области', 'in the Ryazan Region']);
    expect(where('MOW')).toEqual(['в Москве', 'in Moscow']);
    expect(where('TA')).toEqual(['в Республике Татарстан', 'in the Republic of Tatarstan']);
    expect(where('VLA')).toEqual(['во Владимирской области', 'in the Vladimir Region']);
    for (const { ru, inRu } of regions) {
      expect(inRu).toMatch(/^(?:в|во) \p{Lu}/u);
      if (ru.endsWith(' область'))
        expect(inRu.replace(/^во? /, '')).toBe(ru.replace(/ая/g, 'ой').replace('область', 'области'));
      if (ru.endsWith(' край'))
        expect(inRu).toBe(`в ${ru.replace(/ий край/, 'ом крае').replace(/ый край/, 'ом крае')}`);
    }
  });
});
