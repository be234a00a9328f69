import type { Instant } from '../clock.ts';
import type {
  CaseFile,
  Claim,
  Letter,
  Payout,
  TimelineEntry,
  Upload,
  WorkflowWait,
} from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Locale } from '../contracts/primitives.ts';

/**
 * One whole change of a parcel's case: all of it is written, or nothing.
 *
 * `expectedVersion` is the head's version that the change was decided on (0: there is no case yet); the write
 * raises it by one. A policy goes along when the change opens or closes a claim or holds the policy open.
 */
export interface CaseChange {
  trackingNumber: string;
  expectedVersion: number;
  claims?: Claim[];
  uploads?: Upload[];
  payouts?: Payout[];
  letters?: Letter[];
  /** New entries, already chained on to the head's hash (claims/timeline.ts). */
  timeline: TimelineEntry[];
  policy?: { previous: Policy; next: Policy };
}

export interface CaseStore {
  /** Everything of a parcel by one strongly consistent query; an empty file with version 0 when there is nothing. */
  read(trackingNumber: string): Promise<CaseFile>;
  commit(change: CaseChange): Promise<'committed' | 'conflict'>;
  /** Open claims of a queue by deadline, merged over the shards; `after` is the last item of the page before. */
  listWork(query: {
    queue: WorkQueue;
    limit: number;
    dueBefore?: Instant;
    after?: WorkCursor | undefined;
    filter?: WorkFilter | undefined;
  }): Promise<WorkPage>;
  /** Open claims of the specialists' queue that nobody took, longest waiting first. */
  listUnassigned(query: {
    limit: number;
    after?: UnassignedCursor | undefined;
    filter?: WorkFilter | undefined;
  }): Promise<{ work: WorkItem[]; next: UnassignedCursor | undefined }>;
  /** Open claims of a person in all queues, by deadline. */
  listAssigned(query: {
    personId: string;
    limit: number;
    after?: WorkCursor | undefined;
    filter?: WorkFilter | undefined;
  }): Promise<WorkPage>;
  /** How much of it is open; every number stops at `WORK_COUNT_BOUND`. */
  countWork(of: WorkOf, levels: WorkLevels): Promise<WorkCount>;
  /** Notes by what a parcel with claims is found while somebody types; writing it again changes nothing. */
  rememberLookup(entry: LookupEntry): Promise<void>;
  /** Entries of a kind whose text begins so, in its order; a shorter beginning than `LOOKUP_PREFIX` finds none. */
  findByPrefix(kind: LookupEntry['kind'], prefix: string, limit: number): Promise<LookupEntry[]>;
  /** Parcels that a phone (as keyed hash) belongs to, newest first, at most `limit`. */
  listByPhone(phoneHash: string, limit: number): Promise<{ trackingNumber: string; soldAt: Instant }[]>;
  /** Remembers which parcel belongs to a phone; writing it again changes nothing. */
  rememberPhone(entry: {
    trackingNumber: string;
    policyId: string;
    phoneHash: string;
    soldAt: Instant;
  }): Promise<void>;
  /** Where an execution waits; the newest wait of a claim replaces the one before. */
  saveWait(wait: WorkflowWait): Promise<void>;
  findWait(trackingNumber: string, claimId: string): Promise<WorkflowWait | undefined>;
}

/** Who has to act next decides the queue; a claim stands in exactly one while it is open. */
export type WorkQueue = 'specialist' | 'customer' | 'outside' | 'system' | 'supervisor';

export interface WorkItem {
  trackingNumber: string;
  claimId: string;
  queue: WorkQueue;
  dueAt: Instant;
  status: Claim['status'];
  kind: Claim['kind'];
  amount: number;
  filedAt: Instant;
  statusSince: Instant;
  locale: Locale;
  timeZone: string;
  /** Whose case it is; nobody's since `unassignedSince` otherwise. */
  assignee?: string;
  unassignedSince?: Instant;
  flags: WorkFlag[];
}

/** What a list shows of a claim besides its state. */
export type WorkFlag = 'appealed' | 'money-in-post';

export interface WorkCursor {
  dueAt: Instant;
  trackingNumber: string;
  claimId: string;
}

/** Which claims a reader of a list wants; what is left out is any. */
export interface WorkFilter {
  kinds?: readonly Claim['kind'][] | undefined;
  locales?: readonly Locale[] | undefined;
  timeZones?: readonly string[] | undefined;
}

/** With a filter a page may be short or empty and the list go on all the same: reading is bounded, not finding. */
export interface WorkPage {
  work: WorkItem[];
  next: WorkCursor | undefined;
}

/** A place among the claims that nobody took. */
export interface UnassignedCursor {
  since: Instant;
  trackingNumber: string;
  claimId: string;
}

/** A list of open work that can be counted. */
export type WorkOf = { queue: WorkQueue } | { personId: string } | 'unassigned';

/** What counts as late now. */
export interface WorkLevels {
  now: Instant;
  /** Due until then: at risk. */
  atRiskUntil: Instant;
  /** Nobody's since then or longer: overdue, however far the deadline is. Left out: only the deadline counts. */
  waitingSince?: Instant | undefined;
}

export interface WorkCount {
  open: number;
  overdue: number;
  atRisk: number;
  nearestDueAt?: Instant;
}

/** Nobody needs to know by how much more than this a queue has grown out of hand. */
export const WORK_COUNT_BOUND = 1_000;

/** By what a parcel is found: its number, that of a claim on it or of a letter that went out. */
export interface LookupEntry {
  kind: 'tracking-number' | 'claim' | 'letter';
  /** The whole number. */
  text: string;
  trackingNumber: string;
  claimId?: string | undefined;
}

/** Characters that a look-up takes at least: shorter ones would find everything. */
export const LOOKUP_PREFIX = 6;

/** Number of shards of the index of open work: 5 million claims a year open and close at a few hundred writes a second at most. */
export const WORK_SHARDS = 8;

/** Starts, wakes and lists the executions that follow claims. */
export interface ClaimWorkflow {
  /** Idempotent by claim and run; `closed` when the execution of this run exists and is over. */
  start(claim: WorkflowRun): Promise<'running' | 'closed'>;
  /** `gone` when the execution no longer waits with this token: it timed out, ended or was answered already. */
  wake(taskToken: string, standing: ClaimStanding): Promise<'woken' | 'gone'>;
  /** Names of all executions that run now (`executionName`), as Step Functions lists them. */
  running(): AsyncIterable<string>;
}

/** What the workflow is told: where the claim stands and how long it may wait there. Ids and codes only. */
export interface ClaimStanding {
  status: Claim['status'];
  final: boolean;
  /** Whole seconds, at least 1; absent for a final state. */
  secondsToDeadline?: number;
}

export interface WorkflowRun {
  trackingNumber: string;
  claimId: string;
  workflowRun: number;
}

/** A closed execution's name cannot be used again for 90 days, so each restart has a name of its own. */
export function executionName(run: { claimId: string; workflowRun: number }): string {
  return `${run.claimId}-${run.workflowRun}`;
}

/** The carrier's tracking: where the cash on delivery for a parcel is. */
export interface CarrierTracking {
  /**
   * The parcel's money order, the one that can still be stopped before any other.
   * @param claimFiledAt tells the parcel from earlier ones of the same number.
   * @throws CarrierUnavailable when there is no answer that can be believed: the money may be anywhere.
   */
  moneyOrder(trackingNumber: string, claimFiledAt: Instant): Promise<MoneyOrder>;
}

export interface MoneyOrder {
  /** `accepted`: paid in at the counter and not yet with the seller, so it can be stopped. */
  state: 'none' | 'accepted' | 'paid-out';
  orderNumber?: string;
  /** Kopecks. */
  amount?: number;
  acceptedAt?: Instant;
  paidOutAt?: Instant;
  /** Postal index of the office that pays out. */
  payeeOffice?: string;
}

/** The carrier gave no answer that can be believed. */
export class CarrierUnavailable extends Error {
  override name = 'CarrierUnavailable';
}
