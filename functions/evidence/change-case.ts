import type { CaseChange, CaseStore } from '../claims/ports.ts';
import { appendToTimeline, type NewEntry } from '../claims/timeline.ts';
import type { CaseFile } from '../contracts/case.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { BackOff } from './ports.ts';

/** Others may win this many times in a row (uploads, the clock, a specialist); beyond that the caller tries again. */
const ATTEMPTS = 8;

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
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await ports.backOff(attempt);
    const file = await ports.cases.read(trackingNumber);
    const { answer, write } = await decide(file);
    if (!write) return answer;
    const { entries, ...items } = write;
    const outcome = await ports.cases.commit({
      trackingNumber,
      expectedVersion: file.head.version,
      ...items,
      timeline: appendToTimeline(file.head, entries),
    });
    if (outcome === 'committed') return answer;
  }
  return refuse('try-again');
}
