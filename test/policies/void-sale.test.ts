import fc from 'fast-check';
import { voidAnswer } from '../../functions/contracts/sale.ts';
import { type ProductTerms, TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { judgeVoid, voidSale } from '../../functions/policies/void-sale.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryPolicyStore, type MemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { NOW, PARCEL, salePorts, sold, someSale } from './sale-fixture.ts';

const UNTIL = '2026-03-15T21:00:00.000Z';
const LAST_MOMENT = '2026-03-15T20:59:59.999Z';

let policies: MemoryPolicyStore;
beforeEach(() => {
  policies = createMemoryPolicyStore();
});
const voidIt = (now = NOW, request = {}, trackingNumber = PARCEL) =>
  voidSale({ trackingNumber, request, now }, { policies });
const change = async (overrides: object) => {
  const policy = await policies.find(PARCEL);
  if (policy) policies.put({ ...policy, ...overrides });
};

describe('a void', () => {
  let ports: ReturnType<typeof salePorts>;
  beforeEach(async () => {
    ports = salePorts(policies);
    await sold(ports);
  });

  it('gives the price back and takes the policy out of the index of what is due', async () => {
    const answer = await voidIt(NOW, { reason: 'передумал' });
    expect(answer).toEqual({
      policyId: 'policy-1',
      trackingNumber: PARCEL,
      status: 'voided',
      voidedAt: NOW,
      refund: 9_900,
    });
    expect(voidAnswer.parse(answer)).toEqual(answer);
    const stored = await policies.find(PARCEL);
    expect(stored).toMatchObject({ status: 'voided', voidReason: 'передумал', version: 2 });
    expect(stored).not.toHaveProperty('dueAt');
  });

  it('again answers the same, with the time of the first, however late', async () => {
    const first = await voidIt();
    expect(await voidIt('2026-06-01T00:00:00.000Z', { reason: 'ещё раз' })).toEqual(first);
    expect((await policies.find(PARCEL))?.version).toBe(2);
  });

  it('lets films that were begun be removed', async () => {
    await change({ uploads: 2 });
    await voidIt();
    expect((await policies.find(PARCEL))?.dueAt).toBe(NOW);
  });

  it('is in time in the last millisecond of the cooling-off period, and too late in the next', async () => {
    expect(await voidIt(UNTIL)).toEqual({
      refused: 'void-too-late',
      facts: { voidableUntil: UNTIL, timeZone: 'Europe/Moscow' },
    });
    expect(await voidIt(LAST_MOMENT)).toMatchObject({ status: 'voided' });
  });

  it('is refused while a claim is open, with their number', async () => {
    await change({ openClaims: 2 });
    expect(await voidIt()).toEqual({ refused: 'void-claim-open', facts: { openClaims: 2 } });
  });

  it('is refused once something was claimed: the premium comes back only when nothing was', async () => {
    await change({ lastClaimClosedAt: NOW });
    expect(await voidIt()).toMatchObject({ refused: 'void-after-claim' });
  });

  it('is refused once the policy ended', async () => {
    expect(await voidIt('2026-03-31T21:00:00.000Z')).toMatchObject({ refused: 'policy-not-active' });
  });

  it('is refused for a parcel that was never sold, or that is none', async () => {
    expect(await voidIt(NOW, {}, '69000010000420')).toEqual({ refused: 'not-found', facts: {} });
    expect(await voidIt(NOW, {}, '69000010000421')).toMatchObject({ refused: 'tracking-number-check-digit' });
  });

  it('lets the parcel be sold again at once', async () => {
    await voidIt();
    const again = await sold(ports, someSale(), { key: 'key-2' });
    expect(again.status).toBe('active');
  });
});

describe('a void that races', () => {
  const voidAgainst = async (scheduler: fc.Scheduler, rival: () => Promise<unknown>) => {
    const slow = {
      ...policies,
      find: scheduler.scheduleFunction(policies.find),
      save: scheduler.scheduleFunction(policies.save),
    };
    const voiding = voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, { policies: slow });
    const rivals = scheduler.schedule(Promise.resolve()).then(rival);
    await scheduler.waitIdle();
    await rivals;
    return voiding;
  };

  it('with a claim never gives the price of a claimed policy back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        policies = createMemoryPolicyStore();
        await sold(salePorts(policies));
        let isFiled = false;
        const answer = await voidAgainst(scheduler, async () => {
          const policy = await policies.find(PARCEL);
          if (policy?.status !== 'active') return;
          isFiled =
            (await policies.save(policy, { ...policy, openClaims: 1, version: policy.version + 1 })) ===
            'saved';
        });
        const stored = await policies.find(PARCEL);
        expect('refused' in answer).toBe(isFiled);
        expect(stored).toMatchObject(isFiled ? { status: 'active', openClaims: 1 } : { status: 'voided' });
      }),
    );
  });

  it('with another void gives the price back once, and both read the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        policies = createMemoryPolicyStore();
        await sold(salePorts(policies));
        const later = '2026-03-01T09:31:00.000Z';
        let other: unknown;
        const one = await voidAgainst(scheduler, async () => {
          other = await voidIt(later);
        });
        expect(other).toEqual(one);
        expect((await policies.find(PARCEL))?.version).toBe(2);
      }),
    );
  });

  it('against somebody who always wins gives up and says so', async () => {
    await sold(salePorts(policies));
    let turns = 0;
    const save = async () => {
      turns += 1;
      return 'conflict' as const;
    };
    const losing = { ...policies, save };
    expect(await voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, { policies: losing })).toEqual({
      refused: 'try-again',
      facts: {},
    });
    expect(turns).toBe(5);
  });
});

describe('the judgement of a void', () => {
  const insurance = TERMS_ON_SALE;
  const service: ProductTerms = { ...TERMS_ON_SALE, cancellation: { regime: 'service' } };
  const END = '2026-03-31T21:00:00.000Z';
  const LAST_OF_ALL = '2026-03-31T20:59:59.999Z';
  const claimed = { lastClaimClosedAt: NOW };

  it.each([
    ['insurance', insurance, {}, LAST_MOMENT, undefined],
    ['insurance', insurance, {}, UNTIL, 'void-too-late'],
    ['insurance', insurance, claimed, NOW, 'void-after-claim'],
    ['insurance', insurance, { openClaims: 1 }, NOW, 'void-claim-open'],
    ['insurance', insurance, {}, END, 'policy-not-active'],
    ['service', service, {}, LAST_MOMENT, undefined],
    ['service', service, {}, UNTIL, undefined],
    ['service', service, {}, LAST_OF_ALL, undefined],
    ['service', service, claimed, LAST_OF_ALL, undefined],
    ['service', service, { openClaims: 1 }, NOW, 'void-claim-open'],
    ['service', service, {}, END, 'policy-not-active'],
  ] as const)('in the %s regime (%#)', (_, terms, overrides, now, refused) => {
    expect(judgeVoid(somePolicy(overrides), terms, now)?.refused).toBe(refused);
  });

  it('goes by the length that the terms give to cooling off', () => {
    const terms: ProductTerms = {
      ...insurance,
      cancellation: { regime: 'insurance', coolingOff: { months: 1 } },
    };
    expect(judgeVoid(somePolicy(), terms, UNTIL)).toBeUndefined();
  });

  it('of a policy that is over says so, whatever the expiry job has done', () => {
    for (const status of ['active', 'ended'] as const)
      expect(judgeVoid(somePolicy({ status }), insurance, END)).toEqual({
        refused: 'policy-not-active',
        facts: { status: 'ended' },
      });
  });

  it('names the claim before the time, so that the clerk hears the reason that counts', () => {
    expect(judgeVoid(somePolicy({ openClaims: 1 }), insurance, UNTIL)).toMatchObject({
      refused: 'void-claim-open',
    });
  });
});
