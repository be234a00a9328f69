import type { ClaimFacts } from '../contracts/facts.ts';
import { addDays, dayOf } from '../reports/day-of.ts';
import type { Counters } from '../reports/ports.ts';
import type { SellerHistory } from '../signals/ports.ts';
import { claimsOfOneSeller, isConfirmed } from './claims-of-seller.ts';
import type { SellerRecords } from './ports.ts';
import { NOBODY } from './seller-identity.ts';
import { parcelsOf } from './seller-parcels.ts';
import { PARCEL_DAYS } from './warning-rules.ts';

const MOST_CONFIRMED = 50;

/** What the signals ask of a seller's past, under all its ids: a claim that stands under two of them counts once. */
export function createSellerHistory({
  records,
  counters,
}: {
  records: Pick<SellerRecords, 'claimsOf'>;
  counters: Pick<Counters, 'read'>;
}): SellerHistory {
  return {
    async historyOf(ids, since) {
      const sellerIds = ids.filter((id) => id !== NOBODY);
      const from = dayOf(since);
      const [parcels, ...found] = await Promise.all([
        parcelsOf(sellerIds, { from, to: addDays(from, PARCEL_DAYS) }, counters),
        ...sellerIds.map(async (id) => claimsOfOneSeller(id, await records.claimsOf(id))),
      ]);
      const claims = new Map(
        found
          .flat()
          .filter(isSame(sellerIds))
          .map((claim) => [claim.claimId, claim]),
      );
      const confirmed = [...claims.values()]
        .filter(isConfirmed)
        .map(({ trackingNumber, claimId, closedAt }) => ({ trackingNumber, claimId, at: closedAt }))
        .sort((a, b) => (a.at === b.at ? 0 : a.at > b.at ? -1 : 1));
      return { parcels, confirmed: confirmed.slice(0, MOST_CONFIRMED) };
    },
  };
}

/** A claim that shares nothing but the name is another seller's as soon as both are known by more than it. */
function isSame(sellerIds: readonly string[]): (claim: ClaimFacts) => boolean {
  const surer = new Set(sellerIds.slice(0, -1));
  return (claim) =>
    surer.size === 0 || claim.sellerIds.length === 1 || claim.sellerIds.some((id) => surer.has(id));
}
