import type { Letter } from '../../functions/contracts/case.ts';

/** A claim to the seller that nobody has edited yet; each test names what matters to it. */
export function someLetter(overrides: Partial<Letter> = {}): Letter {
  return {
    trackingNumber: '10100012123456',
    letterId: 'claim-1-1',
    claimId: 'claim-1',
    policyId: 'policy-1',
    kind: 'claim-to-seller',
    status: 'draft',
    version: 1,
    createdAt: '2026-03-05T11:00:00.000Z',
    createdBy: { role: 'specialist', id: 'anna' },
    enclosures: [],
    replies: [],
    personal: {
      recipient: { name: 'ООО «Быстрая посылка»' },
      subject: 'Претензия',
      body: 'Просим вернуть деньги.',
      replySummaries: [],
    },
    ...overrides,
  };
}
