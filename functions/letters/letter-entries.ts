import type { CaseChange } from '../claims/ports.ts';
import { appendToTimeline, type NewEntry } from '../claims/timeline.ts';
import type { CaseFile, Letter } from '../contracts/case.ts';

type Facts = NonNullable<NewEntry['facts']>;

/** A change of a letter alone, with its entry in the timeline. */
export function changeOfLetter(
  file: CaseFile,
  letter: Letter,
  entry?: Omit<NewEntry, 'claimId'>,
): CaseChange {
  return {
    trackingNumber: letter.trackingNumber,
    expectedVersion: file.head.version,
    letters: [letter],
    timeline: entry ? appendToTimeline(file.head, [{ ...entry, claimId: letter.claimId }]) : [],
  };
}

/** A step of the claim that a letter takes along; the step's entry says which letter it was. */
export function withLetter(file: CaseFile, step: CaseChange, letter: Letter, facts: Facts): CaseChange {
  const entries = step.timeline.map(
    ({ trackingNumber: _t, sequence: _s, previousHash: _p, hash: _h, ...entry }) => ({
      ...entry,
      facts: { ...entry.facts, ...facts },
    }),
  );
  return { ...step, letters: [letter], timeline: appendToTimeline(file.head, entries) };
}
