import type { Instant } from '../clock.ts';
import type { ClaimFacts, LetterFacts, SellerId } from '../contracts/facts.ts';
import type { NamedSeller } from './seller-identity.ts';
import { updateWatch, type WatchPorts } from './update-watch.ts';

/** What the stream tells of claims, in its own words: facts, and the seller as it was typed on the parcel. */
export interface SeenOfSellers {
  claims: { facts: ClaimFacts; seller: NamedSeller }[];
  letters: LetterFacts[];
}

/**
 * Keeps claims, letters and names under each id of their seller, and looks whether a clerk has to be told. Doing it
 * again changes nothing, so a batch that failed half-way is simply given again.
 */
export async function rememberSellers(
  { claims, letters }: SeenOfSellers,
  clock: () => Instant,
  ports: WatchPorts,
): Promise<void> {
  const { records } = ports;
  // One after another: a batch would want more connections than there are, and a large seller's past is much to hold.
  for (const { facts, seller } of claims) {
    const seen = { sellerId: facts.sellerIds[0] as SellerId, ...namesOf(seller) };
    const remembering = facts.sellerIds.flatMap((id) => [
      records.rememberClaim(id, facts),
      records.rememberName(id, seen, facts.soldAt),
    ]);
    await Promise.all(remembering);
  }
  for (const letter of letters) {
    if (letter.kind !== 'claim-to-seller' || letter.sentAt === undefined) continue;
    await Promise.all(letter.sellerIds.map((id) => records.rememberLetter(id, letter)));
  }
  for (const id of new Set(claims.flatMap(({ facts }) => facts.sellerIds)))
    await updateWatch(id, clock(), ports);
}

function namesOf({ name, taxNumber }: NamedSeller): { name: string; taxNumber?: string } {
  return { name, ...(taxNumber !== undefined && { taxNumber }) };
}
