import type { ClaimKind } from '../../functions/contracts/primitives.ts';

/** What was typed so far. It stays in this tab's session only: it is personal. */
export interface ClaimDraft {
  kind?: ClaimKind;
  amount: 'all' | 'other';
  roubles: string;
  ordered: string;
  received: string;
  seller: string;
}

export const EMPTY_DRAFT: ClaimDraft = { amount: 'all', roubles: '', ordered: '', received: '', seller: '' };

const nameOf = (policyId: string) => `claim-draft-${policyId}`;

export function readDraft(policyId: string): ClaimDraft {
  try {
    const kept = JSON.parse(sessionStorage.getItem(nameOf(policyId)) ?? '{}') as Partial<ClaimDraft>;
    return { ...EMPTY_DRAFT, ...kept };
  } catch {
    return EMPTY_DRAFT;
  }
}

export function keepDraft(policyId: string, draft: ClaimDraft): void {
  try {
    sessionStorage.setItem(nameOf(policyId), JSON.stringify(draft));
  } catch {
    // Without it a reload loses what was typed, nothing else.
  }
}

export function dropDraft(policyId: string): void {
  try {
    sessionStorage.removeItem(nameOf(policyId));
  } catch {
    // There was none.
  }
}
