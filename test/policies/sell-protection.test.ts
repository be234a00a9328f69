import fc from 'fast-check';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { saleAnswer } from '../../functions/contracts/sale.ts';
import { sellProtection } from '../../functions/policies/sell-protection.ts';
import { voidSale } from '../../functions/policies/void-sale.ts';
import { createMemoryPolicyStore, type MemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { counting, NOW, PARCEL, SOLD_AT, salePorts, sold, someSale } from './sale-fixture.ts';

const NINETY_DAYS_LATER = '2026-05-30T09:30:00.000Z';
const AFTER_END = '2026-04-01T10:00:00.000Z';
/** A later sale of the same number, by another till. */
const laterSale = someSale({ soldAt: AFTER_END, amount: 120_000, clerkId: 'clerk-99' });

let policies: MemoryPolicyStore;
let ports: ReturnType<typeof salePorts>;
beforeEach(() => {
  policies = createMemoryPolicyStore();
  ports = salePorts(policies);
});

const sell = (request = someSale(), key = 'key-1', now = NOW) =>
  sellProtection({ request, idempotencyKey: key, now }, ports);

describe('a sale', () => {
  it('answers all that the till prints, and the contract declares it', async () => {
    const answer = await sold(ports);
    expect(saleAnswer.parse(answer)).toEqual(answer);
    expect(answer).toEqual({
      policyId: 'policy-1',
      trackingNumber: PARCEL,
      status: 'active',
      amount: 450_000,
      price: 9_900,
      termsVersion: '2026-01',
      soldAt: SOLD_AT,
      startsAt: SOLD_AT,
      endsAt: '2026-03-31T21:00:00.000Z',
      timeZone: 'Europe/Moscow',
      videoRequired: true,
      link: expect.stringMatching(/^https:\/\/shop\.example\/#[A-Za-z0-9_-]{40,}$/),
    });
  });

  it('is one call of the store and nothing else', async () => {
    const counted = counting(policies);
    await sold(salePorts(counted.policies));
    expect(counted.calls).toEqual(['insert']);
  });

  it('that is refused by a rule does not touch the store at all', async () => {
    const counted = counting(policies);
    const refused = await sellProtection(
      { request: someSale({ amount: 0 }), idempotencyKey: 'key-1', now: NOW },
      salePorts(counted.policies),
    );
    expect(refused).toMatchObject({ refused: 'amount-out-of-range' });
    expect(counted.calls).toEqual([]);
  });

  it('keeps what was sold, with the consent and under the key', async () => {
    const answer = await sold(ports);
    expect(await policies.find(PARCEL)).toMatchObject({
      policyId: answer.policyId,
      status: 'active',
      soldAt: SOLD_AT,
      receivedAt: NOW,
      endsAt: answer.endsAt,
      claimableUntil: answer.endsAt,
      dueAt: answer.endsAt,
      consent: { termsVersion: '2026-01', acceptedAt: '2026-03-01T09:29:40.000Z', personalData: true },
      idempotencyKey: 'key-1',
      personal: { customer: someSale().customer, seller: someSale().seller },
      version: 1,
    });
  });

  it('counts from the time at the counter, also when the office delivers it three days late', async () => {
    const answer = await sold(ports, someSale(), { now: '2026-03-04T09:30:00.000Z' });
    expect(answer).toMatchObject({ startsAt: SOLD_AT, endsAt: '2026-03-31T21:00:00.000Z' });
  });

  it('says what it changed of the number as it was given', async () => {
    const answer = await sold(ports, someSale({ trackingNumber: '101000 12 12345 6' }));
    expect(answer).toMatchObject({
      trackingNumber: PARCEL,
      normalized: { given: '101000 12 12345 6', changes: ['spaces-removed'] },
    });
  });

  it('of a parcel that is protected already is refused with the reason', async () => {
    await sold(ports);
    expect(await sell(someSale({ clerkId: 'clerk-99' }), 'key-2')).toEqual({
      refused: 'already-protected',
      facts: { trackingNumber: PARCEL, endsAt: '2026-03-31T21:00:00.000Z', timeZone: 'Europe/Moscow' },
    });
  });
});

describe('a repeat of a sale', () => {
  const repeatIsByteEqual = async (first: object, now = NOW) =>
    expect(JSON.stringify(await sell(someSale(), 'key-1', now))).toBe(JSON.stringify(first));

  it('answers the same bytes at once and 90 days later', async () => {
    const first = await sold(ports);
    await repeatIsByteEqual(first);
    await repeatIsByteEqual(first, NINETY_DAYS_LATER);
    expect(await policies.findAll(PARCEL)).toHaveLength(1);
  });

  it('answers the same bytes when its body came with its fields in another order', async () => {
    const first = await sold(ports);
    const reordered = Object.fromEntries(Object.entries(someSale()).reverse()) as ReturnType<typeof someSale>;
    expect(JSON.stringify(await sell(reordered))).toBe(JSON.stringify(first));
  });

  it('answers the same bytes with a number that had to be normalized', async () => {
    const request = someSale({ trackingNumber: '101000 12 12345 6' });
    const first = await sold(ports, request);
    expect(JSON.stringify(await sell(request, 'key-1', NINETY_DAYS_LATER))).toBe(JSON.stringify(first));
  });

  it('answers the same bytes after the policy was voided', async () => {
    const first = await sold(ports);
    await voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, { policies });
    await repeatIsByteEqual(first);
    await repeatIsByteEqual(first, NINETY_DAYS_LATER);
  });

  it('answers the same bytes after the customer was given a new link', async () => {
    const first = await sold(ports);
    const policy = await policies.find(PARCEL);
    if (policy) policies.put({ ...policy, linkVersion: 2 });
    await repeatIsByteEqual(first);
  });

  it('answers the same bytes after the policy ended', async () => {
    const first = await sold(ports);
    const due = { trackingNumber: PARCEL, dueAt: first.endsAt };
    expect(await policies.endIfDue(due, AFTER_END)).toBe('ended');
    await repeatIsByteEqual(first, AFTER_END);
  });

  it('answers the same bytes after the policy was replaced, and the newer sale its own', async () => {
    const first = await sold(ports);
    const second = await sold(ports, laterSale, { key: 'key-2', now: AFTER_END });
    await repeatIsByteEqual(first, AFTER_END);
    await repeatIsByteEqual(first, NINETY_DAYS_LATER);
    expect(JSON.stringify(await sell(laterSale, 'key-2', NINETY_DAYS_LATER))).toBe(JSON.stringify(second));
  });

  it('answers the same bytes whatever happened in between', async () => {
    const events = fc.array(fc.constantFrom('void', 'end', 'resell', 'repeat', 'other body'), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(events, async (history) => {
        policies = createMemoryPolicyStore();
        ports = salePorts(policies);
        const first = await sold(ports);
        let keys = 1;
        for (const event of history) {
          const current = await policies.find(PARCEL);
          if (event === 'void') {
            await voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, { policies });
          } else if (event === 'end' && current?.dueAt) {
            await policies.endIfDue({ trackingNumber: PARCEL, dueAt: current.dueAt }, AFTER_END);
          } else if (event === 'resell') {
            keys += 1;
            await sell(laterSale, `key-${keys}`, AFTER_END);
          } else if (event === 'other body') {
            expect(await sell(someSale({ amount: 1 }))).toMatchObject({ refused: 'idempotency-key-reused' });
          }
          await repeatIsByteEqual(first, AFTER_END);
        }
      }),
    );
  });

  it.each([NOW, NINETY_DAYS_LATER])('with another body is refused, also at %s', async (now) => {
    await sold(ports);
    const other = someSale({ customer: { phone: '+79990000000' } });
    expect(await sell(other, 'key-1', now)).toEqual({ refused: 'idempotency-key-reused', facts: {} });
  });

  it('with another body is refused after the policy was replaced', async () => {
    await sold(ports);
    await sold(ports, laterSale, { key: 'key-2', now: AFTER_END });
    expect(await sell(someSale({ amount: 1 }), 'key-1', AFTER_END)).toMatchObject({
      refused: 'idempotency-key-reused',
    });
  });

  it('of a sale that never arrived is refused for its age, not sold', async () => {
    expect(await sell(someSale(), 'key-1', NINETY_DAYS_LATER)).toMatchObject({ refused: 'sold-at-too-old' });
    await sold(ports, laterSale, { key: 'key-2', now: AFTER_END });
    expect(await sell(someSale(), 'key-1', NINETY_DAYS_LATER)).toMatchObject({ refused: 'sold-at-too-old' });
  });
});

describe('a number that comes back', () => {
  it('is sold again once its policy ended, and the old one stays readable', async () => {
    await sold(ports);
    const old = await policies.find(PARCEL);
    const second = await sold(ports, laterSale, { key: 'key-2', now: AFTER_END });
    expect((await policies.find(PARCEL))?.policyId).toBe(second.policyId);
    expect(await policies.findArchived(PARCEL, 'key-1')).toEqual(old);
  });

  it('is sold again at once after it was voided', async () => {
    await sold(ports);
    await voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, { policies });
    const second = await sold(ports, someSale(), { key: 'key-2' });
    expect(second.policyId).toBe('policy-2');
    expect((await policies.findArchived(PARCEL, 'key-1'))?.status).toBe('voided');
  });

  it('is refused in the last millisecond of the old policy and sold in the next', async () => {
    const { endsAt } = await sold(ports);
    const request = someSale({ soldAt: endsAt });
    expect(await sell(request, 'key-2', '2026-03-31T20:59:59.999Z')).toMatchObject({
      refused: 'already-protected',
    });
    expect(await sell(request, 'key-2', endsAt)).toMatchObject({ status: 'active' });
  });

  it('is refused as long as a claim on the old policy is open, however late', async () => {
    await sold(ports);
    const policy = await policies.find(PARCEL);
    if (policy) policies.put({ ...policy, openClaims: 1 });
    expect(await sell(laterSale, 'key-2', AFTER_END)).toMatchObject({ refused: 'already-protected' });
  });
});

describe('a sale beside the expiry job', () => {
  it('is made although the job writes the end of the old policy at the same moment', async () => {
    await sold(ports);
    let isEnded = false;
    const replace: typeof policies.replace = async (previous, next) => {
      if (!isEnded) {
        isEnded = true;
        policies.put({ ...previous, status: 'ended', endedAt: AFTER_END, version: previous.version + 1 });
      }
      return policies.replace(previous, next);
    };
    const beside = { ...ports, policies: { ...policies, replace } };
    const second = await sold(beside, laterSale, { key: 'key-2', now: AFTER_END });
    expect((await policies.find(PARCEL))?.policyId).toBe(second.policyId);
    expect((await policies.findArchived(PARCEL, 'key-1'))?.status).toBe('ended');
  });

  it('is asked to come again when the policy changes each time', async () => {
    await sold(ports);
    let attempts = 0;
    const replace = async () => {
      attempts += 1;
      return 'conflict' as const;
    };
    const store = { ...policies, replace };
    const answer = await sellProtection(
      { request: laterSale, idempotencyKey: 'key-2', now: AFTER_END },
      { ...ports, policies: store },
    );
    expect(answer).toMatchObject({ refused: 'try-again' });
    // A clerk and a buyer stand at the counter meanwhile.
    expect(attempts).toBe(4);
  });
});

describe('tills that race', () => {
  /** Two tills, each with its own key or both with one, over a store that answers in any order. */
  const race = async (
    scheduler: fc.Scheduler,
    keys: string[],
    { isOver }: { isOver: boolean },
  ): Promise<object[]> => {
    policies = createMemoryPolicyStore();
    ports = salePorts(policies);
    if (isOver) await sold(ports, someSale(), { key: 'old' });
    const store = {
      ...policies,
      insert: scheduler.scheduleFunction(policies.insert),
      find: scheduler.scheduleFunction(policies.find),
      findArchived: scheduler.scheduleFunction(policies.findArchived),
      replace: scheduler.scheduleFunction(policies.replace),
    };
    const slow = { ...ports, policies: store };
    const tills = keys.map((idempotencyKey) =>
      sellProtection({ request: laterSale, idempotencyKey, now: AFTER_END }, slow),
    );
    await scheduler.waitIdle();
    return Promise.all(tills);
  };

  it.each([{ isOver: false }, { isOver: true }])(
    'have one winner ($isOver: over an old policy)',
    async (on) => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (scheduler) => {
          const answers = await race(scheduler, ['a', 'b', 'c'], on);
          const winners = answers.filter((answer) => !isRefusal(answer));
          expect(winners).toHaveLength(1);
          expect(await policies.find(PARCEL)).toMatchObject({
            policyId: (winners[0] as { policyId: string }).policyId,
          });
          for (const loser of answers.filter(isRefusal)) expect(loser.refused).toBe('already-protected');
          expect(await policies.findAll(PARCEL)).toHaveLength(on.isOver ? 2 : 1);
        }),
      );
    },
  );

  it.each([{ isOver: false }, { isOver: true }])(
    'and are one till that retries get one answer ($isOver: over an old policy)',
    async (on) => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (scheduler) => {
          const answers = await race(scheduler, ['a', 'a', 'a'], on);
          expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
          expect(answers[0]).toMatchObject({ status: 'active' });
          expect(await policies.findAll(PARCEL)).toHaveLength(on.isOver ? 2 : 1);
        }),
      );
    },
  );
});
