import { createHash } from 'node:crypto';
import { type Instant, toInstant, toMillis } from '../clock.ts';
import { canonicalJson } from '../contracts/canonical-json.ts';
import type { CaseFile, Claim, ClaimStatus, Decision, SuggestedStep } from '../contracts/case.ts';
import type { CaseActionRequest } from '../contracts/console.ts';
import type { Actor, LetterKind } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, type RefusalCode, refuse } from '../contracts/refusal.ts';
import { isAtHand, isFilm } from '../evidence/purpose.ts';
import { deadlineAfter, isBefore } from '../policies/deadline.ts';
import { termsOf } from '../policies/terms.ts';
import { isBindingKept } from './approval-binding.ts';
import { hasRefused, isAnothers } from './assignment-rules.ts';
import { hasLateNews, nextReplyDueAt, stepWithoutReply } from './awaited-replies.ts';
import {
  actionsOf,
  type ClaimAction,
  findTransition,
  isFinal,
  openState,
  targetOf,
} from './claim-lifecycle.ts';
import { isEventOpen, mergeableInto } from './claims-of-event.ts';
import { decide, propose } from './decision-rules.ts';
import { inFewParts, leftToRecover } from './money-rules.ts';

type Given<Fields> = { [Name in keyof Fields]?: Fields[Name] | undefined };

/** What an action brings along: what a caller sent (contracts/console.ts, customer.ts), and what only we can say. */
export interface ActionDetails extends Given<CaseActionRequest> {
  note?: string | undefined;
  attention?: string | undefined;
  /** Overrides the deadline of the state that is entered (waiting for an upload that was begun in time). */
  deadline?: Instant | undefined;
  /** send-letter: what goes out, and until when an answer is awaited. */
  letter?: { kind: LetterKind; replyDueAt: Instant } | undefined;
  /** receive-reply: the letter that was answered. */
  repliedLetterId?: string | undefined;
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
  const unusable = judgeDetails(file, claim, input);
  if (unusable) return unusable;
  const decision = decide(file, claim, input);
  if (decision && isRefusal(decision)) return decision;
  const proposal = action === 'propose' ? propose(file, claim, input) : undefined;
  if (proposal && isRefusal(proposal)) return proposal;

  const isWhole = recoveredBy(input)?.amount === leftToRecover(claim);
  const status = targetOf(transition, { isAppealed: claim.appeal !== undefined, isWhole });
  const {
    deadline: _left,
    attention,
    decision: earlier,
    proposal: _given,
    suggestedStep: _suggested,
    urgentUntil: _urgent,
    assignee: _has,
    unassignedSince: _hadNobody,
    recoveries: _before,
    ...kept
  } = claim;
  const decided = decision ?? (isUndecided(action) ? undefined : earlier);
  // A reminder says again why a person is needed, and a proposal waits on.
  const reason = details.attention ?? attention;
  const waiting = proposal ?? (action === 'remind' ? claim.proposal : undefined);
  const deadline = deadlineAfterAction(file, claim, input, status);
  return {
    ...kept,
    status,
    statusSince: status === claim.status && action !== 'remind' ? claim.statusSince : now,
    ...(deadline && { deadline }),
    ...(decided && { decision: decided }),
    ...(waiting && { proposal: waiting }),
    ...recoveriesAfter(claim, input),
    ...urgencyAfter(file, claim, input, status),
    ...(action === 'ask-for-more' && { question: questionOf(input) }),
    ...(status === 'needs-attention' && { attention: reason ?? `${claim.status}-overdue` }),
    ...(action === 'answer' && answered(claim, details)),
    ...(action === 'merge' && { mergedInto: details.intoClaimId as string }),
    ...(isOpenedAgain(action) && { workflowRun: claim.workflowRun + 1 }),
    ...(action === 'appeal' && earlier && appealedAgainst(claim, earlier, input)),
    ...((action === 'reopen' || action === 'return-to-review') &&
      details.reason && { personal: { ...claim.personal, remark: details.reason } }),
    ...assignmentAfter(claim, input),
    version: claim.version + 1,
    lastAction: { action, digest: digestOf(details), by: actor },
  };
}

/** What is decided anew is undecided until then: nothing may be paid on an approval that was taken back. */
function isUndecided(action: ClaimAction): boolean {
  return ['return-to-review', 'outdate-proposal', 'appeal', 'reopen'].includes(action);
}

/** Steps that open a closed claim: the execution of that one is over, so a new one follows it. */
function isOpenedAgain(action: ClaimAction): boolean {
  return action === 'appeal' || action === 'reopen';
}

function questionOf({ actor, details, now }: ActionInput): NonNullable<Claim['question']> {
  const { question, requestedDocuments } = details;
  return {
    text: question as string,
    askedAt: now,
    by: actor,
    ...(requestedDocuments?.length && { documents: [...new Set(requestedDocuments)] }),
  };
}

/** A step that stays where it is leaves the deadline alone, but for a wait for letters, of which one more is out. */
function deadlineAfterAction(
  file: CaseFile,
  claim: Claim,
  { action, details, now }: ActionInput,
  status: ClaimStatus,
): Instant | undefined {
  if (details.deadline) return details.deadline;
  if (status === 'awaiting-reply')
    return nextReplyDueAt(file, claim, now, details.letter?.replyDueAt) ?? deadlineOf(claim, status, now);
  const stays = status === claim.status && action !== 'remind';
  return stays ? claim.deadline : deadlineOf(claim, status, now);
}

/** What is proposed next, and until when the money can still be stopped; over once the recall is out. */
function urgencyAfter(
  file: CaseFile,
  claim: Claim,
  { action, details, now }: ActionInput,
  status: ClaimStatus,
): { suggestedStep?: SuggestedStep; urgentUntil?: Instant } {
  if (isFinal(status)) return {};
  const isRecalled = details.letter?.kind === 'recall-of-money-order';
  if (claim.urgentUntil !== undefined && !isRecalled)
    return { urgentUntil: claim.urgentUntil, suggestedStep: 'recall-of-money-order' };
  if (action === 'go-on-without-reply') return { suggestedStep: stepWithoutReply(file, claim, now) };
  if (action === 'receive-reply') return { suggestedStep: 'decide' };
  return {};
}

/** Whoever acts first on a case of nobody has it; an appeal is nobody's until another person than who refused takes it. */
function assignmentAfter(claim: Claim, { action, actor, now }: ActionInput): Partial<Claim> {
  const { assignee, unassignedSince } = claim;
  if (action === 'appeal') return { unassignedSince: now };
  const takes = actor.role === 'specialist' && !isForAnyone(action);
  if (takes && !assignee && !hasRefused(claim, actor) && actor.id !== undefined)
    return { assignee: { id: actor.id, since: now } };
  return { ...(assignee && { assignee }), ...(unassignedSince && { unassignedSince }) };
}

/** What a customer says on the telephone, and the post that comes in, is taken down by whoever is there. */
export function isForAnyone(action: ClaimAction): boolean {
  return ['answer', 'withdraw', 'appeal', 'receive-reply'].includes(action);
}

/** Steps by which a person works on the decision, or does away with it. */
function isJudging(action: ClaimAction): boolean {
  const judging: readonly ClaimAction[] = [
    'ask-for-more',
    'send-letter',
    'wait-for-reply',
    'go-on-without-reply',
    'seller-refunded',
    'bank-recovered',
    'approve',
    'propose',
    'approve-proposal',
    'refuse',
    'withdraw',
    'reopen',
  ];
  return judging.includes(action);
}

function recoveredBy({ action, actor, details, now }: ActionInput) {
  if (action !== 'seller-refunded' && action !== 'bank-recovered') return undefined;
  const source = action === 'seller-refunded' ? ('seller' as const) : ('bank' as const);
  return { source, amount: details.amount as number, at: now, by: actor };
}

/** What others gave back, as far as it counts here: of a claim that goes on in another one it counts there. */
function recoveriesAfter(claim: Claim, input: ActionInput): Pick<Claim, 'recoveries'> {
  const { recoveries = [], status } = claim;
  const recovered = recoveredBy(input);
  if (input.action === 'merge') return {};
  // What made the claim whole turned out to be none; what came before it stands.
  const isDoubted = status === 'refunded-by-seller' || status === 'recovered-through-bank';
  const counted = isDoubted ? recoveries.slice(0, -1) : recoveries;
  const after = inFewParts(recovered ? [...counted, recovered] : counted);
  return after.length > 0 ? { recoveries: after } : {};
}

/** Whether an action has what it cannot be taken without. */
function judgeDetails(
  file: CaseFile,
  claim: Claim,
  { action, actor, details }: ActionInput,
): Refusal | undefined {
  const incomplete = (field: string) => refuse('decision-incomplete', { missing: [field] });
  switch (action) {
    case 'ask-for-more':
      return details.question ? undefined : incomplete('question');
    case 'answer':
      return judgeAnswer(file, claim, details);
    case 'appeal':
    case 'reopen':
    case 'settle-by-hand':
      return details.reason ? undefined : incomplete('reason');
    case 'send-letter':
      return details.letter ? undefined : incomplete('letter');
    case 'receive-reply':
      return details.repliedLetterId ? undefined : incomplete('reply');
    case 'seller-refunded':
    case 'bank-recovered': {
      const maximum = leftToRecover(claim);
      if (details.amount === undefined) return incomplete('amount');
      const isPossible = details.amount >= 1 && details.amount <= maximum;
      return isPossible ? undefined : refuse('recovered-amount-out-of-range', { minimum: 1, maximum });
    }
    case 'merge': {
      if (!details.intoClaimId) return incomplete('intoClaimId');
      const candidates = mergeableInto(file, claim);
      const into = candidates.find(({ claimId }) => claimId === details.intoClaimId);
      if (!into)
        return refuse('merge-not-possible', { candidates: candidates.map(({ claimId }) => claimId) });
      return isAnothers(into, actor) ? refuse('assigned-to-another', { status: into.status }) : undefined;
    }
    default:
      return undefined;
  }
}

/** An answer is words, documents that have arrived, or both. */
function judgeAnswer(file: CaseFile, claim: Claim, details: ActionDetails): Refusal | undefined {
  const { answer, documents = [] } = details;
  if (!answer && documents.length === 0) return refuse('decision-incomplete', { missing: ['answer'] });
  const received = new Set(
    file.uploads
      .filter((upload) => !isFilm(upload) && isAtHand(upload, claim.policyId))
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

/** What a claim keeps of its appeal. */
function appealedAgainst(claim: Claim, previousDecision: Decision, { actor, details, now }: ActionInput) {
  return {
    appeal: { at: now, by: actor, refusedBy: previousDecision.by, previousDecision },
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

/** Why an action that the state table allows may not be taken by this person now, or undefined when it may. */
function obstacleTo(
  file: CaseFile,
  claim: Claim,
  { action, actor, now }: Pick<ActionInput, 'action' | 'actor' | 'now'>,
): RefusalCode | undefined {
  // Wherever the claim has been since: who refused it has no part in judging their own refusal.
  if (isJudging(action) && hasRefused(claim, actor)) return 'another-person-needed';
  if (isAnothers(claim, actor) && !isForAnyone(action)) return 'assigned-to-another';
  switch (action) {
    case 'approve-proposal':
      if (isSame(claim.proposal?.by, actor)) return 'another-person-needed';
      return claim.proposal && isBindingKept(claim) ? undefined : 'proposal-outdated';
    case 'settle-by-hand':
      if (!mayHaveArrived(inDoubt(file, claim))) return 'action-not-allowed';
      return isSame(claim.decision?.by, actor) || isSame(claim.decision?.approvedBy, actor)
        ? 'another-person-needed'
        : undefined;
    case 'return-to-review':
      // Money that may be on its way forbids going back.
      return inDoubt(file, claim) ? 'action-not-allowed' : undefined;
    case 'retry-payout':
      if (claim.decision?.outcome !== 'approved') return 'action-not-allowed';
      return isBindingKept(claim) ? undefined : 'proposal-outdated';
    case 'wait-for-reply':
      return nextReplyDueAt(file, claim, now) ? undefined : 'action-not-allowed';
    case 'receive-reply':
      return file.letters.some(({ status }) => status !== 'draft') ? undefined : 'action-not-allowed';
    case 'merge':
      return mergeableInto(file, claim).length > 0 ? undefined : 'action-not-allowed';
    case 'reopen':
      return hasLateNews(file, claim) && !isEventOpen(file, claim) ? undefined : 'action-not-allowed';
    case 'appeal':
      return obstacleToAppeal(claim, now);
    default:
      return undefined;
  }
}

function obstacleToAppeal(claim: Claim, now: Instant): RefusalCode | undefined {
  const { appealUntil } = claim.decision ?? {};
  // A decision after an appeal is final, or the same claim would go round for ever.
  if (claim.appeal || appealUntil === undefined) return 'action-not-allowed';
  return isBefore(now, appealUntil) ? undefined : 'appeal-too-late';
}

function isSame(one: Actor | undefined, other: Actor): boolean {
  return one !== undefined && one.id === other.id;
}

/** An intent of this claim that may have become money. */
function inDoubt(file: CaseFile, claim: Claim): CaseFile['payouts'][number] | undefined {
  return file.payouts.find((payout) => payout.claimId === claim.claimId && payout.status !== 'rejected');
}

/** The provider may have paid it and never said so. */
function mayHaveArrived(payout: CaseFile['payouts'][number] | undefined): boolean {
  return payout?.status === 'intended' && payout.submittedAt !== undefined;
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
 * So long a film that was completed in the last moment may take to be composed and written down: longer than any call of
 * the page lives. Whoever was told that it arrived must not find the claim lapsed.
 */
const COMPLETION_MILLIS = 60_000;

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
      .map((until) => (isBefore(now, until) ? until : toInstant(toMillis(until) + COMPLETION_MILLIS)))
      .filter((until) => isBefore(now, until))
      .sort()
      .at(-1);
    if (waitUntil)
      return { action: 'wait-for-upload', actor: { role: 'clock' }, details: { deadline: waitUntil } };
  }
  return { action: state.atDeadline, actor: { role: 'clock' }, details: {} };
}
