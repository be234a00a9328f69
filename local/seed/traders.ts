import { type Chance, chanceOf, rowOf } from './chance.ts';

/** A seller of the year. `rank` 0 sends the most parcels; how often it is asked for follows Zipf's law. */
export interface Trader {
  rank: number;
  isCheat: boolean;
  /** Share of the parcels that a claim comes of. */
  claimRate: number;
  name: string;
  taxNumber?: string;
  phone?: string;
}

export interface Traders {
  readonly count: number;
  traderOf(rank: number): Trader;
  /** `share` is drawn evenly from [0, 1). */
  rankAt(share: number): number;
  isCheat(rank: number): boolean;
}

const SURNAMES = [
  ...['Иванов', 'Петров', 'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Соколов', 'Михайлов', 'Новиков'],
  ...['Фёдоров', 'Морозов', 'Волков', 'Алексеев', 'Лебедев', 'Семёнов', 'Егоров', 'Павлов', 'Козлов'],
  ...['Степанов', 'Николаев', 'Орлов', 'Андреев', 'Макаров', 'Никитин', 'Захаров', 'Зайцев', 'Соловьёв'],
  ...['Борисов', 'Яковлев', 'Григорьев', 'Романов', 'Воробьёв', 'Сергеев', 'Кузьмин', 'Фролов', 'Ильин'],
];
const INITIALS = [...'АБВГДЕИКЛМНОПРСТЮ'];
const FIRST_WORDS = ['Мир', 'Дом', 'Салон', 'Маркет', 'Склад', 'Центр', 'Лавка', 'Магазин', 'Студия', 'База'];
const SECOND_WORDS = [
  ...['техники', 'обуви', 'подарков', 'игрушек', 'связи', 'инструмента', 'одежды', 'книг', 'косметики'],
  ...['мебели', 'посуды', 'спорта', 'часов', 'тканей', 'запчастей', 'чая', 'света', 'хобби', 'сада'],
];
/** The most popular ones are known to everybody and honest. */
const KNOWN = 20;
const ONE_CHEAT_IN = 45;
const CHEATS_CLAIM_RATE = 0.3;

/** The year's sellers. `claimRate` is of all parcels together; what cheats do not use of it is the honest ones'. */
export function tradersOf(seed: string, count: number, claimRate: number): Traders {
  const row = rowOf(seed, 'sellers');
  const isCheat = (rank: number) => rank >= KNOWN && chanceOf(row, rank).happens(1 / ONE_CHEAT_IN);
  // Rank r takes 1/(r+1) of the parcels, so a rank is drawn by the logarithm.
  const scale = Math.log(count + 1);
  const rankAt = (share: number) => Math.min(count - 1, Math.floor(Math.exp(share * scale)) - 1);
  let ofCheats = 0;
  for (let rank = KNOWN; rank < count; rank += 1) {
    if (isCheat(rank)) ofCheats += Math.log((rank + 2) / (rank + 1)) / scale;
  }
  const honest = Math.max(0, (claimRate - ofCheats * CHEATS_CLAIM_RATE) / (1 - ofCheats));
  return {
    count,
    rankAt,
    isCheat,
    traderOf: (rank) => {
      const chance = chanceOf(row, rank);
      // The same throw as above.
      const cheats = chance.happens(1 / ONE_CHEAT_IN) && rank >= KNOWN;
      return {
        rank,
        isCheat: cheats,
        claimRate: cheats ? CHEATS_CLAIM_RATE : honest,
        ...identityOf(rank, chance),
      };
    },
  };
}

/** As another clerk would type it; what a seller is known by must not depend on that. */
export function asTyped(name: string, chance: Chance): string {
  if (!chance.happens(0.15)) return name;
  return chance.one([
    name.toUpperCase(),
    name.replaceAll(/[«»]/g, '"'),
    name
      .replace('ООО', 'Общество с ограниченной ответственностью')
      .replace('ИП', 'Индивидуальный предприниматель'),
    name.replaceAll('ё', 'е').replace(' ', '  '),
  ]);
}

function identityOf(rank: number, chance: Chance): Pick<Trader, 'name' | 'taxNumber' | 'phone'> {
  const isCompany = chance.happens(0.45);
  const name = isCompany
    ? `ООО «${chance.one(FIRST_WORDS)} ${chance.one(SECOND_WORDS)} ${rank + 1}»`
    : `ИП ${chance.one(SURNAMES)} ${chance.one(INITIALS)}. ${chance.one(INITIALS)}.`;
  // A name alone is not enough for most: what has no tax number mostly has a phone.
  const hasTaxNumber = chance.happens(0.7);
  const hasPhone = chance.happens(hasTaxNumber ? 0.4 : 0.8);
  return {
    name,
    ...(hasTaxNumber && { taxNumber: isCompany ? companyNumber(rank) : personNumber(rank) }),
    ...(hasPhone && { phone: `+7495${String(1_000_000 + rank).padStart(7, '0')}` }),
  };
}

/** Ten digits, the last of which proves the others. */
function companyNumber(rank: number): string {
  const digits = `77${String(rank).padStart(7, '0')}`;
  return digits + checkDigit(digits, [2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

/** Twelve digits, the last two of which do. */
function personNumber(rank: number): string {
  const digits = `50${String(rank).padStart(8, '0')}`;
  const eleventh = digits + checkDigit(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
  return eleventh + checkDigit(eleventh, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

function checkDigit(digits: string, weights: readonly number[]): number {
  return (
    ([...digits].reduce((sum, digit, index) => sum + Number(digit) * (weights[index] ?? 0), 0) % 11) % 10
  );
}
