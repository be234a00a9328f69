import fc from 'fast-check';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { type Instant, toInstant, toMillis } from '../../functions/clock.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { type ExpiryPorts, endPolicies } from '../../functions/policies/end-policies.ts';
import { findPolicyByLink } from '../../functions/policies/find-policy-by-link.ts';
import { isOver } from '../../functions/policies/policy.ts';
import type { PolicyStore } from '../../functions/policies/ports.ts';
import { quoteProtection } from '../../functions/policies/quote-protection.ts';
import { readSale } from '../../functions/policies/read-sale.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryPolicyStore, type MemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { counting, links, noneAtCounter } from './sale-fixture.ts';

const END = '2026-03-31T21:00:00.000Z';
const BEFORE_END = '2026-03-31T20:59:59.999Z';
const FILMS_DUE = '2026-04-30T21:00:00.000Z';
const DAY = 86_400_000;

let policies: MemoryPolicyStore;
let reminded: string[];
let mark: Instant | undefined;
let removed: string[];
let failures: string[];
beforeEach(() => {
  policies = createMemoryPolicyStore();
  reminded = [];
  mark = undefined;
  removed = [];
  failures = [];
});

/** Films go on `FILMS_DUE`, as the terms' thirty days after `END` have it. */
const portsOver = (store: PolicyStore, overrides: Partial<ExpiryPorts> = {}): ExpiryPorts => ({
  policies: store,
  async removeFilms(policy, now) {
    if (now < FILMS_DUE) return { dueAt: FILMS_DUE };
    removed.push(policy.policyId);
    return {};
  },
  async remind(ending) {
    reminded.push(...ending.map(({ policyId }) => policyId));
  },
  remindedUntil: {
    read: async () => mark,
    async write(until) {
      mark = until;
    },
  },
  reportFailure: ({ trackingNumber }) => failures.push(trackingNumber),
  hasTime: () => true,
  ...overrides,
});
const run = (now: Instant, overrides: Partial<ExpiryPorts> = {}) =>
  endPolicies({ now }, portsOver(overrides.policies ?? policies, overrides));

const numbered = (n: number, overrides: Partial<Policy> = {}): Policy =>
  somePolicy({ trackingNumber: String(10_000_000_000_000 + n), policyId: `policy-${n}`, ...overrides });
const endingAt = (n: number, end: Instant, overrides: Partial<Policy> = {}) =>
  numbered(n, { endsAt: end, claimableUntil: end, dueAt: end, ...overrides });
const none = { ended: 0, filmsRemoved: 0, reminded: 0, skipped: 0, failed: 0, finished: true };

describe('the expiry job', () => {
  it('leaves a policy alone a millisecond before its end, and ends it at the end', async () => {
    const policy = somePolicy();
    await policies.insert(policy);
    expect(await run(BEFORE_END)).toMatchObject({ ended: 0, skipped: 0 });
    expect(await policies.find(policy.trackingNumber)).toEqual(policy);

    expect(await run(END)).toEqual({ ...none, ended: 1 });
    const ended = await policies.find(policy.trackingNumber);
    expect(ended).toMatchObject({ status: 'ended', endedAt: END, version: 2 });
    expect(ended).not.toHaveProperty('dueAt');
  });

  it('ends it as of its end, however late it comes', async () => {
    await policies.insert(somePolicy());
    await run('2026-06-01T00:00:00.000Z');
    expect(await policies.find('10100012123456')).toMatchObject({ endedAt: END });
  });

  it('finds nothing more to do a second time', async () => {
    await policies.insert(somePolicy());
    await run(END);
    const before = await policies.findAll('10100012123456');
    expect(await run(END)).toEqual(none);
    expect(await policies.findAll('10100012123456')).toEqual(before);
  });

  it('ends all policies of all shards, in pages of at most 200, at most 16 at once', async () => {
    const count = 1_000;
    for (let n = 0; n < count; n += 1) policies.put(numbered(n));
    let atOnce = 0;
    let most = 0;
    const limits: number[] = [];
    const watched: PolicyStore = {
      ...policies,
      listDue(query) {
        limits.push(query.limit);
        return policies.listDue(query);
      },
      async endIfDue(due, now) {
        atOnce += 1;
        most = Math.max(most, atOnce);
        const outcome = await policies.endIfDue(due, now);
        atOnce -= 1;
        return outcome;
      },
    };
    expect(await run(END, { policies: watched })).toEqual({ ...none, ended: count });
    expect(Math.max(...limits)).toBeLessThanOrEqual(200);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
  });

  it('goes through more policies of one shard than a page holds', async () => {
    // One number in all shards' space: they differ in what is due, not in their shard.
    for (let n = 0; n < 450; n += 1) policies.put(numbered(n));
    const small: PolicyStore = {
      ...policies,
      listDue: (query) => policies.listDue({ ...query, limit: Math.min(query.limit, 3) }),
    };
    expect(await run(END, { policies: small })).toMatchObject({ ended: 450, finished: true });
  });

  it('goes on in the other shards when one cannot be read, and fails then', async () => {
    for (let n = 0; n < 300; n += 1) policies.put(numbered(n));
    const broken: PolicyStore = {
      ...policies,
      async listDue(query) {
        if (query.shard === 3) throw new Error('A shard is away.');
        return policies.listDue(query);
      },
    };
    await expect(run(END, { policies: broken })).rejects.toThrow('A shard is away.');
    const { ended } = await run(END);
    expect(ended).toBeGreaterThan(0);
    expect(ended).toBeLessThan(60);
  });

  it('stops after the policies at hand when its time runs out, and the next runs finish what is left', async () => {
    for (let n = 0; n < 300; n += 1) policies.put(numbered(n));
    const small: PolicyStore = {
      ...policies,
      listDue: (query) => policies.listDue({ ...query, limit: Math.min(query.limit, 3) }),
    };
    const first = await run(END, { policies: small, hasTime: () => false });
    expect(first.finished).toBe(false);
    expect(first.ended).toBeGreaterThan(0);
    expect(first.ended).toBeLessThan(300);
    expect(mark).toBeUndefined();

    let ended = first.ended;
    for (let runs = 0; runs < 60 && ended < 300; runs += 1)
      ended += (await run(END, { policies: small, hasTime: () => false })).ended;
    expect(ended).toBe(300);
    expect(await run(END)).toEqual(none);
  });

  it('goes on past a policy that cannot be handled, says which, and leaves it due', async () => {
    for (let n = 0; n < 40; n += 1) policies.put(numbered(n));
    const poison = numbered(7).trackingNumber;
    const failing: PolicyStore = {
      ...policies,
      async endIfDue(due, now) {
        if (due.trackingNumber === poison) throw new Error('A damaged item.');
        return policies.endIfDue(due, now);
      },
    };
    expect(await run(END, { policies: failing })).toEqual({ ...none, ended: 39, failed: 1 });
    expect(failures).toEqual([poison]);
    expect(await run(END)).toEqual({ ...none, ended: 1 });
  });

  it('beside another run of itself ends each policy once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        policies = createMemoryPolicyStore();
        for (let n = 0; n < 3; n += 1) policies.put(numbered(n));
        const slow = { ...policies, endIfDue: scheduler.scheduleFunction(policies.endIfDue) };
        const runs = Promise.all([run(END, { policies: slow }), run(END, { policies: slow })]);
        await scheduler.waitFor(runs);
        expect((await runs).map(({ ended }) => ended).reduce((a, b) => a + b)).toBe(3);
        for (let n = 0; n < 3; n += 1)
          expect(await policies.find(numbered(n).trackingNumber)).toMatchObject({
            status: 'ended',
            version: 2,
          });
      }),
      { numRuns: 30 },
    );
  });
});

describe('whether the job ran or not', () => {
  /** Everything that anybody can ask about a parcel. */
  const answers = async (policy: Policy, now: Instant) => {
    const { trackingNumber } = policy;
    const stored = (await policies.find(trackingNumber)) as Policy;
    const found = await findPolicyByLink({ token: links.tokenOf(policy), now }, { policies, links });
    return {
      sale: await readSale({ trackingNumber, now }, { policies }),
      quote: await quoteProtection(
        { request: { trackingNumber, amount: 1 }, now },
        { policies, watch: noneAtCounter },
      ),
      link: found?.policyId,
      over: isOver(stored, now),
    };
  };
  const instants = (from: Instant, days: number) =>
    fc.integer({ min: toMillis(from), max: toMillis(from) + days * DAY }).map(toInstant);

  it('0, 1 or more times, at any time before: the answers are the same', async () => {
    const somePolicies = fc.record({
      openClaims: fc.nat(1),
      uploads: fc.nat(1),
      status: fc.constantFrom('active' as const, 'voided' as const),
      held: fc.boolean(),
    });
    const times = fc.tuple(
      fc.array(instants('2026-03-25T00:00:00.000Z', 60), { maxLength: 3 }),
      fc.oneof(instants('2026-03-25T00:00:00.000Z', 300), fc.constantFrom(BEFORE_END, END)),
    );
    await fc.assert(
      fc.asyncProperty(somePolicies, times, async ({ held, ...overrides }, [runs, now]) => {
        const claimableUntil = held ? '2026-04-07T21:00:00.000Z' : END;
        const { dueAt: _dueAt, ...rest } = somePolicy({ ...overrides, claimableUntil });
        const policy = { ...rest, ...(overrides.openClaims === 0 && { dueAt: claimableUntil }) };
        policies = createMemoryPolicyStore();
        policies.put(policy);
        const without = await answers(policy, now);
        for (const at of runs.filter((each) => each <= now).sort()) await run(at);
        expect(await answers(policy, now)).toEqual(without);
      }),
    );
  });
});

describe('a claim that races with the job', () => {
  const { trackingNumber, policyId } = somePolicy();
  const race = async (scheduler: fc.Scheduler, filedAt: Instant) => {
    policies = createMemoryPolicyStore();
    policies.put(somePolicy());
    const cases = createMemoryCaseStore(policies);
    const slowPolicies = {
      ...policies,
      find: scheduler.scheduleFunction(policies.find),
      endIfDue: scheduler.scheduleFunction(policies.endIfDue),
    };
    const slowCases = { ...cases, commit: scheduler.scheduleFunction(cases.commit) };
    const claiming = fileClaim(
      {
        trackingNumber,
        policyId,
        kind: 'foreign-object',
        amount: 450_000,
        description: 'Кирпич вместо телефона.',
        channel: 'web',
        actor: { role: 'customer' },
        now: filedAt,
      },
      { policies: slowPolicies, cases: slowCases },
    );
    const ending = run(END, { policies: slowPolicies });
    await scheduler.waitFor(Promise.all([claiming, ending]));
    return { answer: await claiming, counts: await ending, policy: await policies.find(trackingNumber) };
  };

  it('in the last millisecond is filed, in whatever order the two write', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { answer, policy } = await race(scheduler, BEFORE_END);
        expect(answer).toMatchObject({ created: true });
        expect(policy).toMatchObject({ status: 'active', openClaims: 1 });
        expect(policy).not.toHaveProperty('dueAt');
      }),
    );
  });

  it('a millisecond later is refused, in whatever order the two write', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { answer, counts, policy } = await race(scheduler, END);
        expect(answer).toMatchObject({ refused: 'claim-too-late' });
        expect(counts.ended).toBe(1);
        expect(policy).toMatchObject({ status: 'ended', openClaims: 0 });
      }),
    );
  });

  it('keeps the policy from ending under it for as long as it is open', async () => {
    const { dueAt: _dueAt, ...undue } = somePolicy({ openClaims: 1 });
    policies.put(undue);
    expect(await run('2027-01-01T00:00:00.000Z')).toEqual(none);
    expect(await policies.find(trackingNumber)).toEqual(undue);
  });
});

describe('reminders before the end', () => {
  it('go out three days before, once', async () => {
    policies.put(endingAt(1, END));
    expect(await run('2026-03-28T20:59:59.999Z')).toMatchObject({ reminded: 0 });
    expect(await run('2026-03-28T21:00:00.000Z')).toMatchObject({ reminded: 1 });
    expect(await run('2026-03-28T22:00:00.000Z')).toMatchObject({ reminded: 0 });
    expect(reminded).toEqual(['policy-1']);
  });

  it('reach each policy exactly once over missed runs and jumps of the clock', async () => {
    const start = toMillis('2026-03-10T00:00:00.000Z');
    const offsets = fc.integer({ min: 0, max: 40 * 24 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(offsets, { minLength: 1, maxLength: 12 }),
        fc.uniqueArray(offsets, { minLength: 1, maxLength: 12 }),
        async (runs, ends) => {
          policies = createMemoryPolicyStore();
          reminded = [];
          mark = undefined;
          const at = (hours: number) => toInstant(start + hours * 3_600_000);
          for (const hours of ends) policies.put(endingAt(hours, at(hours)));
          // Not in order: a clock that was set back repeats nothing.
          for (const hours of runs) await run(at(hours));

          const expected = ends.filter((end) => isRemindedBy(runs, end)).map((end) => `policy-${end}`);
          expect([...reminded].sort()).toEqual(expected.sort());
        },
      ),
    );
  });

  /** Whether one of the runs came within three days before this end while the policy was not over. */
  function isRemindedBy(runs: number[], end: number): boolean {
    let latest = Number.NEGATIVE_INFINITY;
    for (const now of runs) {
      // A clock that was set back looks no further ahead than it had already.
      if (now < end && end <= now + 72 && end > Math.max(now, latest + 72)) return true;
      latest = Math.max(latest, now);
    }
    return false;
  }

  it('begin the same stretch again after a run that died, and write the mark only then', async () => {
    policies.put(endingAt(1, END));
    const dying = async () => {
      throw new Error('The queue is away.');
    };
    await expect(run('2026-03-29T00:00:00.000Z', { remind: dying })).rejects.toThrow('The queue is away.');
    expect(mark).toBeUndefined();
    expect(await run('2026-03-29T01:00:00.000Z')).toMatchObject({ reminded: 1 });
    expect(mark).toBe('2026-04-01T01:00:00.000Z');
  });

  it('stop after the page at hand when the time runs out, and the next run begins the same stretch again', async () => {
    for (let n = 0; n < 100; n += 1) policies.put(endingAt(n, END));
    const small: PolicyStore = {
      ...policies,
      listDue: (query) => policies.listDue({ ...query, limit: Math.min(query.limit, 1) }),
    };
    const overrides = { policies: small, hasTime: () => false };
    const first = await run('2026-03-29T00:00:00.000Z', overrides);
    expect(first.reminded).toBeGreaterThan(0);
    expect(first.reminded).toBeLessThan(100);
    expect(reminded).toHaveLength(first.reminded);
    expect(mark).toBeUndefined();
    expect(await run('2026-03-29T01:00:00.000Z')).toMatchObject({ reminded: 100 });
    expect(mark).toBe('2026-04-01T01:00:00.000Z');
  });

  it('go to nobody whose policy is voided, claimed or over', async () => {
    const { dueAt: _dueAt, ...claimed } = endingAt(2, END, { openClaims: 1 });
    policies.put(endingAt(1, END, { status: 'voided', uploads: 1 }));
    policies.put(claimed);
    policies.put(endingAt(3, '2026-03-29T00:00:00.000Z'));
    expect(await run('2026-03-29T12:00:00.000Z')).toMatchObject({ reminded: 0 });
    expect(reminded).toEqual([]);
  });

  it('are not sent after the end, although the job could not end the policy', async () => {
    policies.put(endingAt(1, END));
    mark = '2026-03-30T00:00:00.000Z';
    const failing: PolicyStore = {
      ...policies,
      endIfDue: async () => {
        throw new Error('A damaged item.');
      },
    };
    expect(await run(END, { policies: failing })).toMatchObject({ failed: 1, reminded: 0 });
    expect(reminded).toEqual([]);
  });

  it('are not sent early because films of an older policy of the number are due', async () => {
    const old = somePolicy({ status: 'ended', endedAt: END, uploads: 1, dueAt: FILMS_DUE });
    const resoldEnd = '2026-05-20T21:00:00.000Z';
    const present = somePolicy({
      policyId: 'policy-2',
      idempotencyKey: 'key-2',
      soldAt: '2026-04-20T09:00:00.000Z',
      endsAt: resoldEnd,
      claimableUntil: resoldEnd,
      dueAt: resoldEnd,
    });
    policies.put(old);
    await policies.replace(old, present);
    expect(await run('2026-04-29T00:00:00.000Z')).toMatchObject({ reminded: 0 });
    await run('2026-05-18T00:00:00.000Z');
    expect(reminded).toEqual(['policy-2']);
  });

  it('are sent though films of an older policy of the number are due in the same stretch, before or after', async () => {
    for (const filmsDue of ['2026-05-20T20:00:00.000Z', '2026-05-20T22:00:00.000Z']) {
      policies = createMemoryPolicyStore();
      [reminded, mark] = [[], undefined];
      const old = somePolicy({ status: 'ended', endedAt: END, uploads: 1, dueAt: filmsDue });
      const resoldEnd = '2026-05-20T21:00:00.000Z';
      const present = somePolicy({
        ...{ policyId: 'policy-2', idempotencyKey: 'key-2', soldAt: '2026-04-20T09:00:00.000Z' },
        ...{ endsAt: resoldEnd, claimableUntil: resoldEnd, dueAt: resoldEnd },
      });
      policies.put(old);
      await policies.replace(old, present);
      await run('2026-05-18T00:00:00.000Z');
      expect(reminded).toEqual(['policy-2']);
    }
  });
});

describe('films of a policy that is over', () => {
  it('keep it due after its end until the day on which they go', async () => {
    policies.put(somePolicy({ uploads: 2 }));
    expect(await run(END)).toEqual({ ...none, ended: 1 });
    expect(await run(END)).toEqual({ ...none, skipped: 1 });
    expect(await policies.find('10100012123456')).toMatchObject({ status: 'ended', dueAt: FILMS_DUE });

    expect(await run('2026-04-30T20:59:59.999Z')).toEqual(none);
    expect(removed).toEqual([]);
    expect(await run(FILMS_DUE)).toEqual({ ...none, filmsRemoved: 1 });
    expect(removed).toEqual(['policy-1']);
    expect(await policies.find('10100012123456')).not.toHaveProperty('dueAt');
    expect(await run(FILMS_DUE)).toEqual(none);
    expect(removed).toEqual(['policy-1']);
  });

  it('go although the number was sold again, and the newer policy is left alone', async () => {
    const old = somePolicy({ uploads: 1 });
    policies.put(old);
    const end = '2026-05-01T21:00:00.000Z';
    const present = somePolicy({
      policyId: 'policy-2',
      idempotencyKey: 'key-2',
      endsAt: end,
      claimableUntil: end,
      dueAt: end,
    });
    // Sold over before the job came by: the old one stays written as active.
    expect(await policies.replace(old, present)).toBe('replaced');

    await run(END);
    expect(await policies.findArchived('10100012123456', old.idempotencyKey)).toMatchObject({
      dueAt: FILMS_DUE,
    });
    expect(await run(FILMS_DUE)).toMatchObject({ filmsRemoved: 1 });
    expect(removed).toEqual(['policy-1']);
    expect(await policies.findArchived('10100012123456', old.idempotencyKey)).not.toHaveProperty('dueAt');
    expect(await policies.find('10100012123456')).toEqual(present);
  });

  it('of a policy that can still be claimed on stay, whatever the index says', async () => {
    const held = somePolicy({ uploads: 1, claimableUntil: '2026-05-07T21:00:00.000Z' });
    policies.put(held);
    expect(await run(FILMS_DUE)).toEqual({ ...none, skipped: 1 });
    expect(removed).toEqual([]);
    expect(await policies.find(held.trackingNumber)).toEqual(held);
  });

  it('of the present policy wait for their own day when those of an older one go', async () => {
    const old = somePolicy({ status: 'ended', endedAt: END, uploads: 1 });
    policies.put(old);
    const present = somePolicy({
      policyId: 'policy-2',
      idempotencyKey: 'key-2',
      status: 'ended',
      endedAt: FILMS_DUE,
      uploads: 1,
      dueAt: '2026-05-30T21:00:00.000Z',
    });
    await policies.replace(old, present);
    expect(await run(FILMS_DUE)).toMatchObject({ filmsRemoved: 1 });
    expect(removed).toEqual(['policy-1']);
    expect(await policies.find(present.trackingNumber)).toEqual(present);
  });

  it('that are none cost a replaced policy its place in the index and nothing else', async () => {
    const old = somePolicy();
    policies.put(old);
    const end = '2026-05-01T21:00:00.000Z';
    await policies.replace(
      old,
      somePolicy({
        policyId: 'policy-2',
        idempotencyKey: 'key-2',
        claimableUntil: end,
        endsAt: end,
        dueAt: end,
      }),
    );
    expect(await run(END)).toEqual({ ...none, skipped: 1 });
    expect(await run(END)).toEqual(none);
    expect(await policies.findArchived('10100012123456', old.idempotencyKey)).not.toHaveProperty('dueAt');
  });

  it('of a voided policy go as well', async () => {
    policies.put(somePolicy({ status: 'voided', voidedAt: END, uploads: 1, dueAt: END }));
    await run(END);
    expect(await run(FILMS_DUE)).toMatchObject({ filmsRemoved: 1 });
    expect(removed).toEqual(['policy-1']);
  });

  it('that cannot be removed leave the policy due, and the others go', async () => {
    policies.put(numbered(1, { status: 'ended', endedAt: END, uploads: 1 }));
    policies.put(numbered(2, { status: 'ended', endedAt: END, uploads: 1 }));
    const removeFilms: ExpiryPorts['removeFilms'] = async ({ policyId }) => {
      if (policyId === 'policy-1') throw new Error('The object is locked.');
      removed.push(policyId);
      return {};
    };
    expect(await run(FILMS_DUE, { removeFilms })).toEqual({ ...none, filmsRemoved: 1, failed: 1 });
    expect(removed).toEqual(['policy-2']);
    expect(await policies.find(numbered(1).trackingNumber)).toMatchObject({ dueAt: END });
  });
});

describe('the cost of an end', () => {
  it('is one write for a policy without films, and no read', async () => {
    policies.put(somePolicy());
    const counted = counting(policies);
    await run(END, { policies: counted.policies });
    expect(counted.calls.filter((call) => call !== 'listDue')).toEqual(['endIfDue']);
  });
});
