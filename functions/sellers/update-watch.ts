import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { ClaimFacts, SellerId } from '../contracts/facts.ts';
import { addDays, dayOf } from '../reports/day-of.ts';
import type { Counters } from '../reports/ports.ts';
import { claimsOfOneSeller, hasNamesakes, isConfirmed, isName } from './claims-of-seller.ts';
import type { SellerRecords, SellerWatch, WatchedSeller } from './ports.ts';
import { NOBODY } from './seller-identity.ts';
import { isCompanyName } from './seller-name.ts';
import { linkedIds, parcelsOf } from './seller-parcels.ts';
import { PARCEL_DAYS } from './warning-rules.ts';
import { warningOf } from './warnings.ts';

const DAY = 86_400_000;
const MOST_CONFIRMED = 200;

export interface WatchPorts {
  records: SellerRecords;
  counters: Pick<Counters, 'read'>;
  watch: SellerWatch;
}

/**
 * Puts a seller on the watch, or brings what stands there up to date. Made each time from what is known of the
 * seller now and from nothing that the event says, so events may come again, late and in any order.
 */
export async function updateWatch(sellerId: SellerId, now: Instant, ports: WatchPorts): Promise<void> {
  if (sellerId === NOBODY) return;
  const known = await ports.records.claimsOf(sellerId);
  const claims = claimsOfOneSeller(sellerId, known);
  const seller: WatchedSeller = {
    sellerId,
    confirmedAt: confirmedSince(toInstant(toMillis(now) - PARCEL_DAYS * DAY), claims),
    parcels: 0,
    countedAt: now,
    ...(isName(sellerId, known) && { isNameOnly: true }),
  };
  if (seller.isNameOnly && !(await mayBeSpokenOf(sellerId, known, ports.records))) seller.confirmedAt = [];
  // Without a single parcel the share is the largest that it can be: whoever is no concern then never is.
  if (warningOf(seller, now)) seller.parcels = await countParcels(seller, claims, ports.counters);

  const isWatched = async () => (await ports.watch.find(sellerId, { newest: true })) !== undefined;
  if (warningOf(seller, now) || (await isWatched())) await ports.watch.save(seller);
}

/** Newest first. */
function confirmedSince(since: Instant, claims: readonly ClaimFacts[]): Instant[] {
  return claims
    .filter(isConfirmed)
    .map(({ closedAt }) => closedAt)
    .filter((at) => at > since)
    .sort()
    .reverse()
    .slice(0, MOST_CONFIRMED);
}

/** By a name alone only a company is spoken of, and none that shares the name with another seller. */
async function mayBeSpokenOf(
  sellerId: SellerId,
  claims: readonly ClaimFacts[],
  records: SellerRecords,
): Promise<boolean> {
  if (hasNamesakes(sellerId, claims)) return false;
  const names = await records.namesOf(sellerId);
  return names.length > 0 && names.every(({ name }) => isCompanyName(name));
}

function countParcels(
  { sellerId, countedAt }: WatchedSeller,
  claims: readonly ClaimFacts[],
  counters: Pick<Counters, 'read'>,
): Promise<number> {
  const to = dayOf(countedAt);
  return parcelsOf(linkedIds(sellerId, claims), { from: addDays(to, -PARCEL_DAYS), to }, counters);
}
