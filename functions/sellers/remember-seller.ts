import type { Instant } from '../clock.ts';
import type { ClaimFacts, LetterFacts } from '../contracts/facts.ts';
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
  await Promise.all([
    ...claims.flatMap(({ facts, seller }) =>
      facts.sellerIds.flatMap((id) => [
        records.rememberClaim(id, facts),
        records.rememberName(id, { sellerId: facts.sellerIds[0] ?? id, ...namesOf(seller) }, facts.soldAt),
      ]),
    ),
    ...letters
      .filter(({ kind, sentAt }) => kind === 'claim-to-seller' && sentAt !== undefined)
      .flatMap((letter) => letter.sellerIds.map((id) => records.rememberLetter(id, letter))),
  ]);
  // One after another: a large seller's history is much to hold at once.
  for (const id of new Set(claims.flatMap(({ facts }) => facts.sellerIds)))
    await updateWatch(id, clock(), ports);
}

function namesOf({ name, taxNumber }: NamedSeller): { name: string; taxNumber?: string } {
  return { name, ...(taxNumber !== undefined && { taxNumber }) };
}
