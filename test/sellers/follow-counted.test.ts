import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import type { CountedFact } from '../../functions/reports/ports.ts';
import { followCounted, followSold } from '../../functions/sellers/follow-counted.ts';
import { type NamedSeller, NOBODY, sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { someClaimFacts, someLetterFacts, somePolicyFacts } from '../builders/facts.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { createMemorySellerRecords, createMemorySellerWatch } from '../twins/memory-sellers.ts';

const NOW = '2026-03-20T12:00:00.000Z';
const LATER = '2026-03-20T13:00:00.000Z';
const SOLD = '2026-03-01T09:30:00.000Z';
const hasher = createHmacTraceHasher('a key of the tests only');
const romashka = { name: 'ООО «Ромашка»', taxNumber: '7701234567' };
const lutik = { name: 'ООО «Лютик»', taxNumber: '5401234567' };
const ids = (seller: NamedSeller) => sellerIdsOf(seller, hasher);
const [TAX = '', NAME = ''] = ids(romashka);
const [OTHER = ''] = ids(lutik);

async function stage() {
  const policies = createMemoryPolicyStore();
  const customer = { phone: '+79991234567' };
  const first = somePolicy({ personal: { customer, seller: romashka } });
  // The same parcel was sold once more, from somebody else.
  const second = somePolicy({
    ...{ policyId: 'policy-2', idempotencyKey: 'key-2', personal: { customer, seller: lutik } },
  });
  await policies.insert(first);
  await policies.replace(first, second);
  const kept = createMemorySellerWatch();
  const asked: (readonly string[])[] = [];
  const ports = {
    policies,
    counters: createMemoryCounters(),
    records: createMemorySellerRecords(),
    watch: {
      ...kept,
      findAll: (given: readonly string[]) => {
        asked.push(given);
        return kept.findAll(given);
      },
    },
  };
  return { ports, asked };
}

const claim = someClaimFacts({ sellerIds: ids(romashka) });
const sevenConfirmed = () =>
  Array.from({ length: 7 }, (_, n): CountedFact => {
    const closed = { status: 'compensated', closedAt: '2026-03-10T10:00:00.000Z', paid: 100_000 } as const;
    return { after: { of: 'claim', facts: { ...claim, ...closed, claimId: `claim-${n}` } } };
  });

describe('what was counted is told to the sellers', () => {
  const letter = someLetterFacts({ sellerIds: ids(romashka) });
  const follow = async (counted: CountedFact[]) => {
    const { ports, asked } = await stage();
    await followCounted(counted, () => NOW, ports);
    return { ...ports.records, asked };
  };

  it('as claims, letters and the names on the parcels that they are about', async () => {
    const records = await follow([
      { after: { of: 'claim', facts: claim } },
      { after: { of: 'letter', facts: letter } },
    ]);
    const seen = { ...romashka, sellerId: TAX, firstSeenAt: SOLD, lastSeenAt: SOLD };
    for (const id of [TAX, NAME]) {
      expect(await records.claimsOf(id)).toEqual([claim]);
      expect(await records.lettersOf(id)).toEqual([letter]);
      expect(await records.namesOf(id)).toEqual([seen]);
    }
    expect(await records.claimsOf(OTHER)).toEqual([]);
  });

  it('by the policy of the claim, where the parcel was sold more than once', async () => {
    const later = { ...claim, policyId: 'policy-2', claimId: 'claim-2', sellerIds: ids(lutik) };
    const records = await follow([{ after: { of: 'claim', facts: later } }]);
    expect(await records.namesOf(OTHER)).toMatchObject([lutik]);
    expect(await records.claimsOf(TAX)).toEqual([]);
  });

  it('not of a sale, nor of a claim whose policy is there no more', async () => {
    const records = await follow([
      { after: { of: 'policy', facts: somePolicyFacts({ sellerIds: ids(romashka) }) } },
      { after: { of: 'claim', facts: { ...claim, policyId: 'policy-9' } } },
    ]);
    expect([await records.claimsOf(TAX), await records.namesOf(TAX)]).toEqual([[], []]);
  });

  it('so that a clerk is told of the seventh confirmed claim', async () => {
    const { ports } = await stage();
    await followCounted(sevenConfirmed(), () => NOW, ports);
    expect(await ports.watch.find(TAX)).toMatchObject({ sellerId: TAX, countedAt: NOW });
    expect((await ports.watch.find(TAX))?.confirmedAt).toHaveLength(7);
  });
});

describe('what was sold brings the watch up to date', () => {
  const sale = somePolicyFacts({ sellerIds: ids(romashka) });
  const voided = { ...sale, version: 2, status: 'voided', voidedAt: '2026-03-01T10:00:00.000Z' } as const;
  const ended = { ...sale, version: 2, status: 'ended', endedAt: '2026-03-31T21:00:00.000Z' } as const;
  const other = somePolicyFacts({ policyId: 'policy-2', sellerIds: ids(lutik) });
  const policy = (facts: typeof sale) => ({ of: 'policy' as const, facts });
  const follow = async (counted: CountedFact[]) => {
    const { ports, asked } = await stage();
    await followSold(counted, () => NOW, ports);
    return asked;
  };

  it('of all sellers of a batch at once, each asked once, and of nobody where the name tells none', async () => {
    const nameless = somePolicyFacts({ policyId: 'policy-3', sellerIds: [NOBODY] });
    const counted = [sale, { ...sale, policyId: 'policy-4' }, other, nameless].map((facts) => ({
      after: policy(facts),
    }));
    expect(await follow(counted)).toEqual([[...ids(romashka), ...ids(lutik)]]);
  });

  it('where a sale was voided, or voided at another time', async () => {
    expect(await follow([{ before: policy(sale), after: policy(voided) }])).toEqual([ids(romashka)]);
    const again = { ...voided, version: 3, voidedAt: '2026-03-01T11:00:00.000Z' };
    expect(await follow([{ before: policy(voided), after: policy(again) }])).toEqual([ids(romashka)]);
  });

  it('not where a policy came to its end, nor by a claim', async () => {
    const claim = { of: 'claim' as const, facts: someClaimFacts({ sellerIds: ids(romashka) }) };
    expect(await follow([{ before: policy(sale), after: policy(ended) }, { after: claim }])).toEqual([[]]);
  });

  it('with the parcels of now, of those who are on it and of no others', async () => {
    const { ports } = await stage();
    await followCounted(sevenConfirmed(), () => NOW, ports);
    expect(await ports.watch.find(TAX)).toMatchObject({ parcels: 0, countedAt: NOW });
    const sales = [sale, { ...sale, policyId: 'policy-4' }, { ...sale, policyId: 'policy-5' }, other];
    const counted = await ports.counters.count(sales.map(policy));
    await followSold(counted, () => LATER, ports);
    expect(await ports.watch.find(TAX)).toMatchObject({ parcels: 3, countedAt: LATER });
    expect(await ports.watch.find(OTHER)).toBeUndefined();
  });
});
