import type { ClaimJudgement, ShownJudgement, ShownSignal, Signal } from '../contracts/signals.ts';
import type { RuleSet, SignalRule } from './rule-set.ts';
import { findRuleSet } from './rule-sets.ts';
import { fillSentence } from './sentences.ts';

/**
 * A judgement in sentences. A rule that this version of the service does not know is left out: while a new one is being
 * put to use, the case has to open all the same.
 */
export function shownJudgementOf(judgement: ClaimJudgement): ShownJudgement {
  const { claimId, ruleSet, judgedAt, weight, level, signals, facts } = judgement;
  const { rules } = findRuleSet(ruleSet) ?? ({ rules: [] } satisfies Pick<RuleSet, 'rules'>);
  return {
    ...{ claimId, ruleSet, judgedAt, weight, level, sellerId: facts.sellerId },
    signals: signals.flatMap((signal) => {
      const rule = rules.find(({ id }) => id === signal.rule);
      return rule ? [shownSignalOf(signal, rule, facts.sellerId)] : [];
    }),
  };
}

export function shownSignalOf(signal: Signal, rule: SignalRule, sellerId: string): ShownSignal {
  const { values, weight, cases } = signal;
  return {
    ...{ rule: rule.id, weight, cases, about: rule.about },
    sentence: {
      ru: fillSentence(rule.sentence.ru, values, 'ru'),
      en: fillSentence(rule.sentence.en, values, 'en'),
    },
    ...(rule.about === 'seller' && { sellerId }),
  };
}
