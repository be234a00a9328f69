import { type Instant, toInstant } from '../../functions/clock.ts';
import type { SaleRequest } from '../../functions/contracts/sale.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { withCheckDigit } from '../tracking-number.ts';
import { type Buyer, type Buyers, buyersOf } from './buyers.ts';
import { daysOf, spreadOver, timeOfDay } from './calendar.ts';
import { type Chance, chanceOf, rowOf } from './chance.ts';
import { minutesAhead } from './places.ts';
import { type PlannedClaim, planClaim } from './plan-claim.ts';
import { asTyped, type Traders, tradersOf } from './traders.ts';

export interface YearOptions {
  policies: number;
  year: number;
  seed: string;
  /** Nothing is sold after it: the present, for a year that is not over. */
  until?: Instant | undefined;
  /** Share of the policies that a claim comes of. */
  claimRate?: number;
}

/** A sale and all that comes of it. */
export interface PlannedParcel {
  /** Place in the plan, from 0. */
  index: number;
  sale: SaleRequest;
  idempotencyKey: string;
  receivedAt: Instant;
  /** The buyer took the protection back. */
  voidedAt?: Instant;
  claims: PlannedClaim[];
}

export const DEFAULT_CLAIM_RATE = 0.026;

const DAY = 86_400_000;
const MINUTE = 60_000;
const SECOND_CLAIMS = 0.03;
/** Kopecks. */
const SMALLEST_SECOND = 10_000;
const VOIDED = 0.008;

/** Prices end as prices do: so many of ten in hundreds and nineties of roubles, the rest to the rouble. */
const PRICE_ENDS = { ninety: 45, hundreds: 25, 'ninety-nine': 15, exact: 15 };

/**
 * A believable year, in the order of its days, the same for the same options. Pure, so that a laptop can live it
 * through the use cases and a test can judge it without one; each parcel is planned by itself, so a year of any size
 * takes no more memory than its busiest day.
 *
 * @param from index of the first parcel that is wanted: what was before it is counted, not planned.
 */
export async function* planYear(options: YearOptions, from = 0): AsyncGenerator<PlannedParcel> {
  const world = worldOf(options);
  let index = 0;
  for (const { day, count } of busyDays(options)) {
    const first = index;
    index += count;
    if (index <= from) continue;
    const parcels = Array.from({ length: count }, (_, place) => planParcel(world, first + place, day));
    parcels.sort((a, b) =>
      a.sale.soldAt < b.sale.soldAt ? -1 : a.sale.soldAt > b.sale.soldAt ? 1 : a.index - b.index,
    );
    // Numbered by their time, so that a year can be gone on with from any number.
    for (const [place, parcel] of parcels.entries()) {
      if (first + place >= from) yield { ...parcel, index: first + place };
    }
  }
}

interface World {
  options: YearOptions;
  row: number;
  buyers: Buyers;
  traders: Traders;
}

function worldOf(options: YearOptions): World {
  const { policies, seed, claimRate = DEFAULT_CLAIM_RATE } = options;
  const perParcel = claimRate / (1 + SECOND_CLAIMS);
  return {
    options,
    row: rowOf(seed, `parcels of ${options.year}`),
    buyers: buyersOf(seed, policies),
    traders: tradersOf(seed, Math.max(60, Math.ceil(policies / 40)), perParcel),
  };
}

/** The days up to `until`, with how much is sold on each. */
function busyDays({ policies, year, until }: YearOptions): { day: number; count: number }[] {
  // A day that is not over everywhere has not been sold yet.
  const end = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until) - 2 * DAY;
  const days = daysOf(year).filter((day) => day <= end);
  const counts = spreadOver(days, policies);
  return days.map((day, place) => ({ day, count: counts[place] ?? 0 }));
}

function planParcel({ options, row, buyers, traders }: World, index: number, day: number): PlannedParcel {
  const chance = chanceOf(row, index);
  const buyer = buyers.buyerOf(chance.whole(0, buyers.count - 1));
  const trader = traders.traderOf(traders.rankAt(chance.share()));
  const { office } = buyer;
  const soldAt = day + timeOfDay(chance.share()) - (minutesAhead[office.timeZone] ?? 0) * MINUTE;
  // Offices without a line send their sales later.
  const onTheWay = chance.happens(0.02) ? chance.share() * 2 * DAY : 800 + chance.share() * 5_000;
  const { phone, email, locale } = buyer;
  const sale: SaleRequest = {
    trackingNumber: withCheckDigit(`${bodyOf(options)}${String(index).padStart(7, '0')}`),
    amount: amountOf(chance),
    soldAt: toInstant(soldAt),
    office,
    clerkId: `clerk-${office.index}-${chance.whole(1, 1 + (Number(office.index) % 3))}`,
    customer: { phone, ...(email && { email }), ...(locale && { locale }) },
    seller: {
      name: asTyped(trader.name, chance),
      ...(trader.taxNumber && chance.happens(0.85) && { taxNumber: trader.taxNumber }),
      ...(trader.phone && { phone: trader.phone }),
    },
    consent: {
      termsVersion: TERMS_ON_SALE.version,
      acceptedAt: toInstant(soldAt - 20_000),
      personalData: true,
    },
  };
  const isClaimed = chance.happens(trader.claimRate);
  const claims = isClaimed ? claimsOf(chance, sale, buyer, index) : [];
  const isVoided = !isClaimed && chance.happens(VOIDED);
  return {
    index,
    sale,
    idempotencyKey: `seed-${options.seed}-${options.year}-${index}`,
    receivedAt: toInstant(Math.floor(soldAt + onTheWay)),
    ...(isVoided && { voidedAt: toInstant(Math.floor(soldAt + onTheWay + chance.share() * 13 * DAY)) }),
    claims,
  };
}

/** One claim, seldom two of different kinds; together they name no more than was paid. */
function claimsOf(chance: Chance, sale: SaleRequest, buyer: Buyer, index: number): PlannedClaim[] {
  const first = planClaim(chance, sale, buyer, index);
  if (!chance.happens(SECOND_CLAIMS)) return [first];
  const second = planClaim(chance, sale, buyer, index);
  const amount = Math.min(second.amount, sale.amount - first.amount);
  // The same kind again is the same event, which is filed once.
  return second.kind === first.kind || amount < SMALLEST_SECOND ? [first] : [first, { ...second, amount }];
}

/** Six digits that no post office of the demo has, other ones for every seed and year. */
function bodyOf({ seed, year }: YearOptions): string {
  const number = rowOf(seed, `numbers of ${year}`) >>> 0;
  return `8${String(number % 100_000).padStart(5, '0')}`;
}

/** Log-normal, as sums are, and rounded, as prices are; kopecks. */
function amountOf(chance: Chance): number {
  const roubles = Math.min(480_000, Math.max(250, Math.exp(Math.log(2_600) + 0.85 * chance.normal())));
  const hundreds = Math.ceil(roubles / 100) * 100;
  switch (chance.weighted(PRICE_ENDS)) {
    case 'ninety':
      return (hundreds - 10) * 100;
    case 'hundreds':
      return hundreds * 100;
    case 'ninety-nine':
      return (hundreds - 1) * 100;
    case 'exact':
      return Math.round(roubles) * 100;
  }
}
