import type { CaseChange, CaseStore } from '../claims/ports.ts';
import { takeTurns } from '../claims/take-turns.ts';
import { appendToTimeline, type NewEntry } from '../claims/timeline.ts';
import type { CaseFile } from '../contracts/case.ts';
import type { Refusal } from '../contracts/refusal.ts';
import type { BackOff } from './ports.ts';

/** What to answer, and what to write before it may be answered. */
export interface Decided<T> {
  answer: T;
  write?: Pick<CaseChange, 'uploads' | 'policy'> & { entries: NewEntry[] };
}

/** Decides on the case as it is and writes that in one conditional commit; after a conflict it decides anew. */
export async function changeCase<T>(
  trackingNumber: string,
  ports: { cases: CaseStore; backOff: BackOff },
  decide: (file: CaseFile) => Decided<T> | Promise<Decided<T>>,
): Promise<T | Refusal> {
  return takeTurns<T>(
    ports.cases,
    trackingNumber,
    async (file) => {
      const { answer, write } = await decide(file);
      if (!write) return { outcome: answer };
      const { entries, ...items } = write;
      const timeline = appendToTimeline(file.head, entries);
      const change = { trackingNumber, expectedVersion: file.head.version, ...items, timeline };
      return { outcome: answer, change };
    },
    ports.backOff,
  );
}
