import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/canonical-json.ts';
import type { CitedFile, Claim } from '../contracts/case.ts';

/** What a second person approves: this sum, to this payee, on this evidence. */
interface Approved {
  /** Kopecks. */
  amount: number;
  evidence?: readonly string[] | undefined;
  files?: readonly CitedFile[] | undefined;
}

/**
 * Digest of what an approval is given for. One that was given for another sum, payee or evidence is none.
 *
 * A file is named by its id alone: what was received under an id stays as it is (evidence/complete-upload.ts).
 */
export function bindingOf(claim: Pick<Claim, 'claimId' | 'personal'>, approved: Approved): string {
  const content = {
    claimId: claim.claimId,
    amount: approved.amount,
    payee: claim.personal.payee ?? { method: 'phone' },
    evidence: approved.evidence ?? [],
    files: approved.files ?? [],
  };
  return createHash('sha256').update(canonicalJson(content)).digest('base64url');
}

/** Whether the claim still is what its proposal, or the approval by a second person, was made for. */
export function isBindingKept(claim: Claim): boolean {
  const { proposal, decision } = claim;
  if (proposal) return proposal.binding === bindingOf(claim, proposal);
  if (decision?.binding === undefined) return true;
  return (
    decision.amount !== undefined &&
    decision.binding === bindingOf(claim, { ...decision, amount: decision.amount })
  );
}
