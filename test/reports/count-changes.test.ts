import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { countCaseChanges, countPolicies } from '../../functions/reports/count-changes.ts';
import type { Fact } from '../../functions/reports/ports.ts';
import { sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { someClaim } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';

const hasher = createHmacTraceHasher('a key of the tests only');
const SENT = '2026-03-06T10:00:00.000Z';
const first = somePolicy();
/** The parcel was sold again after the first sale was voided: another office, clerk and seller. */
const second: Policy = {
  ...somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2', soldAt: '2026-04-05T09:30:00.000Z' }),
  office: { index: '101000', region: 'Москва', timeZone: 'Europe/Moscow' },
  clerkId: 'clerk-2',
  personal: { customer: { phone: '+79991234567' }, seller: { name: 'Лютик', taxNumber: '7701234567' } },
};
const other = somePolicy({ trackingNumber: '10100012999999', policyId: 'policy-3', clerkId: 'clerk-3' });

/** Counters that say what they were asked to count, and a store that says what was read of it. */
async function shop() {
  const policies = createMemoryPolicyStore();
  await policies.insert(first);
  await policies.replace(first, second);
  await policies.insert(other);
  const counters = createMemoryCounters();
  const asked: Fact[][] = [];
  const read: string[] = [];
  return {
    ...{ asked, read },
    ports: {
      hasher,
      counters: {
        ...counters,
        count: (facts: readonly Fact[]) => {
          asked.push([...facts]);
          return counters.count(facts);
        },
      },
      policies: {
        findAll: (trackingNumber: string) => {
          read.push(trackingNumber);
          return policies.findAll(trackingNumber);
        },
      },
    },
  };
}

describe('policies', () => {
  it('are counted as they stand, each with the ids of its own seller', async () => {
    const { ports, asked } = await shop();
    const counted = await countPolicies([first, second], ports);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject([
      {
        of: 'policy',
        facts: { policyId: 'policy-1', sellerIds: sellerIdsOf(first.personal.seller, hasher) },
      },
      {
        of: 'policy',
        facts: { policyId: 'policy-2', sellerIds: sellerIdsOf(second.personal.seller, hasher) },
      },
    ]);
    expect(counted).toEqual(asked[0]?.map((after) => ({ after })));
  });

  it('that are none ask nothing', async () => {
    const { ports, asked } = await shop();
    expect([await countPolicies([], ports), asked]).toEqual([[], []]);
  });
});

describe('claims and letters', () => {
  it('are counted where the policy that they are about was sold, not where the parcel was sold last', async () => {
    const { ports, asked, read } = await shop();
    const claims = [
      someClaim(),
      someClaim({ claimId: 'claim-2', policyId: 'policy-2' }),
      someClaim({ claimId: 'claim-3', policyId: 'policy-3', trackingNumber: other.trackingNumber }),
    ];
    const letters = [
      someLetter({ policyId: 'policy-2', claimId: 'claim-2', letterId: 'claim-2-1', sentAt: SENT }),
    ];
    const counted = await countCaseChanges({ claims, letters }, ports);
    const bySeller = { sellerIds: sellerIdsOf(second.personal.seller, hasher) };
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject([
      {
        of: 'claim',
        facts: {
          ...{ claimId: 'claim-1', office: '420000', region: 'TA', clerkId: 'clerk-17' },
          sellerIds: sellerIdsOf(first.personal.seller, hasher),
        },
      },
      {
        of: 'claim',
        facts: { claimId: 'claim-2', office: '101000', region: 'MOW', clerkId: 'clerk-2', ...bySeller },
      },
      { of: 'claim', facts: { claimId: 'claim-3', office: '420000', region: 'TA', clerkId: 'clerk-3' } },
      { of: 'letter', facts: { letterId: 'claim-2-1', region: 'MOW', sentAt: SENT, ...bySeller } },
    ]);
    expect(counted).toEqual(asked[0]?.map((after) => ({ after })));
    // One parcel's policies are read once, however many claims and letters there are of it.
    expect(read.sort()).toEqual([first.trackingNumber, other.trackingNumber].sort());
  });

  it('of which nothing is to be counted ask nothing: a draft is nobody’s business yet', async () => {
    const { ports, asked, read } = await shop();
    expect(await countCaseChanges({ claims: [], letters: [someLetter()] }, ports)).toEqual([]);
    expect([asked, read]).toEqual([[], []]);
  });

  it('of a policy that is not there are a fault, not a claim of nowhere', async () => {
    const { ports, asked } = await shop();
    const claims = [someClaim({ policyId: 'policy-9' })];
    await expect(countCaseChanges({ claims, letters: [] }, ports)).rejects.toThrow(
      'The policy policy-9 of 10100012123456 is not there.',
    );
    expect(asked).toEqual([]);
  });
});
