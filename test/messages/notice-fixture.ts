import { appendToTimeline } from '../../functions/claims/timeline.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { Notice } from '../../functions/messages/notice-schemas.ts';
import { noticesOfClaimChange } from '../../functions/messages/notices-of-change.ts';
import type { PolicyNoticeAbout } from '../../functions/messages/ports.ts';
import type { NoticePorts } from '../../functions/messages/send-notice.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMovableClock } from '../twins/fixed-clock.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryEvidenceStorage } from '../twins/memory-evidence-storage.ts';
import { createMemoryLetterStorage } from '../twins/memory-letters.ts';
import { createMemoryOneTimeCodeStore } from '../twins/memory-one-time-code-store.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { createStrictMessageProvider } from '../twins/strict-message-provider.ts';

export const TOKEN = 'link-token';
export const PHONE = '+79991234567';

export function createSetting(policy: Policy = somePolicy()) {
  const policies = createMemoryPolicyStore();
  policies.put(policy);
  const cases = createMemoryCaseStore(policies);
  const clock = createMovableClock('2026-03-05T10:00:00.000Z');
  const { provider, delivered } = createStrictMessageProvider();
  const challenges = createMemoryOneTimeCodeStore();
  const ports: NoticePorts = {
    policies,
    cases,
    log: cases,
    provider,
    links: { tokenOf: () => TOKEN },
    challenges,
    codes: { codeOf: ({ challengeId }) => (challengeId === 'challenge-1' ? '012345' : '987654') },
    letters: createMemoryLetterStorage(),
    evidence: createMemoryEvidenceStorage({ clock }),
    clock,
    publicHost: 'https://protected.example.ru',
  };
  const write = async (claim: Claim) => {
    const { head } = await cases.read(claim.trackingNumber);
    const at = clock.now();
    const timeline = appendToTimeline(head, [{ at, actor: { role: 'system' }, action: 'test' }]);
    const change = { trackingNumber: claim.trackingNumber, expectedVersion: head.version, timeline };
    expect(await cases.commit({ ...change, claims: [claim] })).toBe('committed');
  };
  return { policies, cases, challenges, clock, ports, delivered, write };
}

export const policyNotice = (about: PolicyNoticeAbout): Notice => ({
  about,
  trackingNumber: somePolicy().trackingNumber,
  policyId: 'policy-1',
});

export const claimNotice = (claim: Claim): Notice => noticesOfClaimChange(undefined, claim)[0] as Notice;
