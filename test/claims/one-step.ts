import { type ActionInput, applyAction } from '../../functions/claims/claim-rules.ts';
import { emptyHead } from '../../functions/claims/timeline.ts';
import type { CaseFile, Claim } from '../../functions/contracts/case.ts';
import { ANNA, NOW, PARCEL } from './claims-fixture.ts';

/** A case of this claim alone, and whatever else is named. */
export function fileOf(claim: Claim, holds: Partial<CaseFile> = {}): CaseFile {
  return {
    head: emptyHead(PARCEL),
    claims: [claim],
    uploads: [],
    payouts: [],
    letters: [],
    judgements: [],
    timeline: [],
    ...holds,
  };
}

/** One step by the rules alone: an approval by Anna where nothing else is named. */
export function act(claim: Claim, input: Partial<ActionInput>, holds: Partial<CaseFile> = {}) {
  return applyAction(fileOf(claim, holds), claim, {
    action: 'approve',
    actor: ANNA,
    details: {},
    now: NOW,
    ...input,
  });
}
