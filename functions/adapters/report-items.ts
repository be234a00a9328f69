import type { Instant } from '../clock.ts';
import { toMillis } from '../clock.ts';
import { claimFacts, letterFacts, policyFacts } from '../contracts/facts.ts';
import { thingOf } from '../reports/counting.ts';
import { dayOf, monthOf } from '../reports/day-of.ts';
import type { CountedFact, CounterRow, Fact, Scope, Sums } from '../reports/ports.ts';
import { type Item, parseItem } from './dynamodb-items.ts';

/**
 * A policy's marker outlives the protection by five years, longer than anything changes a policy: one that changed
 * after its marker is gone would be counted twice.
 */
const POLICY_KEPT_SECONDS = 5 * 366 * 86_400;

export interface ReportItemKey {
  reportKey: string;
  recordKey: string;
}

const MARKER = 'facts';

/** Key of what was counted of a thing. */
export function markerKey(fact: Fact): ReportItemKey {
  const [kind, id, ...letter] = thingOf(fact).split('#');
  return { reportKey: `${kind}#${id}`, recordKey: letter.length > 0 ? letter.join('#') : MARKER };
}

export const claimKeys = {
  partition: (claimId: string) => `claim#${claimId}`,
  /** Place in an index of claims; the partition is `<region>#<month>`. */
  place: ({ at, claimId }: { at: Instant; claimId: string }) => `${at}#${claimId}`,
};

/** What a thing is counted as, and was before, so that the same facts get the same answer when they come again. */
export function markerItem({ before, after }: CountedFact): Item {
  return {
    ...markerKey(after),
    of: after.of,
    version: after.facts.version,
    facts: after.facts,
    ...(before && { before: before.facts }),
    ...(after.of === 'policy' && {
      expiresAt: Math.floor(toMillis(after.facts.endsAt) / 1000) + POLICY_KEPT_SECONDS,
    }),
    ...(after.of === 'claim' && indexed(after.facts)),
  };
}

function indexed({ region, claimId, filedAt, closedAt }: Extract<Fact, { of: 'claim' }>['facts']): Item {
  const month = (at: Instant) => `${region}#${monthOf(dayOf(at))}`;
  return {
    filedMonth: month(filedAt),
    filedOrder: claimKeys.place({ at: filedAt, claimId }),
    ...(closedAt && {
      closedMonth: month(closedAt),
      closedOrder: claimKeys.place({ at: closedAt, claimId }),
    }),
  };
}

/** @throws CorruptItem */
export function countedOfItem(item: Item): CountedFact {
  const after = factOf(item.of, item.facts, item);
  return { ...(item.before !== undefined && { before: factOf(item.of, item.before, item) }), after };
}

/** @throws CorruptItem */
export function factOf(of: unknown, facts: unknown, item: Item): Fact {
  const key = { trackingNumber: String(item.reportKey), recordKey: String(item.recordKey) };
  if (of === 'policy') return { of, facts: parseItem(policyFacts, facts, key) };
  if (of === 'letter') return { of, facts: parseItem(letterFacts, facts, key) };
  return { of: 'claim', facts: parseItem(claimFacts, facts, key) };
}

/** Where the counters of a day or of a month stand. */
export function rowKey(scope: Scope, period: string, id: string): ReportItemKey {
  return { reportKey: rowPartition(scope, period), recordKey: `${period}#${id}` };
}

/** Days stand by their month, months by their year. */
export function rowPartition(scope: Scope, period: string): string {
  return period.length > 7 ? `${scope}#day#${period.slice(0, 7)}` : `${scope}#month#${period.slice(0, 4)}`;
}

const ROW_PARTITION = /^(regions|(?:offices|clerks|seller)#.+)#(?:day#\d{4}-\d\d|month#\d{4})$/;

/** The row of counters that an item is, if it is one. */
export function rowOfItem({
  reportKey,
  recordKey,
  ...rest
}: Item): ({ scope: Scope } & CounterRow) | undefined {
  const scope = ROW_PARTITION.exec(String(reportKey))?.[1];
  if (scope === undefined) return undefined;
  const [period = '', ...id] = String(recordKey).split('#');
  const sums: Sums = {};
  for (const [name, value] of Object.entries(rest)) if (typeof value === 'number') sums[name] = value;
  return { scope: scope as Scope, period, id: id.join('#'), sums };
}

/** Whether an item is a marker: what was counted of a policy, a claim or a letter. */
export function isMarker({ reportKey, recordKey }: Item): boolean {
  return (
    /^(?:policy|claim)#/.test(String(reportKey)) &&
    (recordKey === MARKER || String(recordKey).startsWith('letter#'))
  );
}
