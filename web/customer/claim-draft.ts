import type { ClaimKind } from '../../functions/contracts/primitives.ts';
import { dropKept, readKept, writeKept } from './kept.ts';

/** What was typed so far. It stays in this tab's session only: it is personal. */
export interface ClaimDraft {
  kind?: ClaimKind;
  amount: 'all' | 'other';
  roubles: string;
  ordered: string;
  received: string;
  seller: string;
}

const EMPTY_DRAFT: ClaimDraft = { amount: 'all', roubles: '', ordered: '', received: '', seller: '' };

const nameOf = (policyId: string) => `claim-draft-${policyId}`;

export function readDraft(policyId: string): ClaimDraft {
  return { ...EMPTY_DRAFT, ...readKept<Partial<ClaimDraft>>(nameOf(policyId)) };
}

export function keepDraft(policyId: string, draft: ClaimDraft): void {
  writeKept(nameOf(policyId), draft);
}

export function dropDraft(policyId: string): void {
  dropKept(nameOf(policyId));
}
