import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { maskPhone } from '../messages/mask.ts';
import type { NoticeQueue } from '../messages/ports.ts';
import { nextChallenge, nextCodeAt, validUntil } from './one-time-code.ts';
import { mayChangePayee } from './payee.ts';
import type { OneTimeCodeStore, OneTimeCodes } from './ports.ts';

export interface CodeRequestPorts {
  cases: Pick<CaseStore, 'read'>;
  challenges: OneTimeCodeStore;
  codes: Pick<OneTimeCodes, 'newChallengeId'>;
  notices: NoticeQueue;
}

/** Whoever was first made a code that is a moment old, so the second turn is refused: there is no third. */
const TURNS = 3;

/**
 * Lets a code be sent to the phone of the sale. The challenge is written first and the notice carries its id alone:
 * a notice that comes late, twice or not at all never makes a second code.
 */
export async function requestPayeeCode(
  input: { policy: Policy; claimId: string; now: Instant },
  ports: CodeRequestPorts,
): Promise<{ sentTo: string; validUntil: Instant; nextCodeAt: Instant } | Refusal> {
  const { policy, claimId, now } = input;
  const { trackingNumber, policyId } = policy;
  const file = await ports.cases.read(trackingNumber);
  const claim = file.claims.find((each) => each.claimId === claimId && each.policyId === policyId);
  if (!claim) return refuse('not-found');
  if (!mayChangePayee(file, claim)) return refuse('payee-not-changeable', { status: claim.status });
  for (let turn = 0; turn < TURNS; turn += 1) {
    const before = await ports.challenges.find(trackingNumber, policyId);
    const challengeId = ports.codes.newChallengeId();
    const challenge = nextChallenge(before, { trackingNumber, policyId, claimId, challengeId }, now);
    if (isRefusal(challenge))
      return refuse(challenge.refused, { ...challenge.facts, timeZone: policy.office.timeZone });
    if ((await ports.challenges.issue(challenge, before)) === 'conflict') continue;
    await ports.notices.enqueue([{ about: 'payee-code', trackingNumber, policyId, claimId, challengeId }]);
    return {
      sentTo: maskPhone(policy.personal.customer.phone),
      validUntil: validUntil(challenge),
      nextCodeAt: nextCodeAt(challenge.recentIssues) ?? now,
    };
  }
  return refuse('try-again');
}
