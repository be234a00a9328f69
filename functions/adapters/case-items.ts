import * as z from 'zod';
import type { WorkCursor, WorkItem, WorkQueue } from '../claims/ports.ts';
import { WORK_SHARDS } from '../claims/ports.ts';
import {
  type CaseFile,
  type CaseHead,
  type Claim,
  type ClaimStatus,
  caseHead,
  claim as claimSchema,
  claimStatus,
  type Payout,
  payout as payoutSchema,
  type TimelineEntry,
  timelineEntry,
  type Upload,
  upload as uploadSchema,
} from '../contracts/case.ts';
import { claimKind, instant, kopecks } from '../contracts/primitives.ts';
import type { PersonalVault } from '../policies/ports.ts';
import { type Item, keyOf, parseItem } from './dynamodb-items.ts';
import { shardOf } from './shard.ts';

/** What belongs to the case file begins so; the sort keys of table-layout.ts. */
export const CASE_PREFIX = 'case#';
export const caseKeys = {
  head: 'case#head',
  claim: (claimId: string) => `case#claim#${claimId}`,
  upload: (uploadId: string) => `case#upload#${uploadId}`,
  payout: (reference: string) => `case#payout#${reference}`,
  timeline: (sequence: number) => `case#timeline#${String(sequence).padStart(6, '0')}`,
};

export type QueueOf = (status: ClaimStatus) => WorkQueue | undefined;

/** A claim as an item; it stands in the index of open work while somebody has to act on it. */
export async function claimItem(claim: Claim, queueOf: QueueOf, vault: PersonalVault): Promise<Item> {
  const queue = queueOf(claim.status);
  if (queue && !claim.deadline) throw new Error(`An open claim (${claim.status}) has to have a deadline.`);
  return {
    recordKey: caseKeys.claim(claim.claimId),
    ...claim,
    personal: await vault.seal(claim.policyId, claim.personal),
    ...(queue && {
      workShard: workShard(queue, shardOf(claim.trackingNumber, WORK_SHARDS)),
      workDue: workPlace({ ...claim, dueAt: claim.deadline ?? '' }),
    }),
  };
}

export function uploadItem(upload: Upload): Item {
  return { recordKey: caseKeys.upload(upload.uploadId), ...upload };
}

export function payoutItem(payout: Payout): Item {
  return { recordKey: caseKeys.payout(payout.reference), ...payout };
}

export function timelineItem(entry: TimelineEntry): Item {
  return { recordKey: caseKeys.timeline(entry.sequence), ...entry };
}

/** @throws CorruptItem */
export async function claimOfItem(item: Item, vault: PersonalVault): Promise<Claim> {
  const { workShard: _shard, workDue: _due, personal, ...rest } = contentOf(item);
  const opened = await vault.open(String(rest.policyId), personal);
  return parseItem(claimSchema, { ...rest, personal: opened }, keyOf(item));
}

/** @throws CorruptItem */
export function uploadOfItem(item: Item): Upload {
  return parseItem(uploadSchema, contentOf(item), keyOf(item));
}

/** @throws CorruptItem */
export function payoutOfItem(item: Item): Payout {
  return parseItem(payoutSchema, contentOf(item), keyOf(item));
}

/** @throws CorruptItem */
export function timelineEntryOfItem(item: Item): TimelineEntry {
  return parseItem(timelineEntry, contentOf(item), keyOf(item));
}

/** @throws CorruptItem */
export function headOfItem(item: Item): CaseHead {
  const { lastChange: _keys, ...head } = contentOf(item);
  return parseItem(caseHead, head, keyOf(item));
}

/**
 * The case file of the items of one query, oldest first. @throws CorruptItem
 *
 * An item of a kind that nobody knows is left out: a newer version of the service may have written it.
 */
export async function caseFileOf(head: CaseHead, items: Item[], vault: PersonalVault): Promise<CaseFile> {
  const ofKind = (prefix: string) => items.filter((item) => String(item.recordKey).startsWith(prefix));
  const claims = await Promise.all(ofKind(caseKeys.claim('')).map((item) => claimOfItem(item, vault)));
  const uploads = ofKind(caseKeys.upload('')).map(uploadOfItem);
  const payouts = ofKind(caseKeys.payout('')).map(payoutOfItem);
  const timeline = ofKind('case#timeline#').map(timelineEntryOfItem);
  return {
    head,
    claims: oldestFirst(claims, (claim) => claim.filedAt),
    uploads: oldestFirst(uploads, (upload) => upload.startedAt),
    payouts: oldestFirst(payouts, (payout) => payout.intendedAt),
    timeline: timeline.sort((a, b) => a.sequence - b.sequence),
  };
}

/**
 * Whether a query saw one state of the case. A query may meet a transaction half-way: it then sees the head of one
 * version with items of another. The head names what its last change wrote, each item says in which it was written.
 */
export function isWholeReading(items: Item[], trackingNumber: string): boolean {
  const versions = new Map(items.map((item) => [item.recordKey, item.caseVersion]));
  const head = items.find((item) => item.recordKey === caseKeys.head);
  if (!head) return items.length === 0;
  const { version } = headOfItem(head);
  const written = parseItem(z.array(z.string()), head.lastChange, {
    trackingNumber,
    recordKey: caseKeys.head,
  });
  const isAhead = items.some((item) => Number(item.caseVersion ?? 0) > version);
  return !isAhead && written.every((recordKey) => versions.get(recordKey) === version);
}

const workItem = z.object({
  trackingNumber: z.string(),
  claimId: z.string(),
  dueAt: instant,
  status: claimStatus,
  kind: claimKind,
  amount: kopecks,
  filedAt: instant,
});

/** @throws CorruptItem */
export function workOfItem(item: Item, queue: WorkQueue): WorkItem {
  const dueAt = String(item.workDue).split('#')[0];
  return { ...parseItem(workItem, { ...item, dueAt }, keyOf(item)), queue };
}

export function workShard(queue: WorkQueue, shard: number): string {
  return `${queue}#${shard}`;
}

/** Place in a shard of the index of open work, and in the order of all of them. */
export function workPlace({ dueAt, trackingNumber, claimId }: WorkCursor): string {
  return `${dueAt}#${trackingNumber}#${claimId}`;
}

/** The item without what only the table needs. */
function contentOf(item: Item): Item {
  const { recordKey: _key, caseVersion: _version, ...content } = item;
  return content;
}

/** Items come in the order of their ids, so sorting by time, which is stable, leaves those of one instant so. */
function oldestFirst<T>(items: T[], since: (item: T) => string): T[] {
  return items.sort((a, b) => (since(a) < since(b) ? -1 : since(a) > since(b) ? 1 : 0));
}
