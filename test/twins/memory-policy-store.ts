import { shardOf } from '../../functions/adapters/shard.ts';
import { assertNextVersion, assertReplacement } from '../../functions/adapters/store-faults.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { DUE_SHARDS, type DueCursor, type PolicyStore } from '../../functions/policies/ports.ts';
import { compareText } from './compare-text.ts';

/** The twin of the table, and what a transaction over both tables needs of it. */
export interface MemoryPolicyStore extends PolicyStore {
  /** Whether the stored policy is still this one; at once, so that a transaction can look before it writes. */
  isCurrent(previous: Policy): boolean;
  /** Writes without a condition; at once. */
  put(policy: Policy): void;
}

const MOST_ARCHIVED = 50;

/**
 * The policies table in memory. Every method gives others a turn before its effect, and the effect itself is
 * one step: that is what a conditional write is, so that a scheduler can interleave callers as the table would.
 */
export function createMemoryPolicyStore(): MemoryPolicyStore {
  const current = new Map<string, Policy>();
  const archived = new Map<string, Map<string, Policy>>();

  function isCurrent(previous: Policy): boolean {
    const stored = current.get(previous.trackingNumber);
    return stored?.policyId === previous.policyId && stored.version === previous.version;
  }
  function put(policy: Policy): void {
    current.set(policy.trackingNumber, structuredClone(policy));
  }

  return {
    isCurrent,
    put,

    async insert(policy) {
      const given = structuredClone(policy);
      await Promise.resolve();
      const existing = current.get(given.trackingNumber);
      if (existing) return { inserted: false, existing: structuredClone(existing) };
      put(given);
      return { inserted: true };
    },

    async find(trackingNumber) {
      await Promise.resolve();
      return structuredClone(current.get(trackingNumber));
    },

    async findEach(trackingNumbers) {
      await Promise.resolve();
      return structuredClone(trackingNumbers.flatMap((number) => current.get(number) ?? []));
    },

    async findArchived(trackingNumber, idempotencyKey) {
      await Promise.resolve();
      return structuredClone(archived.get(trackingNumber)?.get(idempotencyKey));
    },

    async findAll(trackingNumber) {
      await Promise.resolve();
      const policy = current.get(trackingNumber);
      if (!policy) return [];
      const replaced = [...(archived.get(trackingNumber)?.entries() ?? [])]
        .sort(([a], [b]) => compareText(b, a))
        .slice(0, MOST_ARCHIVED)
        .map(([, old]) => old)
        .sort((a, b) => compareText(b.soldAt + b.policyId, a.soldAt + a.policyId));
      return structuredClone([policy, ...replaced]);
    },

    async replace(previous, next) {
      assertReplacement(previous, next);
      const given = structuredClone({ previous, next });
      await Promise.resolve();
      const older = archived.get(next.trackingNumber) ?? new Map<string, Policy>();
      if (!isCurrent(given.previous) || older.has(given.previous.idempotencyKey)) return 'conflict';
      older.set(given.previous.idempotencyKey, given.previous);
      archived.set(given.next.trackingNumber, older);
      put(given.next);
      return 'replaced';
    },

    async save(previous, next) {
      assertNextVersion(previous, next);
      const given = structuredClone({ previous, next });
      await Promise.resolve();
      if (isCurrent(given.previous)) {
        put(given.next);
        return 'saved';
      }
      // Another policy stands in its place, so it may have been archived.
      if (current.get(given.previous.trackingNumber)?.policyId === given.previous.policyId) return 'conflict';
      const older = archived.get(given.previous.trackingNumber);
      const old = older?.get(given.previous.idempotencyKey);
      if (old?.policyId !== given.previous.policyId || old.version !== given.previous.version)
        return 'conflict';
      older?.set(given.previous.idempotencyKey, given.next);
      return 'saved';
    },

    async endIfDue(due, now) {
      await Promise.resolve();
      const stored = current.get(due.trackingNumber);
      const isDue =
        stored?.status === 'active' &&
        stored.openClaims === 0 &&
        stored.claimableUntil <= now &&
        stored.dueAt === due.dueAt;
      if (!isDue) return 'not-due';
      const { dueAt, ...rest } = stored;
      put({
        ...rest,
        ...(stored.uploads > 0 && { dueAt }),
        status: 'ended',
        endedAt: stored.claimableUntil,
        version: stored.version + 1,
      });
      return 'ended';
    },

    async listDue({ shard, until, after, limit }) {
      await Promise.resolve();
      const replaced = [...archived.values()].flatMap((older) => [...older.values()]);
      const due = [...current.values(), ...replaced]
        .flatMap(({ trackingNumber, dueAt }) => (dueAt === undefined ? [] : [{ trackingNumber, dueAt }]))
        .filter(({ trackingNumber }) => shardOf(trackingNumber, DUE_SHARDS) === shard)
        .filter((policy) => policy.dueAt <= until && (!after || comparePlace(policy, after) > 0))
        .sort(comparePlace);
      const policies = due.slice(0, limit);
      const last = policies.at(-1);
      return { policies, next: due.length > limit && last ? { ...last } : undefined };
    },
  };
}

function comparePlace(a: DueCursor, b: DueCursor): number {
  return compareText(a.dueAt, b.dueAt) || compareText(a.trackingNumber, b.trackingNumber);
}
