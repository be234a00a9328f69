import type { CaseChange } from '../../functions/claims/ports.ts';
import { appendToTimeline } from '../../functions/claims/timeline.ts';
import type { CaseHead } from '../../functions/contracts/case.ts';

/** A change decided on this head, with one timeline entry for each action. */
export function someChange(
  head: CaseHead,
  overrides: Partial<CaseChange> & { actions?: string[] } = {},
): CaseChange {
  const { actions = ['file'], ...rest } = overrides;
  const entries = actions.map((action) => ({
    at: '2026-03-05T10:00:00.000Z',
    actor: { role: 'customer' as const },
    action,
    facts: { amount: 450_000 },
  }));
  return {
    trackingNumber: head.trackingNumber,
    expectedVersion: head.version,
    timeline: appendToTimeline(head, entries),
    ...rest,
  };
}
