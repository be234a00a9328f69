import type { Instant } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';

/**
 * The policies of all parcels, at most one per tracking number, older ones archived beside it.
 *
 * Every change is conditional, so that two writers never both win; `conflict` means: read again and decide again.
 */
export interface PolicyStore {
  /** One conditional write and nothing else. `existing` is the policy that stands in the way. */
  insert(policy: Policy): Promise<{ inserted: true } | { inserted: false; existing: Policy }>;
  find(trackingNumber: string): Promise<Policy | undefined>;
  /** The current policies of many parcels in few requests, in no order; a change of this moment may not show yet. */
  findEach(trackingNumbers: readonly string[]): Promise<Policy[]>;
  /** The replaced policy that was sold under this key. */
  findArchived(trackingNumber: string, idempotencyKey: string): Promise<Policy | undefined>;
  /** The current policy first, then at most 50 replaced ones. */
  findAll(trackingNumber: string): Promise<Policy[]>;
  /** Archives `current` and puts `next` in its place, both or neither; conditional on `current.version`. */
  replace(current: Policy, next: Policy): Promise<'replaced' | 'conflict'>;
  /** Writes `next` where the stored policy is still `previous` (same policyId and version), also a replaced one. */
  save(previous: Policy, next: Policy): Promise<'saved' | 'conflict'>;
  /**
   * Ends the policy, conditionally, when it is active, has no open claim, `claimableUntil` has come and the index
   * has told the truth about `dueAt`. One with uploads stays due, for the removal of its films.
   */
  endIfDue(due: DuePolicy, now: Instant): Promise<'ended' | 'not-due'>;
  /** Policies of one shard with `dueAt` in `(after, until]`, oldest first; `next` is the place to go on from. */
  listDue(query: { shard: number; until: Instant; after?: DueCursor | undefined; limit: number }): Promise<{
    policies: DuePolicy[];
    next: DueCursor | undefined;
  }>;
}

/** Many policies in one write, for what is not a counter: a seeded year. */
export interface PolicyBatch {
  /** At most 100, each only where its number has no policy: all of them, or none. */
  insertAll(policies: readonly Policy[]): Promise<'inserted' | 'not-all-new'>;
  /** At most 100, each on the conditions of `endIfDue` and without films: all of them, or none. */
  endAllWithoutFilms(ends: readonly { due: DuePolicy; now: Instant }[]): Promise<'ended' | 'not-all-due'>;
}

/** As much of a policy as the sparse index carries. */
export interface DuePolicy {
  trackingNumber: string;
  dueAt: Instant;
}

export interface DueCursor {
  dueAt: Instant;
  trackingNumber: string;
}

/** Number of shards of the index of due policies: 100 million policies a year end at 17,000 a day and shard. */
export const DUE_SHARDS = 16;

/** Makes ids that cannot be guessed. */
export interface IdSource {
  policyId(): string;
  uploadId(): string;
  /** Six characters of Crockford's base 32, to be shown and read out. */
  recordingCode(): string;
}

/** Signs and reads the token of a customer's link; the secret stays inside. */
export interface LinkSigner {
  /** Base64url, at least 128 bits of keyed hash over the policy and its link version. */
  tokenOf(policy: Pick<Policy, 'trackingNumber' | 'policyId' | 'linkVersion'>): string;
  /** The parcel that a token names (unproven), or undefined when it is no token at all. */
  trackingNumberOf(token: string): string | undefined;
  /** Constant-time comparison. */
  matches(token: string, policy: Pick<Policy, 'trackingNumber' | 'policyId' | 'linkVersion'>): boolean;
}

/** Keyed hash of a phone for look-ups, so that the phone itself is never a key. */
export interface PhoneHasher {
  hashOf(phone: string): string;
}

/** Seals the personal fields of an item before they are stored and opens them after; the one place to encrypt and erase. */
export interface PersonalVault {
  seal(subject: string, personal: unknown): Promise<unknown>;
  open(subject: string, sealed: unknown): Promise<unknown>;
}
