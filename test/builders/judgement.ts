import type { ClaimJudgement, JudgementFacts } from '../../functions/contracts/signals.ts';

/** Facts of an ordinary claim, about which nothing stands out; each test names what matters to it. */
export function someFacts(overrides: Partial<JudgementFacts> = {}): JudgementFacts {
  return {
    trackingNumber: '10100012123456',
    claimId: 'claim-1',
    policyId: 'policy-1',
    kind: 'foreign-object',
    channel: 'web',
    amount: 450_000,
    purchaseAmount: 450_000,
    videoThreshold: 300_000,
    region: 'TA',
    office: '420000',
    clerkId: 'clerk-17',
    sellerId: 'c2VsbGVyLXNlbGxlci1zZQ',
    soldAt: '2026-03-01T09:30:00.000Z',
    filedAt: '2026-03-05T10:00:00.000Z',
    claimableUntil: '2026-03-31T21:00:00.000Z',
    seenIn: {},
    seller: { parcels: 40, confirmed: [] },
    officeShare: { sold: 200, filed: 5 },
    peerShare: { sold: 20_000, filed: 520 },
    clerkShare: { sold: 60, filed: 2 },
    ...overrides,
  };
}

export function someJudgement(overrides: Partial<ClaimJudgement> = {}): ClaimJudgement {
  const facts = overrides.facts ?? someFacts();
  const { trackingNumber, claimId } = facts;
  return {
    ...{ trackingNumber, claimId, ruleSet: '2026-11', judgedAt: '2026-03-05T10:00:20.000Z' },
    ...{ weight: 0, level: 'none', signals: [], facts },
    ...overrides,
  };
}
