import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import type { CaseReference } from '../../functions/contracts/signals.ts';
import { judgeClaim } from '../../functions/signals/judge-claim.ts';
import { CURRENT_RULE_SET } from '../../functions/signals/rule-sets.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemoryFilmFrames } from '../twins/memory-film-frames.ts';
import { createMemoryJudgementStore } from '../twins/memory-judgement-store.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { createMemoryTraceIndex } from '../twins/memory-trace-index.ts';

export const NOW = '2026-03-05T10:00:30.000Z';
export const SHA = 'ab'.repeat(32);
export const PAYEE = {
  method: 'account',
  bankIdentificationCode: '044525225',
  account: '40817810000000000001',
  holder: 'ИВАНОВА АННА',
} as const;

/** A desk of twins, and a queue that is worked off by hand, so that a test can stop in between. */
export function openDesk() {
  const policies = createMemoryPolicyStore();
  const cases = createMemoryCaseStore(policies);
  const judgements = createMemoryJudgementStore(cases);
  const traces = createMemoryTraceIndex();
  const queued: CaseReference[] = [];
  const ports = {
    policies,
    cases,
    judgements,
    traces,
    films: createMemoryFilmFrames(),
    counters: createMemoryCounters(),
    sellers: { historyOf: async () => ({ parcels: 0, confirmed: [] }) },
    hasher: createHmacTraceHasher('a key of the tests'),
    queue: {
      enqueue: async (claims: CaseReference[]) => {
        queued.push(...claims);
      },
    },
  };
  return {
    ...{ ports, queued, cases, judgements, traces },
    /** A parcel of this number with one claim; each has a phone of its own unless told. */
    async file(
      n: number,
      personal: Partial<Claim['personal']> = {},
      holds: { sha256?: string; phone?: string; filedAt?: string } = {},
    ) {
      const trackingNumber = `1010001212${String(n).padStart(4, '0')}`;
      const policyId = `policy-${n}`;
      const claimId = `claim-${n}`;
      const sold = somePolicy({ trackingNumber, policyId, openClaims: 1 });
      const phone = holds.phone ?? `+7999000${String(n).padStart(4, '0')}`;
      policies.put({
        ...sold,
        personal: { ...sold.personal, customer: { ...sold.personal.customer, phone } },
      });
      const checked = { checkedAt: NOW, sha256: holds.sha256 ?? '', size: 10, findings: [] };
      await cases.commit({
        trackingNumber,
        expectedVersion: 0,
        timeline: [],
        claims: [
          someClaim({
            ...{ trackingNumber, claimId, policyId },
            filedAt: holds.filedAt ?? `2026-03-05T10:00:0${n % 10}.000Z`,
            personal: { description: 'Кирпич', answers: [], ...personal },
          }),
        ],
        uploads: holds.sha256
          ? [
              someUpload({
                trackingNumber,
                policyId,
                uploadId: `film-${n}`,
                status: 'received',
                check: checked,
              }),
            ]
          : [],
      });
      return { trackingNumber, claimId };
    },
    judge: (claim: CaseReference, given: Partial<typeof ports> = {}) =>
      judgeClaim({ ...claim, ruleSet: CURRENT_RULE_SET, now: NOW }, { ...ports, ...given }),
    /** @returns How many messages it took until the queue was empty. */
    async workOff(most = 200): Promise<number> {
      let handled = 0;
      for (let next = queued.shift(); next; next = queued.shift()) {
        handled += 1;
        if (handled > most) throw new Error('The queue never empties.');
        await this.judge(next);
      }
      return handled;
    },
  };
}
