import type { Instant } from '../clock.ts';
import type { CaseFile, Claim } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { assigned, entryOfAssignment } from './assignment-rules.ts';
import type { CaseChange } from './ports.ts';
import { appendToTimeline } from './timeline.ts';

/** The whole change that gives a claim to somebody, or to nobody. */
export function changeOfAssignment(
  file: CaseFile,
  claim: Claim,
  by: {
    actor: Actor;
    assignee: string | null;
    note?: string | undefined;
    now: Instant;
    because?: 'absent' | undefined;
  },
): CaseChange {
  const after = assigned(claim, by);
  return {
    trackingNumber: claim.trackingNumber,
    expectedVersion: file.head.version,
    claims: [after],
    timeline: appendToTimeline(file.head, [entryOfAssignment(claim, after, by)]),
  };
}
