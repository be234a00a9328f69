import type { ClaimFacts, LetterFacts } from '../../functions/contracts/facts.ts';

/** A claim that was paid, as the counters know it; each test names what matters to it. */
export function someClaimFacts(overrides: Partial<ClaimFacts> = {}): ClaimFacts {
  return {
    trackingNumber: '10100012123456',
    policyId: 'policy-1',
    region: 'MOW',
    office: '101000',
    clerkId: 'clerk-1',
    sellerIds: ['name'.padEnd(22, '-')],
    soldAt: '2026-11-01T10:00:00.000Z',
    claimId: 'claim-1',
    version: 1,
    kind: 'empty-or-incomplete',
    channel: 'phone',
    amount: 250_000,
    purchaseAmount: 250_000,
    filedAt: '2026-11-03T10:00:00.000Z',
    status: 'compensated',
    decision: 'approved',
    decidedAt: '2026-11-05T10:00:00.000Z',
    closedAt: '2026-11-05T12:00:00.000Z',
    paid: 250_000,
    recovered: 0,
    ...overrides,
  };
}

export function someLetterFacts(overrides: Partial<LetterFacts> = {}): LetterFacts {
  return {
    trackingNumber: '10100012123456',
    letterId: 'letter-1',
    claimId: 'claim-1',
    version: 1,
    region: 'MOW',
    sellerIds: ['name'.padEnd(22, '-')],
    kind: 'claim-to-seller',
    sentAt: '2026-11-04T10:00:00.000Z',
    ...overrides,
  };
}
