import { createHash } from 'node:crypto';
import type { Instant } from '../clock.ts';
import { canonicalJson } from '../contracts/canonical-json.ts';
import type { CaseFile, Claim, ClaimStatus, Decision } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, type RefusalCode, refuse } from '../contracts/refusal.ts';
import { isFilm } from '../evidence/purpose.ts';
import { deadlineAfter, isBefore } from '../policies/deadline.ts';
import { type ProductTerms, termsOf } from '../policies/terms.ts';
import { actionsOf, type ClaimAction, findTransition, openState, targetOf } from './claim-lifecycle.ts';

/** What an action brings along, already parsed (contracts/console.ts, contracts/customer.ts). */
export interface ActionDetails {
  amount?: number | undefined;
  reasonCode?: Decision['reasonCode'] | undefined;
  clause?: string | undefined;
  evidence?: string[] | undefined;
  explanation?: string | undefined;
  whatWouldChange?: string | undefined;
  question?: string | undefined;
  answer?: string | undefined;
  /** Uploads that go with an answer. */
  documents?: string[] | undefined;
  /** Why a refusal should be looked at again. */
  reason?: string | undefined;
  note?: string | undefined;
  attention?: string | undefined;
  /** Overrides the deadline of the state that is entered (waiting for an upload that was begun in time). */
  deadline?: Instant | undefined;
}

export interface ActionInput {
  action: ClaimAction;
  actor: Actor;
  details: ActionDetails;
  now: Instant;
}

/** Until when the state that is entered now may last. */
export function deadlineOf(
  claim: Pick<Claim, 'timeZone' | 'termsVersion'>,
  status: ClaimStatus,
  now: Instant,
): Instant | undefined {
  const state = openState(status);
  return state && deadlineAfter(now, termsOf(claim).deadlines[state.deadline], claim.timeZone);
}

/** What this person may do to the claim now: the only buttons that a page shows. */
export function allowedActions(file: CaseFile, claim: Claim, actor: Actor, now: Instant): ClaimAction[] {
  return actionsOf(claim.status, actor.role).filter(
    (action) => !obstacleTo(file, claim, { action, actor, now }),
  );
}

/**
 * The claim after the action, or why it may not be taken. The only way in which a claim's status changes.
 */
export function applyAction(file: CaseFile, claim: Claim, input: ActionInput): Claim | Refusal {
  const { action, actor, details, now } = input;
  const transition = findTransition(claim.status, action, actor.role);
  if (!transition) return refuseAction(file, claim, input, 'action-not-allowed');
  const obstacle = obstacleTo(file, claim, input);
  if (obstacle) return refuseAction(file, claim, input, obstacle);
  const decision = decide(file, claim, input);
  if (decision && 'refused' in decision) return decision;
  if (action === 'ask-for-more' && !details.question)
    return refuse('decision-incomplete', { missing: ['question'] });
  const unanswered = action === 'answer' ? judgeAnswer(file, claim, details) : undefined;
  if (unanswered) return unanswered;
  if (action === 'appeal' && !details.reason) return refuse('decision-incomplete', { missing: ['reason'] });

  const { deadline: _left, attention, decision: earlier, ...kept } = claim;
  const status = targetOf(transition, claim.appeal !== undefined);
  const deadline = details.deadline ?? deadlineOf(claim, status, now);
  // What is decided anew is undecided until then: nothing may be paid on an approval that was taken back.
  const isUndecided = action === 'return-to-review' || action === 'appeal';
  const decided = decision ?? (isUndecided ? undefined : earlier);
  // A reminder says again why a person is needed.
  const reason = details.attention ?? (action === 'remind' ? attention : undefined);
  return {
    ...kept,
    status,
    statusSince: now,
    ...(deadline && { deadline }),
    ...(decided && { decision: decided }),
    ...(action === 'ask-for-more' && {
      question: { text: details.question as string, askedAt: now, by: actor },
    }),
    ...(status === 'needs-attention' && { attention: reason ?? `${claim.status}-overdue` }),
    ...(action === 'answer' && answered(claim, details)),
    ...(action === 'appeal' && earlier && reopenedBy(claim, earlier, input)),
    version: claim.version + 1,
    lastAction: { action, digest: digestOf(details), by: actor },
  };
}

/** An answer is words, documents that have arrived, or both. */
function judgeAnswer(file: CaseFile, claim: Claim, details: ActionDetails): Refusal | undefined {
  const { answer, documents = [] } = details;
  if (!answer && documents.length === 0) return refuse('decision-incomplete', { missing: ['answer'] });
  const received = new Set(
    file.uploads
      .filter((upload) => !isFilm(upload) && upload.policyId === claim.policyId)
      .filter((upload) => upload.status === 'received' && !upload.removedAt)
      .map((upload) => upload.uploadId),
  );
  const unknown = documents.find((uploadId) => !received.has(uploadId));
  return unknown === undefined ? undefined : refuse('document-unknown', { uploadId: unknown });
}

function answered(claim: Claim, { answer, documents = [] }: ActionDetails): Partial<Claim> {
  return {
    ...(documents.length > 0 && { documents: [...new Set([...(claim.documents ?? []), ...documents])] }),
    ...(answer && {
      personal: { ...claim.personal, answers: [...claim.personal.answers, answer].slice(-20) },
    }),
  };
}

/** What a claim keeps of its appeal, and the run of a new execution: that of the closed claim is over. */
function reopenedBy(claim: Claim, previousDecision: Decision, { actor, details, now }: ActionInput) {
  return {
    appeal: { at: now, by: actor, refusedBy: previousDecision.by, previousDecision },
    workflowRun: claim.workflowRun + 1,
    personal: { ...claim.personal, appealReason: details.reason as string },
  };
}

/** The same action by the same person once more (a second click, a retry after a lost answer); the clock may repeat itself. */
export function isRepeated(claim: Claim, input: Omit<ActionInput, 'now'>): boolean {
  const last = claim.lastAction;
  return (
    last !== undefined &&
    last.by.id !== undefined &&
    last.action === input.action &&
    last.by.role === input.actor.role &&
    last.by.id === input.actor.id &&
    last.digest === digestOf(input.details)
  );
}

/**
 * The most that can be approved now, kopecks: the loss that was named, and over all claims of a policy no more than
 * was paid for the parcel and than the terms allow.
 */
export function mostToApprove(file: CaseFile, claim: Claim): number {
  const others = file.claims.filter(({ claimId }) => claimId !== claim.claimId);
  const purchase = { ...claim, amount: claim.purchaseAmount ?? claim.amount };
  return Math.min(claim.amount, leftToApprove({ claims: others }, purchase));
}

/** What is left of a purchase after all that these claims of its policy were approved for, kopecks; never below 0. */
export function leftToApprove(
  file: Pick<CaseFile, 'claims'>,
  purchase: { policyId: string; termsVersion: string; amount: number },
): number {
  const approved = file.claims
    .filter(({ policyId }) => policyId === purchase.policyId)
    .reduce((sum, { decision }) => sum + (decision?.outcome === 'approved' ? (decision.amount ?? 0) : 0), 0);
  const { maximumPerPolicy } = termsOf(purchase).compensation;
  return Math.max(0, Math.min(purchase.amount, maximumPerPolicy) - approved);
}

/** Why an action that the state table allows may not be taken by this person now, or undefined when it may. */
function obstacleTo(
  file: CaseFile,
  claim: Claim,
  { action, actor, now }: Pick<ActionInput, 'action' | 'actor' | 'now'>,
): RefusalCode | undefined {
  if (moneyForbids(file, claim, action)) return 'action-not-allowed';
  if (action === 'appeal') {
    const { appealUntil } = claim.decision ?? {};
    // A decision after an appeal is final, or the same claim would go round for ever.
    if (claim.appeal || appealUntil === undefined) return 'action-not-allowed';
    return isBefore(now, appealUntil) ? undefined : 'appeal-too-late';
  }
  // Wherever the claim has been since: who refused it does not judge their own refusal.
  const isDecision = action === 'approve' || action === 'refuse';
  const isOwnRefusal = claim.appeal !== undefined && claim.appeal.refusedBy.id === actor.id;
  return isDecision && isOwnRefusal ? 'another-person-needed' : undefined;
}

function refuseAction(file: CaseFile, claim: Claim, input: ActionInput, code: RefusalCode): Refusal {
  const { action, actor, now } = input;
  if (code === 'appeal-too-late')
    return refuse(code, { appealUntil: claim.decision?.appealUntil, timeZone: claim.timeZone });
  return refuse(code, {
    status: claim.status,
    action,
    allowedActions: allowedActions(file, claim, actor, now),
  });
}

/** Money that may be on its way forbids going back, and only approved money can be paid. */
function moneyForbids(file: CaseFile, claim: Claim, action: ClaimAction): boolean {
  const inDoubt = file.payouts.some(
    (payout) => payout.claimId === claim.claimId && payout.status !== 'rejected',
  );
  if (action === 'return-to-review') return inDoubt;
  if (action === 'retry-payout') return claim.decision?.outcome !== 'approved';
  return false;
}

function decide(file: CaseFile, claim: Claim, input: ActionInput): Decision | Refusal | undefined {
  const { action, actor, details, now } = input;
  const terms = termsOf(claim);
  if (action === 'approve') {
    const maximum = mostToApprove(file, claim);
    const amount = details.amount ?? maximum;
    if (amount < 1 || amount > maximum)
      return refuse('approved-amount-out-of-range', { minimum: 1, maximum });
    return { outcome: 'approved', by: actor, at: now, amount, ...reasonsOf(details) };
  }
  if (action !== 'refuse') return undefined;
  // A refusal without its reason is what customers of such services complain about most: none leaves without.
  const missing = [
    !details.reasonCode && 'reasonCode',
    !(details.clause && isClause(terms, details.clause)) && 'clause',
    !details.evidence?.length && 'evidence',
    // «Other» says nothing by itself, so the words have to.
    details.reasonCode === 'other' && !details.explanation && 'explanation',
  ].filter((name) => name !== false);
  if (missing.length > 0) {
    return refuse('decision-incomplete', { missing, clauses: clausesOf(terms) });
  }
  return {
    outcome: 'refused',
    by: actor,
    at: now,
    ...reasonsOf(details),
    ...(!claim.appeal && { appealUntil: deadlineAfter(now, terms.appealWindow, claim.timeZone) }),
  };
}

function reasonsOf(details: ActionDetails): Partial<Decision> {
  return {
    ...(details.reasonCode && { reasonCode: details.reasonCode }),
    ...(details.clause && { clause: details.clause }),
    ...(details.evidence?.length && { evidence: details.evidence }),
    ...(details.explanation && { explanation: details.explanation }),
    ...(details.whatWouldChange && { whatWouldChange: details.whatWouldChange }),
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

function digestOf(details: ActionDetails): string {
  return createHash('sha256').update(canonicalJson(details)).digest('base64url');
}

/**
 * Whether a film has come that lets this claim go on. Of an unboxing any film will do; a question is answered only
 * by what came after it, or news that are delivered twice would take every later question back.
 */
export function hasAwaitedFilm(file: CaseFile, claim: Claim): boolean {
  if (!findTransition(claim.status, 'receive-film', 'system')) return false;
  return filmsOf(file, claim).some(
    ({ status, receivedAt = '' }) =>
      status === 'received' && (claim.status === 'awaiting-video' || receivedAt >= claim.statusSince),
  );
}

function filmsOf(file: CaseFile, claim: Claim): CaseFile['uploads'] {
  return file.uploads.filter(
    (upload) => isFilm(upload) && upload.policyId === claim.policyId && !upload.removedAt,
  );
}

/**
 * What the clock does to this claim at `now`, or undefined while there is time.
 *
 * A film that has arrived, or that was begun in time and is still under way, is never lost to a deadline.
 */
export function actionAtDeadline(
  file: CaseFile,
  claim: Claim,
  now: Instant,
): { action: ClaimAction; actor: Actor; details: ActionDetails } | undefined {
  const state = openState(claim.status);
  if (!state || !claim.deadline || isBefore(now, claim.deadline)) return undefined;
  if (claim.status === 'awaiting-video') {
    if (hasAwaitedFilm(file, claim))
      return { action: 'receive-film', actor: { role: 'system' }, details: {} };
    const waitUntil = filmsOf(file, claim)
      .filter((upload) => upload.status === 'open' || upload.status === 'completing')
      .filter((upload) => isBefore(upload.startedAt, claim.deadline as Instant))
      .map((upload) => deadlineAfter(upload.startedAt, termsOf(claim).startedCounts.upload, claim.timeZone))
      .filter((until) => isBefore(now, until))
      .sort()
      .at(-1);
    if (waitUntil)
      return { action: 'wait-for-upload', actor: { role: 'clock' }, details: { deadline: waitUntil } };
  }
  return { action: state.atDeadline, actor: { role: 'clock' }, details: {} };
}
