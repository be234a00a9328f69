import type { Instant } from '../clock.ts';
import type { SellerId } from '../contracts/facts.ts';
import type { PolicyStore } from '../policies/ports.ts';
import type { CountedFact } from '../reports/ports.ts';
import { rememberSellers, type SeenOfSellers } from './remember-seller.ts';
import { NOBODY } from './seller-identity.ts';
import { updateWatch, type WatchPorts } from './update-watch.ts';

/**
 * What was counted, told to the sellers that it is about. Facts know a seller by hashes alone, so the names come
 * from the policies; facts that come again change nothing.
 */
export async function followCounted(
  counted: readonly CountedFact[],
  clock: () => Instant,
  ports: WatchPorts & { policies: Pick<PolicyStore, 'findAll'> },
): Promise<void> {
  const seen: SeenOfSellers = { claims: [], letters: [] };
  for (const { after } of counted) {
    if (after.of === 'letter') seen.letters.push(after.facts);
    if (after.of !== 'claim') continue;
    const { trackingNumber, policyId } = after.facts;
    const policy = (await ports.policies.findAll(trackingNumber)).find((one) => one.policyId === policyId);
    if (policy) seen.claims.push({ facts: after.facts, seller: policy.personal.seller });
  }
  await rememberSellers(seen, clock, ports);
}

/**
 * Parcels were sold or voided: what a clerk is told of a seller goes by the share of the parcels, so it is brought up to
 * date for those who stand on the watch. Of most sellers nothing stands there, and that is all that is asked, of a
 * whole batch at once; that a policy came to its end changes no share and asks nothing.
 */
export async function followSold(
  counted: readonly CountedFact[],
  clock: () => Instant,
  ports: WatchPorts,
): Promise<void> {
  const ids = new Set(counted.flatMap(sellersOfChange));
  ids.delete(NOBODY);
  for (const { sellerId } of await ports.watch.findAll([...ids])) await updateWatch(sellerId, clock(), ports);
}

/** Whose parcels became more or fewer. */
function sellersOfChange({ before, after }: CountedFact): readonly SellerId[] {
  if (after.of !== 'policy') return [];
  const isChanged = before?.of !== 'policy' || before.facts.voidedAt !== after.facts.voidedAt;
  return isChanged ? after.facts.sellerIds : [];
}
