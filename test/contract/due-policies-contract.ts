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

/** What the expiry job does: list what is due, end it, settle what is left to do. */
export function describeDuePolicies(stores: () => Stores): void {
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

    it('goes on listing a replaced policy until nothing more is due of it', async () => {
      const old = await sold({ status: 'voided', uploads: 1 });
      const { dueAt: _none, ...next } = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2' });
      await policies.replace(old, next);
      const due = { trackingNumber: old.trackingNumber, dueAt: END };
      expect(await listAllDue(policies, END, 5)).toEqual([due]);
      expect(await policies.endIfDue(due, END)).toBe('not-due');
      const { dueAt: _done, ...done } = raised(old);
      expect(await policies.save(old, done)).toBe('saved');
      expect(await listAllDue(policies, END, 5)).toEqual([]);
      expect(await policies.findAll(old.trackingNumber)).toEqual([next, done]);
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
