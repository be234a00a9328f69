import type { CodeChallenge, OneTimeCodeStore } from '../../functions/payouts/ports.ts';

/** The challenges in memory; every method gives others a turn before its effect, and the effect itself is one step. */
export function createMemoryOneTimeCodeStore(): OneTimeCodeStore {
  const challenges = new Map<string, CodeChallenge>();
  const keyOf = ({ trackingNumber, policyId }: Pick<CodeChallenge, 'trackingNumber' | 'policyId'>) =>
    `${trackingNumber}#${policyId}`;

  function unused({ challengeId, ...key }: CodeChallenge): CodeChallenge | undefined {
    const stored = challenges.get(keyOf(key));
    return stored?.challengeId === challengeId && stored.redeemedFor === undefined ? stored : undefined;
  }

  return {
    async find(trackingNumber, policyId) {
      await Promise.resolve();
      return structuredClone(challenges.get(keyOf({ trackingNumber, policyId })));
    },

    async issue(next, previous) {
      const given = structuredClone(next);
      await Promise.resolve();
      if (challenges.get(keyOf(given))?.challengeId !== previous?.challengeId) return 'conflict';
      challenges.set(keyOf(given), given);
      return 'issued';
    },

    async countAttempt(challenge, most) {
      const given = structuredClone(challenge);
      await Promise.resolve();
      const stored = unused(given);
      if (!stored || stored.attempts >= most) return 'spent';
      stored.attempts += 1;
      return stored.attempts;
    },

    async redeem(challenge, receipt) {
      const given = structuredClone(challenge);
      await Promise.resolve();
      const stored = unused(given);
      if (!stored) return 'spent';
      stored.redeemedFor = receipt;
      return 'redeemed';
    },
  };
}
