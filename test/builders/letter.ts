import type { Letter } from '../../functions/contracts/case.ts';

/** A claim to the seller that has just been drafted. */
export function someLetter(overrides: Partial<Letter> = {}): Letter {
  return {
    trackingNumber: '10100012123456',
    letterId: 'letter-1',
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
      recipient: { name: 'ООО «Ромашка»', email: 'office@romashka.example' },
      subject: 'Требование о возврате денег',
      body: 'Просим вернуть уплаченные деньги.',
      replySummaries: [],
    },
    ...overrides,
  };
}
