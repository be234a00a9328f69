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
  }): Promise<{ work: WorkItem[]; next: WorkCursor | undefined }>;
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
