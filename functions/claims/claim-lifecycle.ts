import type { ClaimStatus } from '../contracts/case.ts';
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
  'refuse',
  'withdraw',
  'appeal',
  'start-payout',
  'settle',
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
      approve: { by: PEOPLE, to: 'approved' },
      refuse: { by: PEOPLE, to: 'refused' },
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
      approve: { by: PEOPLE, to: 'approved' },
      refuse: { by: PEOPLE, to: 'refused' },
      withdraw: { by: ['customer', ...PEOPLE], to: 'withdrawn' },
      escalate: { by: ['clock'], to: 'needs-attention' },
      flag: { by: ['system'], to: 'needs-attention' },
    },
  },
  approved: {
    queue: 'system',
    deadline: 'payout-starts',
    atDeadline: 'escalate',
    actions: {
      'start-payout': { by: ['system'], to: 'paying' },
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
      'retry-payout': { by: PEOPLE, to: 'paying' },
      // Money that arrives late after all ends the claim, whoever is looking.
      settle: { by: ['system'], to: 'compensated' },
      remind: { by: ['clock'], to: 'needs-attention' },
    },
  },
  compensated: { final: true },
  refused: { final: true, actions: { appeal: { by: ['customer', ...PEOPLE], to: 'in-appeal' } } },
  withdrawn: { final: true },
  lapsed: { final: true },
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
export function targetOf(transition: Transition, isAppealed: boolean): ClaimStatus {
  return (isAppealed && transition.whenAppealed) || transition.to;
}

/** Everything that this role may do in this state, as the table says. */
export function actionsOf(status: ClaimStatus, role: ActorRole): ClaimAction[] {
  const actions = Object.keys(claimLifecycle[status].actions ?? {}) as ClaimAction[];
  return actions.filter((action) => findTransition(status, action, role));
}

export function isClaimAction(action: string): action is ClaimAction {
  return (claimActions as readonly string[]).includes(action);
}
