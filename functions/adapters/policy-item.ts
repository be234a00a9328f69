import { type Policy, policy as policySchema } from '../contracts/policy.ts';
import { DUE_SHARDS, type PersonalVault } from '../policies/ports.ts';
import { type Item, keyOf, parseItem } from './dynamodb-items.ts';
import { shardOf } from './shard.ts';

export const CURRENT_POLICY = 'policy';
export const ARCHIVED_POLICY = 'archived#';

/**
 * A policy as an item. A sale has to cost one write unit, so it may not exceed 1,024 bytes: what repeats another
 * attribute or is the same in nearly all policies is left out, and comes back on reading.
 */
export async function policyItem(policy: Policy, vault: PersonalVault): Promise<Item> {
  const { startsAt, endsAt, linkVersion, consent, dueAt, personal, ...rest } = policy;
  return {
    recordKey: CURRENT_POLICY,
    ...rest,
    ...(startsAt !== policy.soldAt && { startsAt }),
    ...(endsAt !== policy.claimableUntil && { endsAt }),
    ...(linkVersion !== 1 && { linkVersion }),
    consent: {
      acceptedAt: consent.acceptedAt,
      ...(consent.termsVersion !== policy.termsVersion && { termsVersion: consent.termsVersion }),
    },
    ...(dueAt && {
      dueAt: dueKey({ dueAt, trackingNumber: policy.trackingNumber }),
      dueShard: String(shardOf(policy.trackingNumber, DUE_SHARDS)),
    }),
    personal: await vault.seal(policy.policyId, personal),
  };
}

/** A replaced policy. It stays in the index while something is due: its films have to be removed all the same. */
export async function archivedPolicyItem(policy: Policy, vault: PersonalVault): Promise<Item> {
  return { ...(await policyItem(policy, vault)), recordKey: archivedKey(policy.idempotencyKey) };
}

export function archivedKey(idempotencyKey: string): string {
  return `${ARCHIVED_POLICY}${idempotencyKey}`;
}

/** @throws CorruptItem */
export async function policyOfItem(item: Item, vault: PersonalVault): Promise<Policy> {
  const { recordKey: _key, dueShard: _shard, dueAt, consent, personal, ...rest } = item;
  const whole = {
    startsAt: rest.soldAt,
    endsAt: rest.claimableUntil,
    linkVersion: 1,
    ...rest,
    consent: { termsVersion: rest.termsVersion, ...(consent as object), personalData: true },
    ...(typeof dueAt === 'string' && { dueAt: dueAt.split('#')[0] }),
    personal: await vault.open(String(rest.policyId), personal),
  };
  return parseItem(policySchema, whole, keyOf(item));
}

/** Place in the index of due policies: by time, and where that is the same by tracking number. */
export function dueKey(due: { dueAt: string; trackingNumber: string }): string {
  return `${due.dueAt}#${due.trackingNumber}`;
}
