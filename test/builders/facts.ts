import type { ClaimFacts, LetterFacts, PolicyFacts } from '../../functions/contracts/facts.ts';

const SELLER = 'sellersellersellersell';

/** A policy sold in Kazan, as it is counted; each test names what matters to it. */
export function somePolicyFacts(overrides: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    trackingNumber: '10100012123456',
    policyId: 'policy-1',
    version: 1,
    termsVersion: '2026-01',
    timeZone: 'Europe/Moscow',
    region: 'TA',
    office: '420000',
    clerkId: 'clerk-17',
    sellerIds: [SELLER],
    status: 'active',
    amount: 450_000,
    price: 9_900,
    soldAt: '2026-03-01T09:30:00.000Z',
    endsAt: '2026-03-31T21:00:00.000Z',
    ...overrides,
  };
}

/** An open claim on it. */
export function someClaimFacts(overrides: Partial<ClaimFacts> = {}): ClaimFacts {
  return {
    trackingNumber: '10100012123456',
    policyId: 'policy-1',
    claimId: 'claim-1',
    version: 1,
    region: 'TA',
    office: '420000',
    clerkId: 'clerk-17',
    sellerIds: [SELLER],
    soldAt: '2026-03-01T09:30:00.000Z',
    kind: 'foreign-object',
    channel: 'web',
    amount: 450_000,
    filedAt: '2026-03-05T10:00:00.000Z',
    status: 'in-review',
    paid: 0,
    recovered: 0,
    ...overrides,
  };
}

/** A letter to the seller that was sent. */
export function someLetterFacts(overrides: Partial<LetterFacts> = {}): LetterFacts {
  return {
    trackingNumber: '10100012123456',
    letterId: 'letter-1',
    claimId: 'claim-1',
    version: 2,
    region: 'TA',
    sellerIds: [SELLER],
    kind: 'claim-to-seller',
    sentAt: '2026-03-06T10:00:00.000Z',
    ...overrides,
  };
}
