import type { ClaimFacts, Day } from '../contracts/facts.ts';
import type { ClaimMeasure } from '../contracts/reports.ts';
import { outcomeMeasures } from './contributions.ts';
import { dayOf } from './day-of.ts';
import type { ClaimListQuery } from './ports.ts';

/** When a claim counts in a measure; undefined: it does not. The list and the number are the same claims. */
export function countedAt(claim: ClaimFacts, measure: ClaimMeasure): string | undefined {
  if (measure === 'filed') return claim.filedAt;
  return outcomeMeasures[claim.status] === measure ? claim.closedAt : undefined;
}

/** Whether a claim is in a list, whatever the page. */
export function isListed(
  claim: ClaimFacts,
  { region, measure, from, to, office, kind }: Omit<ClaimListQuery, 'limit' | 'after'>,
): boolean {
  const at = countedAt(claim, measure);
  if (at === undefined || claim.region !== region) return false;
  if ((office !== undefined && claim.office !== office) || (kind !== undefined && claim.kind !== kind))
    return false;
  return isWithin(dayOf(at), from, to);
}

function isWithin(day: Day, from: Day, to: Day): boolean {
  return from <= day && day <= to;
}
