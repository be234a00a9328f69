import type { Claim, Payout, Upload } from '../../functions/contracts/case.ts';
import type { CodeChallenge } from '../../functions/payouts/ports.ts';

/** A claim that a specialist has to decide; each test names what matters to it. */
export function someClaim(overrides: Partial<Claim> = {}): Claim {
  return {
    trackingNumber: '10100012123456',
    claimId: 'claim-1',
    policyId: 'policy-1',
    termsVersion: '2026-01',
    timeZone: 'Europe/Moscow',
    kind: 'foreign-object',
    amount: 450_000,
    channel: 'web',
    filedAt: '2026-03-05T10:00:00.000Z',
    startedAt: '2026-03-05T10:00:00.000Z',
    filedBy: { role: 'customer' },
    status: 'in-review',
    statusSince: '2026-03-05T10:00:00.000Z',
    deadline: '2026-03-10T21:00:00.000Z',
    version: 1,
    workflowRun: 1,
    personal: { description: 'В посылке кирпич вместо телефона.', answers: [] },
    ...overrides,
  };
}

/** A film that has just been begun, of three parts. */
export function someUpload(overrides: Partial<Upload> = {}): Upload {
  return {
    trackingNumber: '10100012123456',
    uploadId: 'upload-1',
    policyId: 'policy-1',
    multipartId: 'multipart-1',
    objectKey: 'films/policy-1/upload-1',
    fileName: 'unboxing.mp4',
    contentType: 'video/mp4',
    size: 20_000_000,
    partSize: 8_388_608,
    partCount: 3,
    startedAt: '2026-03-05T09:40:00.000Z',
    status: 'open',
    ...overrides,
  };
}

export function somePayout(overrides: Partial<Payout> = {}): Payout {
  return {
    trackingNumber: '10100012123456',
    claimId: 'claim-1',
    reference: 'payout-1',
    amount: 450_000,
    status: 'intended',
    intendedAt: '2026-03-07T08:00:00.000Z',
    ...overrides,
  };
}

export function someChallenge(overrides: Partial<CodeChallenge> = {}): CodeChallenge {
  return {
    trackingNumber: '10100012123456',
    policyId: 'policy-1',
    claimId: 'claim-1',
    challengeId: 'challenge-1',
    issuedAt: '2026-03-05T10:00:00.000Z',
    attempts: 0,
    recentIssues: ['2026-03-05T10:00:00.000Z'],
    ...overrides,
  };
}
