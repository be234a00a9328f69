import type { Policy } from '../../functions/contracts/policy.ts';

/** A policy of the first terms, sold in Kazan and due at its end; each test names what matters to it. */
export function somePolicy(overrides: Partial<Policy> = {}): Policy {
  return {
    trackingNumber: '10100012123456',
    policyId: 'policy-1',
    termsVersion: '2026-01',
    status: 'active',
    amount: 450_000,
    price: 9_900,
    soldAt: '2026-03-01T09:30:00.000Z',
    receivedAt: '2026-03-01T09:30:02.150Z',
    startsAt: '2026-03-01T09:30:00.000Z',
    endsAt: '2026-03-31T21:00:00.000Z',
    claimableUntil: '2026-03-31T21:00:00.000Z',
    openClaims: 0,
    uploads: 0,
    office: { index: '420000', region: 'Республика Татарстан', timeZone: 'Europe/Moscow' },
    clerkId: 'clerk-17',
    consent: { termsVersion: '2026-01', acceptedAt: '2026-03-01T09:29:40.000Z', personalData: true },
    idempotencyKey: '6f1c2a52-52f1-4f0e-9d50-6f0e2b7c1d11',
    requestDigest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    linkVersion: 1,
    personal: {
      customer: { phone: '+79991234567', email: 'anna@example.org', locale: 'ru' },
      seller: { name: 'ООО «Быстрая посылка»' },
    },
    dueAt: '2026-03-31T21:00:00.000Z',
    version: 1,
    ...overrides,
  };
}
