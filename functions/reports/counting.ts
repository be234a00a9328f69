import { type Contribution, contributionsOf } from './contributions.ts';
import { monthOf } from './day-of.ts';
import type { Fact, Scope, Sums } from './ports.ts';

/** A row of counters as it is stored: of a day and of its month. */
export interface RowChange {
  scope: Scope;
  period: string;
  id: string;
  add: Sums;
}

/** Names the thing that a fact is about: the marker of what was counted of it. */
export function thingOf(fact: Fact): string {
  if (fact.of === 'policy') return `policy#${fact.facts.policyId}`;
  const claim = `claim#${fact.facts.claimId}`;
  return fact.of === 'claim' ? claim : `${claim}#letter#${fact.facts.letterId}`;
}

/** The newest fact of each thing, in the order in which the things first came. */
export function newestOf(facts: readonly Fact[]): Fact[] {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    const known = newest.get(thingOf(fact));
    if (!known || known.facts.version < fact.facts.version) newest.set(thingOf(fact), fact);
  }
  return [...newest.values()];
}

/** What has to be added to the rows, days and months, so that `after` is counted in the place of `before`. */
export function changesOf(
  steps: readonly { before?: Fact | undefined; after?: Fact | undefined }[],
): RowChange[] {
  const rows = new Map<string, RowChange>();
  const add = ({ scope, day, id, add: sums }: Contribution, sign: 1 | -1) => {
    for (const period of [day, monthOf(day)]) {
      const key = `${scope} ${period} ${id}`;
      const row = rows.get(key) ?? { scope, period, id, add: {} };
      rows.set(key, row);
      for (const [name, value] of Object.entries(sums)) row.add[name] = (row.add[name] ?? 0) + sign * value;
    }
  };
  for (const { before, after } of steps) {
    if (before) for (const contribution of contributionsOf(before)) add(contribution, -1);
    if (after) for (const contribution of contributionsOf(after)) add(contribution, 1);
  }
  return [...rows.values()].flatMap((row) => {
    const changed = Object.entries(row.add).filter(([, value]) => value !== 0);
    return changed.length === 0 ? [] : [{ ...row, add: Object.fromEntries(changed) }];
  });
}
