import type { CaseFile, Claim, Decision, Proposal } from '../contracts/case.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { isAtHand } from '../evidence/purpose.ts';
import { deadlineAfter } from '../policies/deadline.ts';
import { type ProductTerms, termsOf } from '../policies/terms.ts';
import { bindingOf, isBindingKept } from './approval-binding.ts';
import type { ActionDetails, ActionInput } from './claim-rules.ts';
import { missingDocuments } from './document-checklist.ts';
import { mostToApprove, mostToApproveAlone } from './money-rules.ts';

/** The decision that this action makes, why it may not, or undefined where it decides nothing. */
export function decide(file: CaseFile, claim: Claim, input: ActionInput): Decision | Refusal | undefined {
  if (input.action === 'approve') return approve(file, claim, input);
  if (input.action === 'approve-proposal') return approveProposal(file, claim, input);
  if (input.action === 'refuse') return refuseClaim(file, claim, input);
  return undefined;
}

/** What is put before a second person, or why it may not be. */
export function propose(
  file: CaseFile,
  claim: Claim,
  { actor, details, now }: ActionInput,
): Proposal | Refusal {
  const amount = amountOf(file, claim, details);
  if (typeof amount === 'object') return amount;
  const obstacle = judgeEvidence(file, claim, details) ?? judgeDocuments(file, claim, details);
  if (obstacle) return obstacle;
  const { evidence = [], files = [], explanation, withoutDocuments } = details;
  // Whoever consents has to see on what: a proposal without its grounds is none.
  if (evidence.length === 0 && files.length === 0)
    return refuse('decision-incomplete', { missing: ['evidence'] });
  return {
    by: actor,
    at: now,
    amount,
    clause: termsOf(claim).coverageClauses[claim.kind],
    evidence,
    files,
    ...(explanation && { explanation }),
    ...(withoutDocuments && { withoutDocuments }),
    binding: bindingOf(claim, { amount, evidence, files }),
  };
}

function approve(file: CaseFile, claim: Claim, { actor, details, now }: ActionInput): Decision | Refusal {
  const amount = amountOf(file, claim, details);
  if (typeof amount === 'object') return amount;
  const alone = mostToApproveAlone(file, claim);
  if (amount > alone) return refuse('second-person-needed', { maximum: alone });
  const obstacle = judgeEvidence(file, claim, details) ?? judgeDocuments(file, claim, details);
  if (obstacle) return obstacle;
  const clause = termsOf(claim).coverageClauses[claim.kind];
  return { outcome: 'approved', by: actor, at: now, amount, ...reasonsOf(details), clause };
}

/** Exactly what was proposed, as the second person saw it, or nothing. */
function approveProposal(
  file: CaseFile,
  claim: Claim,
  { actor, details, now }: ActionInput,
): Decision | Refusal {
  const { proposal } = claim;
  const isSeen =
    (details.binding === undefined || details.binding === proposal?.binding) &&
    (details.amount === undefined || details.amount === proposal?.amount);
  if (!proposal || !isSeen || !isBindingKept(claim)) return refuse('proposal-outdated');
  const maximum = mostToApprove(file, claim);
  if (proposal.amount > maximum) return refuse('approved-amount-out-of-range', { minimum: 1, maximum });
  // A document that was found to show something else since is no longer what the proposal rests on.
  const obstacle = judgeEvidence(file, claim, proposal) ?? judgeDocuments(file, claim, proposal);
  if (obstacle) return obstacle;
  const { by, at: _proposedAt, ...grounds } = proposal;
  return { outcome: 'approved', by, approvedBy: actor, at: now, ...grounds };
}

function refuseClaim(file: CaseFile, claim: Claim, { actor, details, now }: ActionInput): Decision | Refusal {
  const terms = termsOf(claim);
  // A refusal without its reason is what customers of such services complain about most: none leaves without.
  const missing = [
    !details.reasonCode && 'reasonCode',
    !(details.clause && isClause(terms, details.clause)) && 'clause',
    !details.evidence?.length && 'evidence',
    !details.whatWouldChange && 'whatWouldChange',
    // «Other» says nothing by itself, so the words have to.
    details.reasonCode === 'other' && !details.explanation && 'explanation',
  ].filter((name) => name !== false);
  if (missing.length > 0) return refuse('decision-incomplete', { missing, clauses: clausesOf(terms) });
  return (
    judgeEvidence(file, claim, details) ?? {
      outcome: 'refused',
      by: actor,
      at: now,
      ...reasonsOf(details),
      ...(!claim.appeal && { appealUntil: deadlineAfter(now, terms.appealWindow, claim.timeZone) }),
    }
  );
}

/** Kopecks: what was named, all that is left when nothing was. */
function amountOf(file: CaseFile, claim: Claim, details: ActionDetails): number | Refusal {
  const maximum = mostToApprove(file, claim);
  const amount = details.amount ?? maximum;
  const isPossible = amount >= 1 && amount <= maximum;
  return isPossible ? amount : refuse('approved-amount-out-of-range', { minimum: 1, maximum });
}

/** What a decision rests on has to have arrived. */
function judgeEvidence(
  file: CaseFile,
  claim: Claim,
  { files = [] }: Pick<ActionDetails, 'files'>,
): Refusal | undefined {
  const received = new Map(
    file.uploads
      .filter((upload) => isAtHand(upload, claim.policyId))
      .map(({ uploadId, check }) => [uploadId, check?.durationSeconds]),
  );
  const unknown = files.find(
    ({ evidenceId, second = 0 }) =>
      !received.has(evidenceId) || second > (received.get(evidenceId) ?? Number.POSITIVE_INFINITY),
  );
  return unknown && refuse('evidence-unknown', { evidenceId: unknown.evidenceId });
}

function judgeDocuments(
  file: CaseFile,
  claim: Claim,
  { withoutDocuments }: Pick<ActionDetails, 'withoutDocuments'>,
): Refusal | undefined {
  const missing = missingDocuments(file, claim, withoutDocuments?.documents ?? []);
  return missing.length > 0 ? refuse('documents-missing', { missing }) : undefined;
}

function reasonsOf(details: ActionDetails): Partial<Decision> {
  const { reasonCode, clause, evidence, files, explanation, whatWouldChange, withoutDocuments } = details;
  return {
    ...(reasonCode && { reasonCode }),
    ...(clause && { clause }),
    ...(evidence?.length && { evidence }),
    ...(files?.length && { files }),
    ...(explanation && { explanation }),
    ...(whatWouldChange && { whatWouldChange }),
    ...(withoutDocuments && { withoutDocuments }),
  };
}

function isClause(terms: ProductTerms, clause: string): boolean {
  return Object.values(terms.refusalReasons).some((reason) => reason.clause === clause);
}

function clausesOf(terms: ProductTerms): Record<string, string> {
  return Object.fromEntries(
    Object.entries(terms.refusalReasons).map(([reason, { clause }]) => [reason, clause]),
  );
}
