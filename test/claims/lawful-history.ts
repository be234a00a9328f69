import { claimLifecycle } from '../../functions/claims/claim-lifecycle.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import type { CaseFile, TimelineEntry } from '../../functions/contracts/case.ts';

/**
 * What is wrong with a case's history, held against the state table itself: every claim begins with its filing,
 * goes on along the table only, by who may, and stands where its last step led. Empty when nothing is.
 */
export function unlawfulSteps(file: CaseFile): string[] {
  const faults: string[] = [];
  const broken = firstBrokenEntry(file.head, file.timeline);
  if (broken !== undefined) faults.push(`the chain is broken at ${broken}`);
  for (const claim of file.claims) {
    const steps = file.timeline.filter((entry) => entry.claimId === claim.claimId && entry.to !== undefined);
    const [filed, ...later] = steps;
    if (filed?.action !== 'file' || filed.from !== undefined) faults.push(`${claim.claimId} begins unfiled`);
    let status = filed?.to;
    for (const step of later) {
      if (step.from !== status || !isLawful(step))
        faults.push(`${step.action} by ${step.actor.role}: ${status} = ${step.from} -> ${step.to}`);
      status = step.to;
    }
    if (status !== claim.status) faults.push(`${claim.claimId} stands in ${claim.status}, not in ${status}`);
    if (claim.version !== steps.length) faults.push(`${steps.length} steps, but version ${claim.version}`);
  }
  return faults;
}

function isLawful({ action, actor, from, to }: TimelineEntry): boolean {
  const state = claimLifecycle[from as keyof typeof claimLifecycle];
  if (!state || 'final' in state) return false;
  const transition = state.actions[action as keyof typeof state.actions];
  return transition !== undefined && transition.to === to && transition.by.includes(actor.role);
}
