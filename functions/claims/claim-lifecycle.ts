import type { Instant } from '../clock.ts';
import type { Claim, ClaimStatus } from '../contracts/case.ts';
import type { ActorRole } from '../contracts/primitives.ts';
import type { DeadlineName } from '../policies/terms.ts';
import type { WorkQueue } from './ports.ts';

export const claimActions = [
  'receive-film',
  'waive-film',
  'wait-for-upload',
  'lapse',
  'ask-for-more',
  'answer',
  'go-on-without-answer',
  'approve',
  'propose',
  'approve-proposal',
  'outdate-proposal',
  'refuse',
  'send-letter',
  'receive-reply',
  'go-on-without-reply',
  'wait-for-reply',
  'seller-refunded',
  'bank-recovered',
  'merge',
  'reopen',
  'withdraw',
  'appeal',
  'start-payout',
  'settle',
  'settle-by-hand',
  'retry-payout',
  'return-to-review',
  'flag',
  'escalate',
  'remind',
] as const;
export type ClaimAction = (typeof claimActions)[number];

export interface Transition {
  by: readonly ActorRole[];
  to: ClaimStatus;
  /** Where a claim whose refusal was appealed against goes instead: back to whoever decides the appeal. */
  whenAppealed?: ClaimStatus;
  /** Where it goes once nothing of the loss is left, because somebody else gave it all back. */
  whenWhole?: ClaimStatus;
}

export interface OpenState {
  /** Whose turn it is; the claim stands in this queue by its deadline. */
  queue: WorkQueue;
  /** How long they have, as the terms say. */
  deadline: DeadlineName;
  /** What the clock does when they let it pass. */
  atDeadline: ClaimAction;
  actions: Partial<Record<ClaimAction, Transition>>;
}

/** The claim is closed: nobody has the turn, it stands in no queue and holds no policy open. */
export interface FinalState {
  final: true;
  /** What can still open it again; the rules say until when (claim-rules.ts). */
  actions?: Partial<Record<ClaimAction, Transition>>;
}

const PEOPLE = ['specialist', 'supervisor'] as const;
/** Money takes two roles that nobody has both of: one proposes or, within the limit, approves; the other consents. */
const MONEY_PROPOSED_BY = ['specialist'] as const;
const MONEY_APPROVED_BY = ['supervisor'] as const;

/** What others than us gave back lowers the loss wherever the claim is; all of it ends the claim. */
const recoveriesIn = (status: ClaimStatus) =>
  ({
    'seller-refunded': { by: PEOPLE, to: status, whenWhole: 'refunded-by-seller' },
    'bank-recovered': { by: PEOPLE, to: status, whenWhole: 'recovered-through-bank' },
  }) satisfies OpenState['actions'];

/** A claim that is decided anew opens again where it was decided. */
const REOPEN = { by: PEOPLE, to: 'in-review', whenAppealed: 'in-appeal' } as const;
/** Money that is said to have come back and did not: a second person says so before it can be paid. */
const REOPEN_WHOLE = { ...REOPEN, by: MONEY_APPROVED_BY } as const;

/**
 * The life of a claim: the one table that the database enforces, the workflow is checked against, and the console
 * and the customer's page render. docs/claim-lifecycle.md is drawn from it (`npm run docs`).
 *
 * What the customer reads in each state stands under the same name in messages/catalogue/claim-cards.ts.
 */
export const claimLifecycle: Record<ClaimStatus, OpenState | FinalState> = {
  'awaiting-video': {
    queue: 'customer',
    deadline: 'customer-films',
    atDeadline: 'lapse',
    actions: {
      'receive-film': { by: ['system'], to: 'in-review' },
      'waive-film': { by: PEOPLE, to: 'in-review' },
      // Money that is still in the post is recalled without waiting for the film.
      'send-letter': { by: PEOPLE, to: 'awaiting-video' },
      merge: { by: PEOPLE, to: 'merged' },
      withdraw: { by: ['customer', ...PEOPLE], to: 'withdrawn' },
      // An upload that was begun in time is waited for: started counts as filed.
      'wait-for-upload': { by: ['clock'], to: 'awaiting-video' },
      lapse: { by: ['clock'], to: 'lapsed' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  'in-review': {
    queue: 'specialist',
    deadline: 'specialist-decides',
    atDeadline: 'escalate',
    actions: {
      'ask-for-more': { by: PEOPLE, to: 'awaiting-customer' },
      'send-letter': { by: PEOPLE, to: 'awaiting-reply' },
      'wait-for-reply': { by: PEOPLE, to: 'awaiting-reply' },
      approve: { by: MONEY_PROPOSED_BY, to: 'approved' },
      propose: { by: MONEY_PROPOSED_BY, to: 'awaiting-approval' },
      refuse: { by: PEOPLE, to: 'refused' },
      ...recoveriesIn('in-review'),
      merge: { by: PEOPLE, to: 'merged' },
      withdraw: { by: ['customer', ...PEOPLE], to: 'withdrawn' },
      escalate: { by: ['clock'], to: 'needs-attention' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  'awaiting-customer': {
    queue: 'customer',
    deadline: 'customer-answers',
    atDeadline: 'go-on-without-answer',
    actions: {
      answer: { by: ['customer', ...PEOPLE], to: 'in-review', whenAppealed: 'in-appeal' },
      'receive-film': { by: ['system'], to: 'in-review', whenAppealed: 'in-appeal' },
      withdraw: { by: ['customer', ...PEOPLE], to: 'withdrawn' },
      'go-on-without-answer': { by: ['clock'], to: 'in-review', whenAppealed: 'in-appeal' },
      'send-letter': { by: PEOPLE, to: 'awaiting-customer' },
      ...recoveriesIn('awaiting-customer'),
      merge: { by: PEOPLE, to: 'merged' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  // Letters are out; an answer brings the claim back, and so does the last day for one.
  'awaiting-reply': {
    queue: 'outside',
    deadline: 'reply-arrives',
    atDeadline: 'go-on-without-reply',
    actions: {
      'receive-reply': { by: PEOPLE, to: 'in-review', whenAppealed: 'in-appeal' },
      'go-on-without-reply': { by: [...PEOPLE, 'clock'], to: 'in-review', whenAppealed: 'in-appeal' },
      'send-letter': { by: PEOPLE, to: 'awaiting-reply' },
      'ask-for-more': { by: PEOPLE, to: 'awaiting-customer' },
      ...recoveriesIn('awaiting-reply'),
      merge: { by: PEOPLE, to: 'merged' },
      withdraw: { by: ['customer', ...PEOPLE], to: 'withdrawn' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  // Decided by another person than who refused (claim-rules.ts), and then for good.
  'in-appeal': {
    queue: 'specialist',
    deadline: 'appeal-decided',
    atDeadline: 'escalate',
    actions: {
      'ask-for-more': { by: PEOPLE, to: 'awaiting-customer' },
      'send-letter': { by: PEOPLE, to: 'awaiting-reply' },
      'wait-for-reply': { by: PEOPLE, to: 'awaiting-reply' },
      approve: { by: MONEY_PROPOSED_BY, to: 'approved' },
      propose: { by: MONEY_PROPOSED_BY, to: 'awaiting-approval' },
      refuse: { by: PEOPLE, to: 'refused' },
      ...recoveriesIn('in-appeal'),
      withdraw: { by: ['customer', ...PEOPLE], to: 'withdrawn' },
      escalate: { by: ['clock'], to: 'needs-attention' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  // Above the limit of the terms: the second person is never the one who proposed (claim-rules.ts).
  'awaiting-approval': {
    queue: 'supervisor',
    deadline: 'supervisor-approves',
    atDeadline: 'remind',
    actions: {
      'approve-proposal': { by: MONEY_APPROVED_BY, to: 'approved' },
      'return-to-review': { by: PEOPLE, to: 'in-review', whenAppealed: 'in-appeal' },
      // Amount, payee or evidence are no longer those of the proposal.
      'outdate-proposal': { by: ['system'], to: 'in-review', whenAppealed: 'in-appeal' },
      withdraw: { by: ['customer', ...PEOPLE], to: 'withdrawn' },
      remind: { by: ['clock'], to: 'awaiting-approval' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  approved: {
    queue: 'system',
    deadline: 'payout-starts',
    atDeadline: 'escalate',
    actions: {
      'start-payout': { by: ['system'], to: 'paying' },
      'outdate-proposal': { by: ['system'], to: 'in-review', whenAppealed: 'in-appeal' },
      escalate: { by: ['clock'], to: 'needs-attention' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  paying: {
    queue: 'system',
    deadline: 'payout-arrives',
    atDeadline: 'escalate',
    actions: {
      settle: { by: ['system'], to: 'compensated' },
      escalate: { by: ['clock'], to: 'needs-attention' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  'needs-attention': {
    queue: 'supervisor',
    deadline: 'supervisor-looks',
    atDeadline: 'remind',
    actions: {
      'return-to-review': { by: PEOPLE, to: 'in-review', whenAppealed: 'in-appeal' },
      'retry-payout': { by: MONEY_APPROVED_BY, to: 'paying' },
      // The bank's statement says that it arrived, and the provider never will.
      'settle-by-hand': { by: MONEY_APPROVED_BY, to: 'compensated' },
      // Money that arrives late after all ends the claim, whoever is looking.
      settle: { by: ['system'], to: 'compensated' },
      remind: { by: ['clock'], to: 'needs-attention' },
    },
  },
  compensated: { final: true },
  'refunded-by-seller': { final: true, actions: { reopen: REOPEN_WHOLE } },
  'recovered-through-bank': { final: true, actions: { reopen: REOPEN_WHOLE } },
  refused: {
    final: true,
    actions: { appeal: { by: ['customer', ...PEOPLE], to: 'in-appeal' }, reopen: REOPEN },
  },
  withdrawn: { final: true, actions: { reopen: REOPEN } },
  lapsed: { final: true, actions: { reopen: REOPEN } },
  // Goes on in another claim of the same event.
  merged: { final: true },
};

export function isFinal(status: ClaimStatus): boolean {
  return 'final' in claimLifecycle[status];
}

/** The open state, or undefined for a final one. */
export function openState(status: ClaimStatus): OpenState | undefined {
  const state = claimLifecycle[status];
  return 'final' in state ? undefined : state;
}

export function queueOf(status: ClaimStatus): WorkQueue | undefined {
  return openState(status)?.queue;
}

/**
 * Where an open claim stands and by when it has to be acted on; undefined when it is closed. While money can still
 * be stopped, a specialist has the turn wherever they can write the letter that stops it.
 */
export function placeInQueue(
  claim: Pick<Claim, 'status' | 'deadline' | 'urgentUntil'>,
): { queue: WorkQueue; dueAt: Instant } | undefined {
  const queue = queueOf(claim.status);
  if (!queue) return undefined;
  if (!claim.deadline) throw new Error(`An open claim (${claim.status}) has to have a deadline.`);
  const { deadline, urgentUntil } = claim;
  if (urgentUntil === undefined || !findTransition(claim.status, 'send-letter', 'specialist'))
    return { queue, dueAt: deadline };
  return { queue: 'specialist', dueAt: urgentUntil < deadline ? urgentUntil : deadline };
}

/** The step that an action is in this state, or undefined when this actor may not take it here. */
export function findTransition(
  status: ClaimStatus,
  action: ClaimAction,
  role: ActorRole,
): Transition | undefined {
  const transition = claimLifecycle[status].actions?.[action];
  return transition?.by.includes(role) ? transition : undefined;
}

/** The state that a step leads to. */
export function targetOf(
  transition: Transition,
  claim: { isAppealed: boolean; isWhole?: boolean },
): ClaimStatus {
  if (claim.isWhole && transition.whenWhole) return transition.whenWhole;
  return (claim.isAppealed && transition.whenAppealed) || transition.to;
}

/** Everything that this role may do in this state, as the table says. */
export function actionsOf(status: ClaimStatus, role: ActorRole): ClaimAction[] {
  const actions = Object.keys(claimLifecycle[status].actions ?? {}) as ClaimAction[];
  return actions.filter((action) => findTransition(status, action, role));
}

export function isClaimAction(action: string): action is ClaimAction {
  return (claimActions as readonly string[]).includes(action);
}
