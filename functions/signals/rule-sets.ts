import type { RuleSet } from './rule-set.ts';
import { ruleSet202611 } from './rule-sets/2026-11.ts';

/**
 * Every set that ever judged a claim, the newest last. One that was in use is never edited: judgements name their
 * rules by it. A changed rule is a new set, rehearsed before it comes here (`npm run signals -- rehearse`).
 */
export const publishedRuleSets: readonly RuleSet[] = [ruleSet202611];

export const CURRENT_RULE_SET: RuleSet = ruleSet202611;

/** Undefined for a set that this version of the service does not know (yet). */
export function findRuleSet(version: string): RuleSet | undefined {
  return publishedRuleSets.find((each) => each.version === version);
}
