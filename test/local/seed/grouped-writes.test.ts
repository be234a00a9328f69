import { expect, it } from '@jest/globals';
import type { Policy } from '../../../functions/contracts/policy.ts';
import type { PolicyBatch } from '../../../functions/policies/ports.ts';
import { withGroupedWrites } from '../../../local/seed/grouped-writes.ts';
import { somePolicy } from '../../builders/policy.ts';
import { createMemoryPolicyStore } from '../../twins/memory-policy-store.ts';

/** A store whose groups are written whole or not at all, as a transaction is, and which tells how large they were. */
function groupedStore(largest: number) {
  const store = createMemoryPolicyStore();
  const groups: number[] = [];
  const batch: PolicyBatch = {
    async insertAll(policies) {
      groups.push(policies.length);
      for (const { trackingNumber } of policies) if (await store.find(trackingNumber)) return 'not-all-new';
      for (const policy of policies) store.put(policy);
      return 'inserted';
    },
    async endAllWithoutFilms(ends) {
      groups.push(ends.length);
      for (const { due, now } of ends) {
        const policy = await store.find(due.trackingNumber);
        if (policy?.status !== 'active' || policy.dueAt !== due.dueAt || policy.claimableUntil > now)
          return 'not-all-due';
      }
      for (const { due, now } of ends) await store.endIfDue(due, now);
      return 'ended';
    },
  };
  return { store, groups, grouped: withGroupedWrites(store, batch, largest) };
}

const parcel = (number: number): Policy =>
  somePolicy({ trackingNumber: `parcel-${number}`, policyId: `policy-${number}` });

it('writes sales that come at once together, in groups that a transaction takes', async () => {
  const { grouped, groups, store } = groupedStore(4);
  const outcomes = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => grouped.insert(parcel(number))));
  expect(outcomes.every(({ inserted }) => inserted)).toBe(true);
  expect(groups).toEqual([4, 2]);
  expect(await store.find('parcel-6')).toEqual(parcel(6));
});

it('gives each its own answer where one number of a group is taken, and writes over nothing', async () => {
  const { grouped, store } = groupedStore(10);
  const sold = { ...parcel(2), policyId: 'sold-before' };
  store.put(sold);
  const [first, second, third] = await Promise.all([1, 2, 3].map((number) => grouped.insert(parcel(number))));
  expect([first, third]).toEqual([{ inserted: true }, { inserted: true }]);
  expect(second).toEqual({ inserted: false, existing: sold });
  expect(await store.find('parcel-2')).toEqual(sold);
});

it('fails each of a group whose write failed', async () => {
  const broken: PolicyBatch = {
    insertAll: () => Promise.reject(new Error('no answer')),
    endAllWithoutFilms: () => Promise.reject(new Error('no answer')),
  };
  const grouped = withGroupedWrites(createMemoryPolicyStore(), broken, 10);
  const outcomes = await Promise.allSettled([1, 2].map((number) => grouped.insert(parcel(number))));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

it('does not keep a single sale waiting for others', async () => {
  const { grouped, groups } = groupedStore(10);
  expect(await grouped.insert(parcel(1))).toEqual({ inserted: true });
  expect(groups).toEqual([]);
});

it('ends policies that are due at once together, and each by itself where one of them is not', async () => {
  const { grouped, groups, store } = groupedStore(10);
  for (const number of [1, 2, 3]) store.put(parcel(number));
  const end = async (number: number) => {
    const { trackingNumber, dueAt = '', claimableUntil } = parcel(number);
    return grouped.endIfDue({ trackingNumber, dueAt }, claimableUntil);
  };
  expect(await Promise.all([1, 2].map(end))).toEqual(['ended', 'ended']);
  expect(await Promise.all([2, 3].map(end))).toEqual(['not-due', 'ended']);
  expect(groups).toEqual([2, 2]);
  expect((await store.find('parcel-3'))?.status).toBe('ended');
});
