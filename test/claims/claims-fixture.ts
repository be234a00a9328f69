import type { ActionDetails } from '../../functions/claims/claim-rules.ts';
import type { ClaimFiling } from '../../functions/claims/file-claim.ts';
import type { CaseChange } from '../../functions/claims/ports.ts';
import type { CaseFile, Claim } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { isRefusal, type Refusal } from '../../functions/contracts/refusal.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';

export const NOW = '2026-03-05T12:00:00.000Z';
export const PARCEL = '10100012123456';
export const ANNA = { role: 'specialist', id: 'anna' } as const;
export const BORIS = { role: 'supervisor', id: 'boris' } as const;
export const CLARA = { role: 'specialist', id: 'clara' } as const;
export const CUSTOMER = { role: 'customer', id: 'policy-1' } as const;

/** A refusal as it has to be. */
export const WHOLE_REFUSAL: Required<
  Pick<ActionDetails, 'reasonCode' | 'clause' | 'evidence' | 'whatWouldChange'>
> = {
  reasonCode: 'evidence-insufficient',
  clause: '4.2',
  evidence: ['upload-1'],
  whatWouldChange: 'Снимок наклейки с номером на этой коробке.',
};

/** The twins with one sold policy in them, and whatever else the case already holds. */
export async function openCase(policy: Policy = somePolicy(), holds: Partial<CaseChange> = {}) {
  const policies = createMemoryPolicyStore();
  const cases = createMemoryCaseStore(policies);
  policies.put(policy);
  if (Object.keys(holds).length > 0) {
    const { trackingNumber } = policy;
    await cases.commit({ trackingNumber, expectedVersion: 0, timeline: [], ...holds });
  }
  const readCase = () => cases.read(policy.trackingNumber);
  return {
    policies,
    cases,
    ports: { policies, cases, finishRecordings: async () => {} },
    readCase,
    readPolicy: async () => (await policies.find(policy.trackingNumber)) as Policy,
    readClaim: async (claimId?: string) => claimOf(await readCase(), claimId),
  };
}

export type OpenedCase = Awaited<ReturnType<typeof openCase>>;

/** A case that holds one claim, with the policy that it keeps open. */
export function openCaseOf(claim: Partial<Claim>, holds: Partial<CaseChange> = {}) {
  const { dueAt: _, ...policy } = somePolicy({ openClaims: 1, version: 2 });
  return openCase(policy, { claims: [someClaim(claim)], ...holds });
}

export function filingOf(overrides: Partial<ClaimFiling> = {}): ClaimFiling {
  return {
    trackingNumber: PARCEL,
    policyId: 'policy-1',
    kind: 'foreign-object',
    amount: 450_000,
    description: 'В коробке кирпич.',
    channel: 'web',
    actor: CUSTOMER,
    now: NOW,
    ...overrides,
  };
}

/** The only claim, or the one of that id. */
export function claimOf(file: CaseFile, claimId?: string): Claim {
  const found = claimId ? file.claims.filter((claim) => claim.claimId === claimId) : file.claims;
  if (found.length !== 1) throw new Error(`There are ${found.length} such claims.`);
  return found[0] as Claim;
}

/** The outcome of something that must not have been refused. */
export function done<Outcome extends object>(outcome: Outcome | Refusal): Outcome {
  if (isRefusal(outcome)) throw new Error(`Refused: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The refusal of something that must not have been done. */
export function refused(outcome: object): Refusal {
  if (!isRefusal(outcome)) throw new Error('It was not refused.');
  return outcome;
}
