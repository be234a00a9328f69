import type { RuleDefinition, Target } from '../plan.ts';
import { matchesPattern } from './event-pattern.ts';

/** Hands an event to every target whose rule matches; resolves when all have accepted it. */
export const eventBus =
  (rules: readonly RuleDefinition[], deliver: (target: Target, event: unknown) => Promise<void>) =>
  async (event: unknown): Promise<void> => {
    const matching = rules.filter(({ pattern }) => matchesPattern(pattern, event));
    await Promise.all(matching.flatMap(({ targets }) => targets.map((target) => deliver(target, event))));
  };
