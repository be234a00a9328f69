import type { ClaimFacts, SellerId } from '../contracts/facts.ts';

const IN_THE_BUYERS_FAVOUR: ReadonlySet<ClaimFacts['status']> = new Set([
  'compensated',
  'refunded-by-seller',
  'recovered-through-bank',
]);

/** The deceit is established: the claim came to its end in the buyer's favour, whoever paid. */
export function isConfirmed(claim: ClaimFacts): claim is ClaimFacts & { closedAt: string } {
  return IN_THE_BUYERS_FAVOUR.has(claim.status) && claim.closedAt !== undefined;
}

/** The last id of a seller is that of the name (sellers/seller-identity.ts), the only one if nothing else is known. */
export function isName(sellerId: SellerId, claims: readonly ClaimFacts[]): boolean {
  return claims.some(({ sellerIds }) => sellerIds.at(-1) === sellerId);
}

/** Tax numbers and phones that these claims name the seller by. */
export function surerIdsIn(claims: readonly ClaimFacts[]): SellerId[] {
  return [...new Set(claims.flatMap(({ sellerIds }) => sellerIds.slice(0, -1)))];
}

/**
 * The claims under an id that are about one seller. Many have the same name, so under a name claims are taken
 * together only as long as at most one seller with a tax number or a phone of its own is among them; otherwise only
 * those are left that know nothing but the name.
 */
export function claimsOfOneSeller(sellerId: SellerId, claims: readonly ClaimFacts[]): ClaimFacts[] {
  return hasNamesakes(sellerId, claims)
    ? claims.filter(({ sellerIds }) => sellerIds[0] === sellerId)
    : [...claims];
}

/** Whether two sellers are known to have this name: two surest ids other than the name itself. */
export function hasNamesakes(sellerId: SellerId, claims: readonly ClaimFacts[]): boolean {
  if (!isName(sellerId, claims)) return false;
  const sellers = new Set(claims.map(({ sellerIds }) => sellerIds[0]).filter((id) => id !== sellerId));
  return sellers.size > 1;
}
