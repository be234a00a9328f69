import type { ClaimFacts, Day, SellerId } from '../contracts/facts.ts';
import type { CounterRow, Counters } from '../reports/ports.ts';
import { surerIdsIn } from './claims-of-seller.ts';

/** Other ids of one seller are few; whoever has more of them is judged by too few parcels, and not by too many. */
const MOST_LINKED = 5;

/** This id, and the tax numbers and phones that the seller's own claims name beside it: one hop and no further. */
export function linkedIds(sellerId: SellerId, claims: readonly ClaimFacts[]): SellerId[] {
  const others = surerIdsIn(claims).filter((id) => id !== sellerId);
  return [sellerId, ...others.slice(0, MOST_LINKED)];
}

/** Parcels by period; each was counted once, under the surest id that it named. */
export async function parcelsBy(
  sellerIds: readonly SellerId[],
  { from, to }: { from: Day; to: Day },
  counters: Pick<Counters, 'read'>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await Promise.all(sellerIds.map((id) => counters.read(`seller#${id}`, from, to)));
  const byPeriod = new Map<string, number>();
  for (const row of rows.flat()) byPeriod.set(row.period, (byPeriod.get(row.period) ?? 0) + parcelsIn(row));
  return byPeriod;
}

export async function parcelsOf(
  sellerIds: readonly SellerId[],
  period: { from: Day; to: Day },
  counters: Pick<Counters, 'read'>,
): Promise<number> {
  return sum([...(await parcelsBy(sellerIds, period, counters)).values()]);
}

/** A voided sale was no parcel with protection; it is taken off on the day on which it was voided. */
function parcelsIn({ sums }: CounterRow): number {
  return (sums.sold ?? 0) - (sums.voided ?? 0);
}

function sum(numbers: number[]): number {
  return Math.max(
    numbers.reduce((total, each) => total + each, 0),
    0,
  );
}
