import { jest } from '@jest/globals';
import fc from 'fast-check';
import { shardOf } from '../../functions/adapters/shard.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { DUE_SHARDS } from '../../functions/policies/ports.ts';
import { preferredTableEngine, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { someChallenge, someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { someChange } from './case-changes.ts';
import { createMemoryStores, createTableStores, type Stores } from './stores.ts';

jest.setTimeout(60_000);

const PARCELS = ['10100012123456', '63000045987655'];
const instantOf = (day: number) => `2026-03-${String(10 + day).padStart(2, '0')}T00:00:00.000Z`;

const parcel = fc.constantFrom(...PARCELS);
const day = fc.integer({ min: 0, max: 4 });
const status = fc.constantFrom('in-review', 'awaiting-customer', 'withdrawn');
const queue = fc.constantFrom('specialist', 'customer');
const number = fc.integer({ min: 1, max: 3 });
/** How far behind what is stored the caller's reading is. */
const stale = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });

/** One step of a history, as data, so that a counterexample can be read. */
const changes = fc.oneof(
  fc.record({ do: fc.constant('insert'), parcel, number, day }),
  fc.record({ do: fc.constant('save'), parcel, stale, day, uploads: fc.integer({ min: 0, max: 1 }) }),
  fc.record({ do: fc.constant('clear-due'), parcel, place: fc.nat({ max: 1 }) }),
  fc.record({ do: fc.constant('replace'), parcel, number, stale, day }),
  fc.record({ do: fc.constant('end'), parcel, isDueTime: fc.boolean(), now: day }),
  fc.record({ do: fc.constant('commit'), parcel, stale, status, number, day, policy: fc.boolean() }),
);
const others = fc.oneof(
  fc.record({ do: fc.constant('list-due'), day, limit: number }),
  fc.record({ do: fc.constant('find-archived'), parcel, number }),
  fc.record({ do: fc.constant('list-work'), queue, limit: number, day: fc.option(day) }),
  fc.record({ do: fc.constant('list-people'), limit: number, zone: fc.boolean(), day }),
  fc.record({ do: fc.constant('look-up'), parcel, number }),
  fc.record({
    do: fc.constant('staff'),
    number,
    day,
    change: fc.constantFrom('seen', 'away', 'back', 'locales'),
  }),
  fc.record({ do: fc.constant('presence'), parcel, number, day }),
  fc.record({ do: fc.constant('wait'), parcel, number, day }),
  fc.record({ do: fc.constant('phone'), parcel, number, day }),
  fc.record({ do: fc.constant('message'), parcel, number, day, finish: fc.boolean() }),
  fc.record({ do: fc.constant('issue-code'), parcel, number, stale }),
  fc.record({ do: fc.constant('try-code'), parcel, number, redeem: fc.boolean() }),
);
const step = fc.oneof({ weight: 2, arbitrary: changes }, { weight: 1, arbitrary: others });
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describe('the twins and the tables', () => {
  let engine: TableEngine;
  beforeAll(async () => {
    engine = await startTables({ engine: preferredTableEngine() });
  });
  afterAll(() => engine?.close());

  it('give the same answers to the same history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (history) => {
        const twin = createMemoryStores();
        const tables = await createTableStores(engine.url);
        try {
          // Without a first sale most of a history would be about nothing.
          for (const stores of [twin, tables]) {
            for (const trackingNumber of PARCELS)
              await stores.policies.insert(policyOf(trackingNumber, 1, 2));
          }
          for (const [index, next] of history.entries()) {
            const expected = await answerOf(twin, next);
            expect({ index, answer: await answerOf(tables, next) }).toEqual({ index, answer: expected });
          }
          expect(await everythingOf(tables)).toEqual(await everythingOf(twin));
        } finally {
          tables.close();
        }
      }),
      // Shrinking a failure may not outlast the test, or nobody would see what failed.
      { numRuns: 20, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: true },
    );
  });
});

/** Carries out a step and answers what the stores said; a fault counts as an answer too. */
async function answerOf(stores: Stores, given: Step): Promise<unknown> {
  try {
    return await perform(stores, given);
  } catch (error) {
    return `fault: ${(error as Error).message}`;
  }
}

async function perform({ policies, cases, challenges, desk }: Stores, given: Step): Promise<unknown> {
  switch (given.do) {
    case 'insert':
      return policies.insert(policyOf(given.parcel, given.number, given.day));
    case 'save':
    case 'clear-due': {
      // The current policy or, to clear it, one that was replaced.
      const policy = (await policies.findAll(given.parcel))[given.do === 'clear-due' ? given.place : 0];
      if (!policy) return 'nothing';
      if (given.do === 'clear-due') {
        const { dueAt: _gone, ...rest } = raised(policy);
        return policies.save(policy, rest);
      }
      const previous = { ...policy, version: policy.version - given.stale };
      return policies.save(previous, {
        ...raised(previous),
        uploads: given.uploads,
        dueAt: instantOf(given.day),
      });
    }
    case 'replace': {
      const policy = await policies.find(given.parcel);
      if (!policy) return 'nothing';
      const previous = { ...policy, version: policy.version - given.stale };
      return policies.replace(previous, policyOf(given.parcel, given.number, given.day));
    }
    case 'end': {
      const policy = await policies.find(given.parcel);
      const dueAt = (given.isDueTime && policy?.dueAt) || instantOf(0);
      return policies.endIfDue({ trackingNumber: given.parcel, dueAt }, instantOf(given.now));
    }
    case 'list-due':
      return listDue({ policies }, given.day, given.limit);
    case 'find-archived':
      return policies.findArchived(given.parcel, `key-${given.number}`);
    case 'commit': {
      const { head } = await cases.read(given.parcel);
      const policy = given.policy ? await policies.find(given.parcel) : undefined;
      const change = someChange(head, {
        expectedVersion: Math.max(0, head.version - given.stale),
        claims: [claimOf(given)],
        uploads: [someUpload({ trackingNumber: given.parcel, uploadId: `upload-${given.number}` })],
        ...(policy && {
          policy: { previous: policy, next: { ...raised(policy), openClaims: given.number >> 1 } },
        }),
      });
      return [await cases.commit(change), await cases.read(given.parcel)];
    }
    case 'list-work': {
      const bound = given.day === null ? {} : { dueBefore: instantOf(given.day) };
      const first = await cases.listWork({ queue: given.queue, limit: given.limit, ...bound });
      const second = await cases.listWork({
        queue: given.queue,
        limit: given.limit,
        after: first.next,
        ...bound,
      });
      return [first, second];
    }
    case 'list-people': {
      const filter = given.zone ? { timeZones: ['Europe/Moscow'], kinds: ['damaged' as const] } : undefined;
      const query = { limit: given.limit, filter };
      const levels = { now: instantOf(given.day), atRiskUntil: instantOf(given.day + 1) };
      const waiting = await cases.listUnassigned(query);
      const own = await cases.listAssigned({ ...query, personId: 'anna' });
      return [
        waiting,
        await cases.listUnassigned({ ...query, after: waiting.next }),
        own,
        await cases.listAssigned({ ...query, personId: 'anna', after: own.next }),
        await cases.countWork('unassigned', { ...levels, waitingSince: instantOf(1) }),
        await cases.countWork({ personId: 'anna' }, levels),
        await cases.countWork({ queue: 'specialist' }, levels),
      ];
    }
    case 'look-up': {
      const text = `26-00012${given.number}`;
      await cases.rememberLookup({ kind: 'letter', text, trackingNumber: given.parcel, claimId: 'claim-1' });
      return [await cases.findByPrefix('letter', '26-000', 3), await cases.findByPrefix('letter', text, 1)];
    }
    case 'staff': {
      const personId = `person-${given.number}`;
      const at = instantOf(given.day);
      if (given.change === 'seen') await desk.noteSeen({ personId, role: 'specialist', at });
      const change = {
        seen: {},
        away: { absentUntil: at },
        back: { absentUntil: null },
        locales: { locales: ['en' as const], absentUntil: given.day > 2 ? null : undefined },
      }[given.change as 'seen'];
      return [await desk.change(personId, change), await desk.find(personId), await desk.list()];
    }
    case 'presence': {
      const { parcel: trackingNumber } = given;
      const times = { since: instantOf(0), seenAt: instantOf(given.day) };
      const person = { personId: `person-${given.number}`, role: 'specialist' as const };
      await desk.watch({ trackingNumber, ...person, ...times, writing: given.day > 2 });
      return desk.listWatching(trackingNumber);
    }
    case 'wait': {
      const place = { trackingNumber: given.parcel, claimId: 'claim-1', status: 'in-review' as const };
      await cases.saveWait({ ...place, taskToken: `token-${given.number}`, since: instantOf(given.day) });
      return cases.findWait(given.parcel, 'claim-1');
    }
    case 'phone': {
      const place = { trackingNumber: given.parcel, phoneHash: `hash-${given.number % 2}` };
      await cases.rememberPhone({
        ...place,
        policyId: `policy-${given.number}`,
        soldAt: instantOf(given.day),
      });
      return [await cases.listByPhone('hash-0', 2), await cases.listByPhone('hash-1', 2)];
    }
    case 'message': {
      const record = {
        trackingNumber: given.parcel,
        messageId: `message-${given.number}`,
        about: 'policy-sold' as const,
        channel: 'sms' as const,
        at: instantOf(given.day),
      };
      if (given.finish) return cases.finish({ ...record, status: 'sent' });
      return [await cases.begin({ ...record, status: 'sending' }), await cases.list(given.parcel)];
    }
    case 'issue-code': {
      const before = given.stale ? undefined : await challenges.find(given.parcel, 'policy-1');
      return challenges.issue(challengeOf(given), before);
    }
    case 'try-code': {
      const challenge = challengeOf(given);
      return given.redeem ? challenges.redeem(challenge, 'receipt') : challenges.countAttempt(challenge, 2);
    }
  }
}

async function listDue({ policies }: Pick<Stores, 'policies'>, day: number, limit: number) {
  const until = instantOf(day);
  const shards = PARCELS.map(async (trackingNumber) => {
    const shard = shardOf(trackingNumber, DUE_SHARDS);
    const first = await policies.listDue({ shard, until, limit });
    return [first, first.next && (await policies.listDue({ shard, until, limit, after: first.next }))];
  });
  return Promise.all(shards);
}

/** All that can be read of both parcels at the end. */
async function everythingOf(stores: Stores) {
  const ofParcels = PARCELS.map(async (trackingNumber) => [
    await stores.policies.findAll(trackingNumber),
    await stores.cases.read(trackingNumber),
    await stores.cases.list(trackingNumber),
    await stores.challenges.find(trackingNumber, 'policy-1'),
  ]);
  return [await Promise.all(ofParcels), await listDue(stores, 9, 1)];
}

function policyOf(trackingNumber: string, number: number, day: number): Policy {
  const times = {
    claimableUntil: instantOf(day),
    dueAt: instantOf(day),
    uploads: number % 2,
    soldAt: instantOf(4 - day),
  };
  return somePolicy({
    trackingNumber,
    policyId: `policy-${number}`,
    idempotencyKey: `key-${number}`,
    ...times,
  });
}

function claimOf(given: { parcel: string; number: number; day: number; status: string }) {
  return someClaim({
    trackingNumber: given.parcel,
    claimId: `claim-${given.number}`,
    status: given.status as 'in-review',
    deadline: instantOf(given.day),
    filedAt: instantOf(4 - given.day),
    kind: given.day % 2 ? 'damaged' : 'counterfeit',
    ...(given.number === 1
      ? { assignee: { id: 'anna', since: instantOf(0) } }
      : { unassignedSince: instantOf(given.day) }),
  });
}

function challengeOf(given: { parcel: string; number: number }) {
  return someChallenge({ trackingNumber: given.parcel, challengeId: `challenge-${given.number}` });
}

function raised(policy: Policy): Policy {
  return { ...policy, version: policy.version + 1 };
}
