import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/canonical-json.ts';
import type { CaseHead, TimelineEntry } from '../contracts/case.ts';

/** The hash before the first entry. */
export const TIMELINE_START = '0'.repeat(64);

export type NewEntry = Omit<TimelineEntry, 'trackingNumber' | 'sequence' | 'previousHash' | 'hash'>;

export function emptyHead(trackingNumber: string): CaseHead {
  return { trackingNumber, version: 0, timelineLength: 0, timelineHash: TIMELINE_START };
}

/** Chains new entries on to a case's timeline: each carries the hash of the one before. */
export function appendToTimeline(head: CaseHead, entries: NewEntry[]): TimelineEntry[] {
  let previousHash = head.timelineHash;
  return entries.map((entry, index) => {
    const unsigned = {
      ...entry,
      trackingNumber: head.trackingNumber,
      sequence: head.timelineLength + index + 1,
      previousHash,
    };
    const hash = hashOf(unsigned);
    previousHash = hash;
    return { ...unsigned, hash };
  });
}

/** The head after a change that appended these entries. */
export function advanceHead(head: CaseHead, appended: TimelineEntry[]): CaseHead {
  const last = appended.at(-1);
  return {
    trackingNumber: head.trackingNumber,
    version: head.version + 1,
    timelineLength: head.timelineLength + appended.length,
    timelineHash: last ? last.hash : head.timelineHash,
  };
}

/** The sequence number at which a timeline stops being what was written, or undefined when it is whole. */
export function firstBrokenEntry(head: CaseHead, timeline: TimelineEntry[]): number | undefined {
  let previousHash = TIMELINE_START;
  for (const [index, entry] of timeline.entries()) {
    const { hash, ...unsigned } = entry;
    const intact =
      entry.sequence === index + 1 && entry.previousHash === previousHash && hash === hashOf(unsigned);
    if (!intact) return index + 1;
    previousHash = hash;
  }
  const whole = timeline.length === head.timelineLength && previousHash === head.timelineHash;
  return whole ? undefined : timeline.length + 1;
}

function hashOf(entry: Omit<TimelineEntry, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(entry)).digest('hex');
}
