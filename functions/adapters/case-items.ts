import type { WorkCursor, WorkItem, WorkQueue } from '../claims/ports.ts';
import { WORK_SHARDS } from '../claims/ports.ts';
import { workItemOf } from '../claims/work-item.ts';
import {
  type CaseFile,
  type CaseHead,
  type Claim,
  caseHead,
  claim as claimSchema,
  type Letter,
  letter as letterSchema,
  type Payout,
  payout as payoutSchema,
  type TimelineEntry,
  timelineEntry,
  type Upload,
  upload as uploadSchema,
} from '../contracts/case.ts';
import { type ClaimJudgement, claimJudgement } from '../contracts/signals.ts';
import type { PersonalVault } from '../policies/ports.ts';
import { keysWritten, workItem } from './case-items-schemas.ts';
import { type Item, keyOf, parseItem } from './dynamodb-items.ts';
import { shardOf } from './shard.ts';

/** What belongs to the case file begins so; the sort keys of table-layout.ts. */
export const CASE_PREFIX = 'case#';
export const caseKeys = {
  head: 'case#head',
  claim: (claimId: string) => `case#claim#${claimId}`,
  upload: (uploadId: string) => `case#upload#${uploadId}`,
  payout: (reference: string) => `case#payout#${reference}`,
  letter: (letterId: string) => `case#letter#${letterId}`,
  judgement: (claimId: string) => `case#judgement#${claimId}`,
  timeline: (sequence: number) => `case#timeline#${String(sequence).padStart(6, '0')}`,
};

/** A claim as an item; it stands in the index of open work while somebody has to act on it. */
export async function claimItem(claim: Claim, vault: PersonalVault): Promise<Item> {
  return {
    recordKey: caseKeys.claim(claim.claimId),
    ...claim,
    personal: await vault.seal(claim.policyId, claim.personal),
    ...indexedWork(claim),
  };
}

/** The attributes by which the indexes of open work find and show the claim; none once it is closed. */
function indexedWork(claim: Claim): Item {
  const work = workItemOf(claim);
  if (!work) return {};
  const { queue, dueAt, flags, assignee, unassignedSince } = work;
  const shard = shardOf(claim.trackingNumber, WORK_SHARDS);
  const workDue = workPlace(work);
  const isNobodys = queue === 'specialist' && unassignedSince !== undefined;
  return {
    workShard: workShard(queue, shard),
    workDue,
    workQueue: queue,
    dueAt,
    workFlags: flags,
    ...(assignee && { assigneeId: assignee, personShard: personShard(assignee), personDue: workDue }),
    ...(isNobodys && {
      personShard: nobodyShard(shard),
      personDue: workPlace({ ...work, dueAt: unassignedSince }),
    }),
  };
}

export async function letterItem(letter: Letter, vault: PersonalVault): Promise<Item> {
  return {
    recordKey: caseKeys.letter(letter.letterId),
    ...letter,
    personal: await vault.seal(letter.policyId, letter.personal),
  };
}

/** @throws CorruptItem */
export async function letterOfItem(item: Item, vault: PersonalVault): Promise<Letter> {
  const { personal, ...rest } = contentOf(item);
  const opened = await vault.open(String(rest.policyId), personal);
  return parseItem(letterSchema, { ...rest, personal: opened }, keyOf(item));
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
  const {
    workShard: _shard,
    workDue: _due,
    workQueue: _queue,
    workFlags: _flags,
    dueAt: _dueAt,
    assigneeId: _assignee,
    personShard: _person,
    personDue: _personDue,
    personal,
    ...rest
  } = contentOf(item);
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
export function judgementOfItem(item: Item): ClaimJudgement {
  const { judgedMonth: _month, judgedOrder: _order, ...judgement } = contentOf(item);
  return parseItem(claimJudgement, judgement, keyOf(item));
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
  const letters = await Promise.all(ofKind(caseKeys.letter('')).map((item) => letterOfItem(item, vault)));
  const timeline = ofKind('case#timeline#').map(timelineEntryOfItem);
  const judgements = ofKind(caseKeys.judgement('')).map(judgementOfItem);
  return {
    head,
    claims: oldestFirst(claims, (claim) => claim.filedAt),
    uploads: oldestFirst(uploads, (upload) => upload.startedAt),
    payouts: oldestFirst(payouts, (payout) => payout.intendedAt),
    letters: oldestFirst(letters, (letter) => letter.createdAt),
    timeline: timeline.sort((a, b) => a.sequence - b.sequence),
    judgements,
  };
}

/**
 * Whether a query saw one state of the case. A query may meet a transaction half-way: it then sees the head of one
 * version with items of another. The head names what its last change wrote, each item says in which it was written.
 */
export function isWholeReading(items: Item[], trackingNumber: string): boolean {
  const versions = new Map(items.map((item) => [item.recordKey, item.caseVersion]));
  const head = items.find((item) => item.recordKey === caseKeys.head);
  // Judgements stand beside what changes together.
  if (!head) return items.every(({ recordKey }) => String(recordKey).startsWith(caseKeys.judgement('')));
  const { version } = headOfItem(head);
  const written = parseItem(keysWritten, head.lastChange, {
    trackingNumber,
    recordKey: caseKeys.head,
  });
  const isAhead = items.some((item) => Number(item.caseVersion ?? 0) > version);
  return !isAhead && written.every((recordKey) => versions.get(recordKey) === version);
}

/** @throws CorruptItem */
export function workOfItem(item: Item): WorkItem {
  const { assigneeId, unassignedSince, workFlags, workQueue, ...work } = parseItem(
    workItem,
    item,
    keyOf(item),
  );
  return {
    ...work,
    queue: workQueue,
    flags: workFlags,
    ...(assigneeId !== undefined && { assignee: assigneeId }),
    ...(unassignedSince !== undefined && { unassignedSince }),
  };
}

export function workShard(queue: WorkQueue, shard: number): string {
  return `${queue}#${shard}`;
}

/** Partition of a person's open claims. */
export function personShard(personId: string): string {
  return `person#${personId}`;
}

/** Partition of open claims that nobody took. */
export function nobodyShard(shard: number): string {
  return `nobody#${shard}`;
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
