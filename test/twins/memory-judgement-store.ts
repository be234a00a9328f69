import type { ClaimJudgement } from '../../functions/contracts/signals.ts';
import { dayOf, monthOf } from '../../functions/reports/day-of.ts';
import type { JudgedPlace, JudgementStore } from '../../functions/signals/ports.ts';
import { compareText } from './compare-text.ts';
import type { JudgementsOfCases } from './memory-case-store.ts';

/** Judgements in memory, in the files of the cases' twin where there is one. */
export function createMemoryJudgementStore(
  cases: JudgementsOfCases = { judgements: new Map() },
): JudgementStore {
  const { judgements } = cases;
  const keyOf = (trackingNumber: string, claimId: string) => `${trackingNumber}#${claimId}`;
  const all = () => [...judgements.values()];

  return {
    async find(trackingNumber, claimId) {
      await Promise.resolve();
      return structuredClone(judgements.get(keyOf(trackingNumber, claimId))?.judgement);
    },

    async levelsOf(claims) {
      await Promise.resolve();
      return new Map(
        claims.flatMap(({ trackingNumber, claimId }) => {
          const level = judgements.get(keyOf(trackingNumber, claimId))?.judgement.level;
          return level ? [[claimId, level] as const] : [];
        }),
      );
    },

    async save(judgement, filedAt) {
      const given = structuredClone(judgement);
      await Promise.resolve();
      const key = keyOf(given.trackingNumber, given.claimId);
      const standing = judgements.get(key)?.judgement;
      if (standing && standing.judgedAt > given.judgedAt) return;
      judgements.set(key, { judgement: given, month: monthOf(dayOf(filedAt)) });
    },

    async list({ month, levels, limit, after }) {
      await Promise.resolve();
      const waiting = all()
        .filter((each) => each.month === month)
        .map(({ judgement }) => judgement)
        .filter(({ level }) => !levels || levels.includes(level))
        .filter((judgement) => !after || compareText(orderOf(judgement), orderOf(after)) < 0)
        .sort((a, b) => compareText(orderOf(b), orderOf(a)));
      const page = waiting.slice(0, limit);
      const last = page.length === limit ? page.at(-1) : undefined;
      return {
        judgements: structuredClone(page) as ClaimJudgement[],
        next: last && { weight: last.weight, claimId: last.claimId },
      };
    },
  };
}

function orderOf({ weight, claimId }: JudgedPlace): string {
  return `${String(Math.max(weight, 0)).padStart(6, '0')}#${claimId}`;
}
