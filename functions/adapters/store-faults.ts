import type { CaseChange } from '../claims/ports.ts';
import type { CaseHead, TimelineEntry } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';

/** The most actions that one TransactWriteItems takes. */
const LARGEST_TRANSACTION = 100;

/**
 * What no caller may ask of a store. These are faults of the program, not conflicts: a conflict is decided again
 * from what is stored, and these would fail for ever. The tables and their twins refuse the same.
 */
export function assertNextVersion(previous: Policy, next: Policy): void {
  assertSameParcel(previous.trackingNumber, next);
  if (next.policyId !== previous.policyId) throw new Error('A policy is saved under its own policyId only.');
  if (next.version !== previous.version + 1) {
    throw new Error(
      `A change of policy version ${previous.version} has to raise it by one, not to ${next.version}.`,
    );
  }
}

export function assertReplacement(current: Policy, next: Policy): void {
  assertSameParcel(current.trackingNumber, next);
  if (next.policyId === current.policyId) throw new Error('A policy cannot replace itself.');
}

export function assertWholeChange(change: CaseChange): void {
  const { claims = [], uploads = [], payouts = [], letters = [], timeline, policy } = change;
  for (const item of [...claims, ...uploads, ...payouts, ...letters, ...timeline]) {
    assertSameParcel(change.trackingNumber, item);
  }
  if (policy) {
    assertSameParcel(change.trackingNumber, policy.previous);
    assertNextVersion(policy.previous, policy.next);
  }
  for (const [index, entry] of timeline.entries()) {
    const before = timeline[index - 1];
    if (before && (entry.sequence !== before.sequence + 1 || entry.previousHash !== before.hash)) {
      throw new Error(`The new timeline entries are not chained at sequence ${entry.sequence}.`);
    }
  }
  for (const ids of [
    claims.map(({ claimId }) => claimId),
    uploads.map(({ uploadId }) => uploadId),
    payouts.map(({ reference }) => reference),
    letters.map(({ letterId }) => letterId),
  ]) {
    if (new Set(ids).size < ids.length) throw new Error('One change writes an item once.');
  }
  const items = [claims, uploads, payouts, letters, timeline].reduce((sum, each) => sum + each.length, 0);
  const actions = 1 + items + (policy ? 1 : 0);
  if (actions > LARGEST_TRANSACTION) {
    throw new Error(`A change of ${actions} items is more than one transaction takes.`);
  }
}

/** Whether new entries go on from this head; when not, they were chained on to another one. */
export function continuesTimeline(head: CaseHead, timeline: TimelineEntry[]): boolean {
  const first = timeline[0];
  return !first || (first.sequence === head.timelineLength + 1 && first.previousHash === head.timelineHash);
}

function assertSameParcel(trackingNumber: string, item: { trackingNumber: string }): void {
  if (item.trackingNumber !== trackingNumber) throw new Error('One change is about one parcel.');
}
