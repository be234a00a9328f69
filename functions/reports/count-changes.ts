import type { Claim, Letter } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { sellerIdsOf } from '../sellers/seller-identity.ts';
import type { TraceHasher } from '../signals/ports.ts';
import { claimFactsOf, letterFactsOf, policyFactsOf } from './facts-of.ts';
import type { CountedFact, Counters, Fact } from './ports.ts';

/** Counts policies, current or replaced, as they stand now. */
export async function countPolicies(
  policies: readonly Policy[],
  ports: { counters: Counters; hasher: TraceHasher },
): Promise<CountedFact[]> {
  const facts = policies.map((policy): Fact => {
    const sellerIds = sellerIdsOf(policy.personal.seller, ports.hasher);
    return { of: 'policy', facts: policyFactsOf(policy, sellerIds) };
  });
  return facts.length === 0 ? [] : ports.counters.count(facts);
}

/** Counts claims and letters, with the place and the seller of the sale that they are about. */
export async function countCaseChanges(
  { claims, letters }: { claims: readonly Claim[]; letters: readonly Letter[] },
  ports: { counters: Counters; policies: Pick<PolicyStore, 'findAll'>; hasher: TraceHasher },
): Promise<CountedFact[]> {
  const facts = await caseFactsOf({ claims, letters }, ports);
  return facts.length === 0 ? [] : ports.counters.count(facts);
}

/** Also for a recount: each parcel's policies are read once. */
export async function caseFactsOf(
  { claims, letters }: { claims: readonly Claim[]; letters: readonly Letter[] },
  ports: { policies: Pick<PolicyStore, 'findAll'>; hasher: TraceHasher },
): Promise<Fact[]> {
  // What was never sent is nobody's business yet.
  const sent = letters.filter(({ sentAt }) => sentAt !== undefined);
  const parcels = new Set([...claims, ...sent].map(({ trackingNumber }) => trackingNumber));
  const sold = new Map<string, { policy: Policy; sellerIds: string[] }>();
  await Promise.all(
    [...parcels].map(async (trackingNumber) => {
      for (const policy of await ports.policies.findAll(trackingNumber)) {
        const sellerIds = sellerIdsOf(policy.personal.seller, ports.hasher);
        sold.set(policy.policyId, { policy, sellerIds });
      }
    }),
  );
  const saleOf = ({ policyId, trackingNumber }: { policyId: string; trackingNumber: string }) => {
    const sale = sold.get(policyId);
    if (!sale) throw new Error(`The policy ${policyId} of ${trackingNumber} is not there.`);
    return sale;
  };
  return [
    ...claims.map((claim): Fact => {
      const { policy, sellerIds } = saleOf(claim);
      return { of: 'claim', facts: claimFactsOf(claim, policy, sellerIds) };
    }),
    ...sent.map((letter): Fact => {
      const { policy, sellerIds } = saleOf(letter);
      return { of: 'letter', facts: letterFactsOf(letter, policy, sellerIds) };
    }),
  ];
}
