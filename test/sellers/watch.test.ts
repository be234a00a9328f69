import fc from 'fast-check';
import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { ClaimFacts } from '../../functions/contracts/facts.ts';
import { followSold } from '../../functions/sellers/follow-counted.ts';
import { rememberSellers } from '../../functions/sellers/remember-seller.ts';
import { type NamedSeller, sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { warningsOf } from '../../functions/sellers/warnings.ts';
import { someClaimFacts, somePolicyFacts } from '../builders/facts.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemorySellerRecords, createMemorySellerWatch } from '../twins/memory-sellers.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const DAY = 86_400_000;
const daysBefore = (days: number) => toInstant(toMillis(NOW) - days * DAY);

const hasher = createHmacTraceHasher('a key of the tests only');
const romashka = { name: 'ООО «Ромашка»', taxNumber: '7701234567', phone: '+79991234567' };
const namesake = { name: 'Ромашка', taxNumber: '5401234567' };
const [TAX = '', PHONE = '', NAME = ''] = sellerIdsOf(romashka, hasher);

interface Seen {
  facts: ClaimFacts;
  seller: NamedSeller;
}

/** A claim about a parcel of this seller, confirmed ten days ago. */
function confirmed(n: number, seller: NamedSeller = romashka, more: Partial<ClaimFacts> = {}): Seen {
  const facts = someClaimFacts({
    ...{ claimId: `claim-${n}`, policyId: `policy-${n}`, trackingNumber: `parcel-${n}`, version: 5 },
    sellerIds: sellerIdsOf(seller, hasher),
    soldAt: daysBefore(20),
    filedAt: daysBefore(15 + n / 100),
    status: 'compensated',
    closedAt: daysBefore(10),
    paid: 250_000,
    ...more,
  });
  return { facts, seller };
}

function stage() {
  const counters = createMemoryCounters();
  const records = createMemorySellerRecords();
  const watch = createMemorySellerWatch();
  let now = toMillis(NOW);
  const later = () => {
    now += 1;
    return toInstant(now);
  };
  return {
    watch,
    remember: (claims: Seen[]) =>
      // Time goes on while events are followed.
      rememberSellers({ claims, letters: [] }, later, { counters, records, watch }),
    sell: async (count: number, seller: NamedSeller) => {
      const counted = await counters.count(
        Array.from({ length: count }, (_, n) => ({
          of: 'policy' as const,
          facts: somePolicyFacts({
            policyId: `sold-${seller.taxNumber ?? seller.name}-${n}`,
            sellerIds: sellerIdsOf(seller, hasher),
            soldAt: daysBefore(30),
          }),
        })),
      );
      await followSold(counted, later, { counters, records, watch });
    },
    warned: async (sellerId: string, at = NOW) =>
      warningsOf(await watch.find(sellerId), toInstant(toMillis(at) + 60_000)).map(({ rule }) => rule),
  };
}
const seven = Array.from({ length: 7 }, (_, n) => confirmed(n));

describe('the watch', () => {
  it('warns of a seller under each id from the seventh confirmed claim on', async () => {
    const { remember, warned, watch, sell } = stage();
    await sell(20, romashka);
    await remember(seven.slice(0, 6));
    expect([await warned(TAX), await watch.list()]).toEqual([[], []]);
    await remember(seven.slice(6));
    expect(await warned(TAX)).toEqual(['many-confirmed']);
    expect(await warned(PHONE)).toEqual(['many-confirmed']);
    expect(await warned(NAME)).toEqual(['same-name']);
  });

  it('looks at all parcels of the seller, also under the surer ids that its claims name', async () => {
    const { remember, warned, sell } = stage();
    await sell(100, romashka);
    await remember(seven);
    expect([await warned(TAX), await warned(PHONE), await warned(NAME)]).toEqual([[], [], []]);
  });

  it('goes by the parcels of now: more of them, and the share is no longer what it was', async () => {
    const { remember, warned, sell } = stage();
    await sell(4, romashka);
    await remember(seven.slice(0, 4));
    expect(await warned(TAX)).toEqual(['large-share']);
    await sell(15, romashka);
    expect([await warned(TAX), await warned(PHONE)]).toEqual([[], []]);
  });

  it('stops when a claim is opened again, and goes on when it is confirmed again', async () => {
    const { remember, warned, sell } = stage();
    const reopened = confirmed(0, romashka, { version: 6, status: 'in-appeal', paid: 0 });
    delete reopened.facts.closedAt;
    await remember(seven);
    await sell(20, romashka);
    await remember([reopened]);
    expect(await warned(TAX)).toEqual([]);
    await remember(seven);
    expect(await warned(TAX)).toEqual([]);
    await remember([confirmed(0, romashka, { version: 7 })]);
    expect(await warned(TAX)).toEqual(['many-confirmed']);
  });

  it('forgets by itself: the window passes with nobody there', async () => {
    const { remember, warned } = stage();
    await remember(seven);
    expect(await warned(TAX, daysBefore(-79))).toEqual(['many-confirmed']);
    expect(await warned(TAX, daysBefore(-80))).toEqual([]);
  });

  it('never speaks of a name that two sellers have, and stops as soon as the second is known', async () => {
    const { remember, warned } = stage();
    await remember(seven);
    expect(await warned(NAME)).toEqual(['same-name']);
    await remember([confirmed(100, namesake, { status: 'in-review' })]);
    expect(await warned(NAME)).toEqual([]);
    expect(await warned(TAX)).toEqual(['many-confirmed']);
    expect(await warned(sellerIdsOf(namesake, hasher)[0] as string)).toEqual([]);
  });

  it.each(['ИП Иванов', 'Иванов И. И.', 'Петрова Анна Сергеевна'])(
    'never speaks of %s by the name alone: it may be a person’s',
    async (name) => {
      const { remember, warned } = stage();
      await remember(Array.from({ length: 9 }, (_, n) => confirmed(n, { name })));
      expect(await warned(sellerIdsOf({ name }, hasher)[0] as string)).toEqual([]);
    },
  );

  it('is the same after any history, whatever comes twice, late or in another order', async () => {
    const statuses = ['in-review', 'compensated', 'refunded-by-seller', 'refused'] as const;
    const seller = fc.constantFrom<NamedSeller>(
      romashka,
      namesake,
      { name: 'Ромашка' },
      { name: 'Иванов И. И.' },
    );
    const history = fc
      .array(fc.tuple(fc.nat(9), fc.constantFrom(...statuses)), { maxLength: 40 })
      .chain((steps) =>
        fc.record({
          steps: fc.constant(steps),
          sellers: fc.array(seller, { minLength: 10, maxLength: 10 }),
          doubled: fc.shuffledSubarray(steps.map((_, at) => at)),
          order: fc.shuffledSubarray(
            steps.map((_, at) => at),
            { minLength: steps.length },
          ),
        }),
      );
    await fc.assert(
      fc.asyncProperty(history, async ({ steps, sellers, doubled, order }) => {
        const events = steps.map(([n, status], at) => versionOf(n, sellers[n] as NamedSeller, status, at));
        const straight = stage();
        for (const event of events) await straight.remember([event]);
        const muddled = stage();
        for (const at of [...order, ...doubled]) await muddled.remember([events[at] as Seen]);
        expect(await whatIsSaid(muddled.watch)).toEqual(await whatIsSaid(straight.watch));
      }),
      { numRuns: 60 },
    );
  });
});

function versionOf(n: number, seller: NamedSeller, status: ClaimFacts['status'], version: number): Seen {
  const seen = confirmed(n, seller, { version: version + 1, status });
  if (status === 'in-review') delete seen.facts.closedAt;
  return seen;
}

/** What clerks would be told of everybody, in order of ids. */
async function whatIsSaid(watch: ReturnType<typeof createMemorySellerWatch>) {
  const all = (await watch.list()).map((seller) => [seller.sellerId, warningsOf(seller, NOW)] as const);
  return all.filter(([, said]) => said.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
}
