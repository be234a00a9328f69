import type { Instant } from '../clock.ts';
import { toMillis } from '../clock.ts';
import { claimFacts, letterFacts, policyFacts } from '../contracts/facts.ts';
import { type RowChange, thingOf } from '../reports/counting.ts';
import { dayOf, eachPeriodOf, monthOf, type PeriodParts } from '../reports/day-of.ts';
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

/** What has to be added to one item of counters, by attribute. */
export interface ItemAddition {
  key: ReportItemKey;
  add: Sums;
}

/**
 * Regions have an item for each day and each month: all changes of a batch meet in them. Of an office, a clerk or a
 * seller hardly two changes of a batch are, so each item that it took would be paid for every policy: theirs is one
 * item a month, with the sums of its days side by side (`21:sold`), and the month's are added up on reading.
 */
export function additionsOf(changes: readonly RowChange[]): ItemAddition[] {
  const additions = new Map<string, ItemAddition>();
  for (const { scope, period, id, add } of changes) {
    if (!isWide(scope) && isMonth(period)) continue;
    const key = counterKey(scope, period, id);
    const name = `${key.reportKey} ${key.recordKey}`;
    const addition = additions.get(name) ?? { key, add: {} };
    additions.set(name, addition);
    const prefix = isWide(scope) ? '' : `${period.slice(8)}:`;
    for (const [measure, value] of Object.entries(add)) addition.add[prefix + measure] = value;
  }
  return [...additions.values()];
}

/** Where the items of this stretch of days, or of months, stand; it begins and ends in one month, or in one year. */
export function counterPlaces(scope: Scope, { from, to }: { from: string; to: string }) {
  const place = (period: string) => (isWide(scope) ? period : monthOf(period));
  return {
    reportKey: counterKey(scope, from, '').reportKey,
    from: place(from),
    // The last character there is, so that every id of the last period is in.
    to: `${place(to)}#\u{10FFFF}`,
  };
}

/** The stretches of a period of which an id has one item each. */
export function stretchesOf(scope: Scope, { months, days }: PeriodParts): { from: string; to: string }[] {
  const single = (period: string) => ({ from: period, to: period });
  if (isWide(scope)) return eachPeriodOf({ months, days }).map(single);
  return [...eachPeriodOf({ months, days: [] }).map(single), ...days];
}

export function idOfCounterItem({ recordKey }: Item): string {
  const [, ...id] = String(recordKey).split('#');
  return id.join('#');
}

/** The item that holds the row of this period. */
export function counterKey(scope: Scope, period: string, id: string): ReportItemKey {
  if (isMonth(period) || !isWide(scope))
    return { reportKey: `${scope}#month#${period.slice(0, 4)}`, recordKey: `${monthOf(period)}#${id}` };
  return { reportKey: `${scope}#day#${monthOf(period)}`, recordKey: `${period}#${id}` };
}

function isWide(scope: Scope): boolean {
  return scope === 'regions';
}

function isMonth(period: string): boolean {
  return period.length === 7;
}

const ROW_PARTITION = /^(regions|(?:offices|clerks|seller)#.+)#(?:day#\d{4}-\d\d|month#\d{4})$/;
const DAY_OF_MONTH = /^(\d\d):(.+)$/;

/** The rows of counters that an item holds, if any. */
export function rowsOfItem({
  reportKey,
  recordKey,
  ...rest
}: Item): ({ scope: Scope } & CounterRow)[] | undefined {
  const scope = ROW_PARTITION.exec(String(reportKey))?.[1] as Scope | undefined;
  if (scope === undefined) return undefined;
  const [period = ''] = String(recordKey).split('#');
  const id = idOfCounterItem({ recordKey });
  const days = new Map<string, Sums>();
  const sums: Sums = {};
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value !== 'number') continue;
    const [, day, measure = name] = DAY_OF_MONTH.exec(name) ?? [];
    sums[measure] = (sums[measure] ?? 0) + value;
    if (day !== undefined) days.set(day, { ...days.get(day), [measure]: value });
  }
  return [
    { scope, period, id, sums },
    ...[...days].map(([day, ofDay]) => ({ scope, period: `${period}-${day}`, id, sums: ofDay })),
  ];
}

/** Whether an item is a marker: what was counted of a policy, a claim or a letter. */
export function isMarker({ reportKey, recordKey }: Item): boolean {
  return (
    /^(?:policy|claim)#/.test(String(reportKey)) &&
    (recordKey === MARKER || String(recordKey).startsWith('letter#'))
  );
}
