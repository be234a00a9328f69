import { toMillis } from '../../functions/clock.ts';
import { busynessOf, daysOf, spreadOver } from '../../local/seed/calendar.ts';
import { chanceOf, rowOf } from '../../local/seed/chance.ts';
import { planYear } from '../../local/seed/plan-year.ts';

/** A sale as far as it decides which keys are written, and when. */
export interface BusySale {
  /** Milliseconds since 1970. */
  at: number;
  trackingNumber: string;
  region: string;
  office: string;
  clerkId: string;
  seller: string;
}

/** The numbers of a seeded year go to ten million; more sales than that are as many neighbours of each planned one. */
const MOST_PLANNED = 9_999_999;
/** How far from it a neighbour stands: another till of the same office, another minute. */
const NEIGHBOURS_WITHIN = 60_000;

/** How many are planned for so many policies, and how many each of them stands for. */
export function plannedOf(policies: number): { planned: number; copies: number } {
  const copies = Math.ceil(policies / MOST_PLANNED);
  return { planned: Math.round(policies / copies), copies };
}

/** The busiest day of a year, sale by sale, the same for the same seed. */
export async function planBusiestDay(
  { policies, year, seed }: { policies: number; year: number; seed: string },
  progress: (text: string) => void = () => {},
): Promise<{ day: string; sales: BusySale[] }> {
  const days = daysOf(year);
  const busiest = days.reduce((best, day) => (busynessOf(day) > busynessOf(best) ? day : best));
  const place = days.indexOf(busiest);
  const { planned, copies } = plannedOf(policies);
  const counts = spreadOver(days, planned);
  const from = counts.slice(0, place).reduce((sum, count) => sum + count, 0);
  const end = from + (counts[place] ?? 0);
  const row = rowOf(seed, 'neighbours');
  const sales: BusySale[] = [];
  progress(`planning ${(end - from).toLocaleString('en-US')} sales of the busiest day`);
  for await (const { index, sale } of planYear({ policies: planned, year, seed }, from)) {
    if (index >= end) break;
    const { trackingNumber, office, clerkId, seller, soldAt } = sale;
    const chance = chanceOf(row, index);
    for (let copy = 0; copy < copies; copy += 1) {
      const apart = copy === 0 ? 0 : (chance.share() * 2 - 1) * NEIGHBOURS_WITHIN;
      sales.push({
        at: toMillis(soldAt) + apart,
        trackingNumber: `${trackingNumber}${copy}`,
        region: office.region,
        office: office.index,
        clerkId,
        seller: seller.taxNumber ?? seller.phone ?? seller.name,
      });
    }
  }
  sales.sort((one, other) => one.at - other.at);
  return { day: new Date(busiest).toISOString().slice(0, 10), sales };
}
