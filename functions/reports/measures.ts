import type { Measures } from '../contracts/reports.ts';
import { durationHoursOf } from './durations.ts';
import type { CounterRow, Sums } from './ports.ts';

const CHANNELS = ['web', 'phone'] as const;

/** The figures that the sums of a place and a period come to. */
export function measuresOf(sums: Sums): Measures {
  const sum = (name: string) => sums[name] ?? 0;
  const helped = sum('compensated') + sum('refundedBySeller') + sum('recoveredThroughBank');
  const decided = helped + sum('refused') + sum('lapsed');
  const premium = sum('premium');
  const filed = Object.entries(sums).flatMap(([name, count]) =>
    name.startsWith('filed:') && count > 0 ? [[name.slice('filed:'.length), count] as const] : [],
  );
  const isChannel = (name: string) => CHANNELS.some((channel) => channel === name);
  return {
    sold: sum('sold'),
    voided: sum('voided'),
    ended: sum('ended'),
    premium,
    filed: sum('filed'),
    filedByKind: Object.fromEntries(filed.filter(([name]) => !isChannel(name))),
    filedByChannel: Object.fromEntries(filed.filter(([name]) => isChannel(name))),
    compensated: sum('compensated'),
    refundedBySeller: sum('refundedBySeller'),
    recoveredThroughBank: sum('recoveredThroughBank'),
    refused: sum('refused'),
    withdrawn: sum('withdrawn'),
    lapsed: sum('lapsed'),
    merged: sum('merged'),
    paid: sum('paid'),
    recovered: sum('recovered'),
    compensatedShare: decided > 0 ? helped / decided : null,
    paidToPremium: premium > 0 ? sum('paid') / premium : null,
    timeToDecision: durationHoursOf(sums, 'decision'),
    timeToPayout: durationHoursOf(sums, 'payout'),
  };
}

/** Sums of several rows; a sketch's buckets add up like any other counter. */
export function addUp(rows: Iterable<Pick<CounterRow, 'sums'>>): Sums {
  const total: Sums = {};
  for (const { sums } of rows)
    for (const [name, value] of Object.entries(sums)) total[name] = (total[name] ?? 0) + value;
  return total;
}

/** The rows' sums by what `groupOf` says, in the order of first appearance. */
export function addUpBy(
  rows: readonly CounterRow[],
  groupOf: (row: CounterRow) => string,
): Map<string, Sums> {
  const groups = Map.groupBy(rows, groupOf);
  return new Map([...groups].map(([group, members]) => [group, addUp(members)]));
}
