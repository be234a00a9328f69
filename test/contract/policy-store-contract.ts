import { shardOf } from '../../functions/adapters/shard.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import {
  DUE_SHARDS,
  type DueCursor,
  type DuePolicy,
  type PolicyStore,
} from '../../functions/policies/ports.ts';
import { somePolicy } from '../builders/policy.ts';
import type { Stores } from './stores.ts';

const END = '2026-03-31T21:00:00.000Z';
const BEFORE_END = '2026-03-31T20:59:59.999Z';

export function describePolicyStore(stores: () => Stores): void {
  let policies: PolicyStore;
  beforeEach(() => {
    policies = stores().policies;
  });

  const raised = (policy: Policy, overrides: Partial<Policy> = {}): Policy => ({
    ...policy,
    version: policy.version + 1,
    ...overrides,
  });
  const sold = async (overrides: Partial<Policy> = {}) => {
    const policy = somePolicy(overrides);
    expect(await policies.insert(policy)).toEqual({ inserted: true });
    return policy;
  };

  describe('selling', () => {
    it('keeps a policy as it was given, with all that is optional and without', async () => {
      const { dueAt: _none, ...bare } = somePolicy({ trackingNumber: '63000045987655' });
      const plain = {
        ...bare,
        personal: { customer: { phone: '+79990000000' }, seller: { name: 'ИП «Ё»' } },
      };
      const full = somePolicy({
        startsAt: '2026-03-01T10:00:00.000Z',
        endsAt: '2026-03-30T21:00:00.000Z',
        consent: { termsVersion: '2025-12', acceptedAt: '2026-03-01T09:00:00.000Z', personalData: true },
        linkVersion: 3,
        openClaims: 2,
        uploads: 1,
        lastClaimClosedAt: '2026-03-09T10:00:00.000Z',
        endedAt: END,
        voidedAt: END,
        voidReason: 'передумал',
      });
      await policies.insert(plain);
      await policies.insert(full);
      expect(await policies.find(plain.trackingNumber)).toStrictEqual(plain);
      expect(await policies.find(full.trackingNumber)).toStrictEqual(full);
      expect(await policies.find('69000010000420')).toBeUndefined();
    });

    it('answers the policy that stands in the way and leaves it alone', async () => {
      const first = await sold();
      const second = somePolicy({ policyId: 'policy-2', amount: 1 });
      expect(await policies.insert(second)).toEqual({ inserted: false, existing: first });
      expect(await policies.find(first.trackingNumber)).toEqual(first);
    });

    it('lets one of a hundred sales of a parcel win, and shows it to all the others', async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => policies.insert(somePolicy({ policyId: `policy-${n}` }))),
      );
      const winner = await policies.find(somePolicy().trackingNumber);
      expect(answers.filter(({ inserted }) => inserted)).toHaveLength(1);
      for (const answer of answers) if (!answer.inserted) expect(answer.existing).toEqual(winner);
    });

    it('gives and takes copies', async () => {
      const given = await sold();
      given.personal.customer.phone = '+70000000000';
      const found = (await policies.find(given.trackingNumber)) as Policy;
      found.office.region = 'elsewhere';
      expect(await policies.find(given.trackingNumber)).toEqual(somePolicy());
    });
  });

  describe('replacing', () => {
    it('archives the old policy and puts the new one in its place', async () => {
      const old = await sold({ status: 'ended' });
      const next = somePolicy({
        policyId: 'policy-2',
        idempotencyKey: 'key-2',
        soldAt: '2027-04-01T00:00:00.000Z',
      });
      expect(await policies.replace(old, next)).toBe('replaced');
      expect(await policies.find(old.trackingNumber)).toEqual(next);
      expect(await policies.findArchived(old.trackingNumber, old.idempotencyKey)).toEqual(old);
      expect(await policies.findArchived(old.trackingNumber, 'key-2')).toBeUndefined();
      expect(await policies.findArchived('63000045987655', old.idempotencyKey)).toBeUndefined();
      expect(await policies.findAll(old.trackingNumber)).toEqual([next, old]);
    });

    it.each([
      ['was changed since', { version: 2 }],
      ['is another one', { policyId: 'policy-9' }],
    ])('changes nothing when the stored policy %s', async (_, difference) => {
      const stored = await sold(difference);
      const next = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2' });
      expect(await policies.replace(somePolicy(), next)).toBe('conflict');
      expect(await policies.findAll(stored.trackingNumber)).toEqual([stored]);
    });

    it('changes nothing when there is no policy, or one under this key is archived already', async () => {
      const first = somePolicy();
      const second = somePolicy({ policyId: 'policy-2' });
      expect(await policies.replace(first, second)).toBe('conflict');
      await policies.insert(first);
      await policies.replace(first, second);
      expect(await policies.replace(second, somePolicy({ policyId: 'policy-3' }))).toBe('conflict');
      expect(await policies.findAll(first.trackingNumber)).toEqual([second, first]);
    });

    it('lets one of many replacements win', async () => {
      const old = await sold();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          policies.replace(old, somePolicy({ policyId: `next-${n}`, idempotencyKey: `key-${n}` })),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
      expect(await policies.findAll(old.trackingNumber)).toHaveLength(2);
    });

    it('lists the current policy, then the replaced ones from the newest, at most 50', async () => {
      let current = await sold();
      for (let n = 100; n < 153; n += 1) {
        const soldAt = `2027-01-01T00:00:00.${n}Z`;
        // Newer keys come before older ones in the order of the table.
        const idempotencyKey = `key-${300 - n}`;
        const next = somePolicy({ policyId: `policy-${n}`, idempotencyKey, soldAt });
        await policies.replace(current, next);
        current = next;
      }
      const all = await policies.findAll(current.trackingNumber);
      expect(all[0]).toEqual(current);
      const replaced = all.slice(1).map(({ soldAt }) => soldAt);
      expect(replaced).toHaveLength(50);
      expect(replaced).toEqual([...replaced].sort().reverse());
      expect(await policies.findAll('63000045987655')).toEqual([]);
    });

    it('takes no policy as its own replacement', async () => {
      await expect(policies.replace(somePolicy(), somePolicy())).rejects.toThrow('cannot replace itself');
    });
  });

  describe('saving', () => {
    it('writes where the stored policy is still the one that was read', async () => {
      const policy = await sold();
      const next = raised(policy, { openClaims: 1 });
      expect(await policies.save(policy, next)).toBe('saved');
      expect(await policies.find(policy.trackingNumber)).toEqual(next);
    });

    it.each([
      ['another version', { version: 7 }],
      ['another policy', { policyId: 'policy-9' }],
    ])('conflicts with %s', async (_, difference) => {
      const stored = await sold(difference);
      expect(await policies.save(somePolicy(), raised(somePolicy()))).toBe('conflict');
      expect(await policies.find(stored.trackingNumber)).toEqual(stored);
    });

    it('conflicts with no policy', async () => {
      expect(await policies.save(somePolicy(), raised(somePolicy()))).toBe('conflict');
      expect(await policies.find(somePolicy().trackingNumber)).toBeUndefined();
    });

    it('lets one of many savings of a version win', async () => {
      const policy = await sold();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) => policies.save(policy, raised(policy, { uploads: n }))),
      );
      expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
      expect((await policies.find(policy.trackingNumber))?.version).toBe(2);
    });

    it('refuses a change that would not be seen as one', async () => {
      const policy = somePolicy();
      await expect(policies.save(policy, policy)).rejects.toThrow('raise it by one');
      await expect(policies.save(policy, raised(policy, { policyId: 'other' }))).rejects.toThrow('policyId');
      await expect(policies.save(policy, raised(policy, { trackingNumber: 'other' }))).rejects.toThrow(
        'one parcel',
      );
    });
  });

  describe('ending', () => {
    const due: DuePolicy = { trackingNumber: somePolicy().trackingNumber, dueAt: END };

    it('ends a policy without films at its end, whenever the job comes, and has done with it', async () => {
      const { dueAt: _gone, ...policy } = await sold();
      expect(await policies.endIfDue(due, '2026-04-02T05:00:00.000Z')).toBe('ended');
      expect(await policies.find(policy.trackingNumber)).toStrictEqual(
        raised(policy, { status: 'ended', endedAt: END }),
      );
      expect(await listAllDue(policies, '2099-01-01T00:00:00.000Z', 10)).toEqual([]);
      expect(await policies.endIfDue(due, '2026-04-02T05:00:00.000Z')).toBe('not-due');
    });

    it('leaves one with films due, so that the films are removed', async () => {
      const policy = await sold({ uploads: 2 });
      expect(await policies.endIfDue(due, END)).toBe('ended');
      expect(await policies.find(policy.trackingNumber)).toEqual(
        raised(policy, { status: 'ended', endedAt: END }),
      );
      expect(await listAllDue(policies, END, 10)).toEqual([due]);
      expect(await policies.endIfDue(due, END)).toBe('not-due');
    });

    it('decides by the millisecond', async () => {
      await sold();
      expect(await policies.endIfDue(due, BEFORE_END)).toBe('not-due');
      expect(await policies.endIfDue(due, END)).toBe('ended');
    });

    const notDue: [string, Partial<Policy>][] = [
      ['is voided', { status: 'voided' }],
      ['has ended', { status: 'ended' }],
      ['has an open claim', { openClaims: 1 }],
      ['can still be claimed on', { claimableUntil: '2026-03-31T21:00:00.001Z' }],
      ['is due at another time, having been sold again', { dueAt: '2027-03-31T21:00:00.000Z' }],
    ];
    it.each(notDue.flatMap(([why, fields]) => [0, 1].map((uploads) => [why, uploads, fields] as const)))(
      'leaves alone what %s (%i films)',
      async (_, uploads, fields) => {
        const policy = await sold({ ...fields, uploads });
        expect(await policies.endIfDue(due, END)).toBe('not-due');
        expect(await policies.find(policy.trackingNumber)).toEqual(policy);
      },
    );

    it('makes nothing out of nothing', async () => {
      expect(await policies.endIfDue(due, END)).toBe('not-due');
      expect(await policies.find(due.trackingNumber)).toBeUndefined();
    });

    it('either ends a policy or lets a claim open it, never both', async () => {
      for (const uploads of [0, 1]) {
        const trackingNumber = uploads ? '63000045987655' : '69000010000420';
        const policy = await sold({ trackingNumber, uploads });
        const [ended, opened] = await Promise.all([
          policies.endIfDue({ trackingNumber, dueAt: END }, END),
          policies.save(policy, raised(policy, { openClaims: 1 })),
        ]);
        expect([ended, opened]).toEqual(
          (await policies.find(trackingNumber))?.status === 'ended'
            ? ['ended', 'conflict']
            : ['not-due', 'saved'],
        );
      }
    });
  });

  describe('listing what is due', () => {
    const numberOf = (n: number) => `101000121${String(n).padStart(5, '0')}`;
    const timeOf = (n: number) => `2026-04-0${1 + (n % 3)}T00:00:00.000Z`;

    it('lists every due policy once, oldest first, whatever the size of a page', async () => {
      const numbers = Array.from({ length: 40 }, (_, n) => n);
      await Promise.all(numbers.map((n) => sold({ trackingNumber: numberOf(n), dueAt: timeOf(n) })));
      const expected = numbers
        .map((n) => ({ trackingNumber: numberOf(n), dueAt: timeOf(n) }))
        .filter(({ dueAt }) => dueAt <= timeOf(1));
      for (const limit of [1, 2, 100]) {
        const listed = await listAllDue(policies, timeOf(1), limit);
        expect(listed.sort(byPlace)).toEqual(expected.sort(byPlace));
      }
    });

    it('goes on after a cursor whose policy is gone, and after the last one finds nothing', async () => {
      const numbers = Array.from({ length: 200 }, (_, n) => numberOf(n))
        .filter((trackingNumber) => shardOf(trackingNumber, DUE_SHARDS) === 3)
        .slice(0, 3);
      for (const trackingNumber of numbers) await sold({ trackingNumber });
      const page = await policies.listDue({ shard: 3, until: END, limit: 1 });
      expect(page.next).toEqual({ dueAt: END, trackingNumber: numbers[0] });
      await policies.endIfDue({ trackingNumber: numbers[0] as string, dueAt: END }, END);
      const rest = await policies.listDue({ shard: 3, until: END, after: page.next, limit: 2 });
      expect(rest).toEqual({
        policies: numbers.slice(1).map((trackingNumber) => ({ trackingNumber, dueAt: END })),
        next: undefined,
      });
      const after = { dueAt: END, trackingNumber: numbers[2] as string };
      expect(await policies.listDue({ shard: 3, until: END, after, limit: 9 })).toEqual({
        policies: [],
        next: undefined,
      });
      const nothing = await policies.listDue({ shard: 3, until: BEFORE_END, after, limit: 9 });
      expect(nothing).toEqual({ policies: [], next: undefined });
    });

    it('knows only what is due: a policy enters and leaves with its time', async () => {
      const { dueAt: _none, ...policy } = somePolicy();
      await policies.insert(policy);
      expect(await listAllDue(policies, END, 5)).toEqual([]);
      const withTime = raised(policy, { dueAt: END });
      await policies.save(policy, withTime);
      expect(await listAllDue(policies, BEFORE_END, 5)).toEqual([]);
      expect(await listAllDue(policies, END, 5)).toEqual([
        { trackingNumber: policy.trackingNumber, dueAt: END },
      ]);
      await policies.save(withTime, raised({ ...policy, version: 2 }));
      expect(await listAllDue(policies, END, 5)).toEqual([]);
    });

    it('lists a replaced policy no more', async () => {
      const old = await sold();
      const { dueAt: _none, ...next } = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2' });
      await policies.replace(old, next);
      expect(await listAllDue(policies, END, 5)).toEqual([]);
    });
  });
}

/** All shards, page by page; within each shard the order has to be that of the index. */
async function listAllDue(policies: PolicyStore, until: string, limit: number): Promise<DuePolicy[]> {
  const shards = Array.from({ length: DUE_SHARDS }, async (_, shard) => {
    const ofShard: DuePolicy[] = [];
    let after: DueCursor | undefined;
    do {
      const page = await policies.listDue({ shard, until, after, limit });
      expect(page.policies.length).toBeLessThanOrEqual(limit);
      ofShard.push(...page.policies);
      after = page.next;
    } while (after);
    expect(ofShard).toEqual([...ofShard].sort(byPlace));
    return ofShard;
  });
  return (await Promise.all(shards)).flat();
}

function byPlace(a: DuePolicy, b: DuePolicy): number {
  return `${a.dueAt}#${a.trackingNumber}` < `${b.dueAt}#${b.trackingNumber}` ? -1 : 1;
}
