import { type Chance, chanceOf, rowOf } from './chance.ts';
import { type Region, seededRegions } from './places.ts';

/** Somebody who fetches parcels, always at their own office. */
export interface Buyer {
  office: { index: string; region: string; timeZone: string };
  phone: string;
  email?: string;
  locale?: 'en';
  /** Account that compensations go to, where somebody names one, and the device that claims are filed from. */
  account: string;
  device: string;
}

export interface Buyers {
  readonly count: number;
  buyerOf(index: number): Buyer;
}

/** Parcels for one buyer of the year, on average. */
const PARCELS_OF_A_BUYER = 1.4;
/** One office sells about as many in a year, or as the region has offices. */
const PARCELS_OF_AN_OFFICE = 80;
const INHABITANTS_OF_AN_OFFICE = 12;
const MOST_OFFICES = 990;
/** Two of one family: neighbours by number share what families share. */
const IN_FAMILIES = 0.24;

const ALL_INHABITANTS = seededRegions.reduce((sum, { inhabitants }) => sum + inhabitants, 0);

/** The year's buyers, who live where people live. */
export function buyersOf(seed: string, parcels: number): Buyers {
  const row = rowOf(seed, 'households');
  const ownRow = rowOf(seed, 'buyers');
  return {
    count: Math.ceil(parcels / PARCELS_OF_A_BUYER) + 2,
    buyerOf: (index) => {
      const pair = index >> 1;
      const family = chanceOf(row, pair);
      const isFamily = family.happens(IN_FAMILIES);
      const [isOnePhone, isOneAccount, isOneDevice] = [0.35, 0.6, 0.5].map((share) => family.happens(share));
      const own = chanceOf(ownRow, index);
      const home = isFamily ? family : own;
      const of = (isShared = false) => (isFamily && isShared ? pair * 2 : index);
      return {
        office: officeOf(home, parcels),
        phone: `+79${String(of(isOnePhone)).padStart(9, '0')}`,
        ...(own.happens(0.3) && { email: `buyer${index}@example.ru` }),
        ...(own.happens(0.004) && { locale: 'en' as const }),
        account: `40817810${String(of(isOneAccount)).padStart(12, '0')}`,
        device: of(isOneDevice).toString(16).padStart(32, '0'),
      };
    },
  };
}

function officeOf(chance: Chance, parcels: number): Buyer['office'] {
  const { name, indexPrefix, timeZone, inhabitants } = regionAt(chance.share());
  const wanted = Math.round((parcels * inhabitants) / ALL_INHABITANTS / PARCELS_OF_AN_OFFICE);
  const offices = Math.min(
    MOST_OFFICES,
    Math.round(inhabitants / INHABITANTS_OF_AN_OFFICE),
    Math.max(2, wanted),
  );
  // The first ones are in the middle of the town.
  const place = Math.floor(chance.share() ** 1.7 * offices);
  return { index: indexPrefix + String(place).padStart(3, '0'), region: name, timeZone };
}

function regionAt(share: number): Region {
  let left = share * ALL_INHABITANTS;
  const found = seededRegions.find(({ inhabitants }) => {
    left -= inhabitants;
    return left < 0;
  });
  return (found ?? seededRegions[0]) as Region;
}
