import type { Policy } from '../../functions/contracts/policy.ts';
import type { PolicyStore } from '../../functions/policies/ports.ts';
import { somePolicy } from '../builders/policy.ts';
import type { Stores } from './stores.ts';

const END = '2026-03-31T21:00:00.000Z';

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

  it('finds the current policies of many parcels', async () => {
    const numbers = Array.from({ length: 130 }, (_, n) => String(63_000_045_980_000 + n));
    const wanted = [numbers[3], numbers[127]] as string[];
    const stored = await Promise.all(wanted.map((trackingNumber) => sold({ trackingNumber })));
    const found = await policies.findEach(numbers);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining(stored));
    expect(await policies.findEach([])).toEqual([]);
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

    it('writes a replaced policy in its place, where it is still the one that was read', async () => {
      const old = await sold();
      const current = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2' });
      await policies.replace(old, current);
      const next = raised(old, { linkVersion: 2 });
      expect(await policies.save(old, next)).toBe('saved');
      expect(await policies.save(old, raised(old))).toBe('conflict');
      expect(
        await policies.save(
          somePolicy({ policyId: 'policy-3' }),
          somePolicy({ policyId: 'policy-3', version: 2 }),
        ),
      ).toBe('conflict');
      expect(await policies.findAll(old.trackingNumber)).toEqual([current, next]);
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
}
