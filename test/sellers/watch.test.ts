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
    ports: { counters, records, watch },
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

describe('what stands on the watch', () => {
  it('is when each claim was confirmed, newest first, within ninety days', async () => {
    const { ports, watch } = stage();
    const closed = (n: number, days: number) => confirmed(n, romashka, { closedAt: daysBefore(days) });
    const days = [10, 3, 7, 89, 1, 5, 90, 120, 20];
    const claims = days.map((each, n) => closed(n, each));
    await rememberSellers({ claims, letters: [] }, () => NOW, ports);
    expect(await watch.find(TAX)).toMatchObject({
      sellerId: TAX,
      confirmedAt: [1, 3, 5, 7, 10, 20, 89].map(daysBefore),
      parcels: 0,
    });
    expect(await watch.find(TAX)).not.toHaveProperty('isNameOnly');
    expect(await watch.find(NAME)).toMatchObject({ isNameOnly: true });
  });

  it('is two hundred of them at most', async () => {
    const { remember, watch } = stage();
    await remember(Array.from({ length: 205 }, (_, n) => confirmed(n, romashka)));
    expect((await watch.find(TAX))?.confirmedAt).toHaveLength(200);
  });

  it('is taken back also where the table shows only a moment later that it stands there', async () => {
    const { ports } = stage();
    // What is not asked for by its newest state may not be there yet.
    const late = {
      ...ports.watch,
      find: async (id: string, options?: { newest?: boolean }) =>
        options?.newest ? ports.watch.find(id) : undefined,
    };
    const followed = { ...ports, watch: late };
    await rememberSellers({ claims: seven, letters: [] }, () => NOW, followed);
    const withdrawn = seven.map(({ facts, seller }) => ({
      facts: { ...facts, version: 9, status: 'refused' as const },
      seller,
    }));
    await rememberSellers({ claims: withdrawn, letters: [] }, () => NOW, followed);
    expect(await ports.watch.find(TAX)).toMatchObject({ confirmedAt: [] });
  });

  it('counts the parcels of ninety days, and of nobody who is no concern', async () => {
    const { ports } = stage();
    const asked: string[][] = [];
    const counters: typeof ports.counters = {
      ...ports.counters,
      read: (scope, from, to) => {
        asked.push([scope, from, to]);
        return ports.counters.read(scope, from, to);
      },
    };
    const seller = { name: 'Лютик', taxNumber: '7701234567' };
    const claims = Array.from({ length: 7 }, (_, n) => confirmed(n, seller));
    await rememberSellers({ claims: claims.slice(0, 3), letters: [] }, () => NOW, { ...ports, counters });
    expect(asked).toEqual([]);
    await rememberSellers({ claims, letters: [] }, () => NOW, { ...ports, counters });
    expect(asked).toEqual([[`seller#${TAX}`, '2026-08-24', '2026-11-22']]);
  });
});

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

  it('never speaks of a name that also two others have, however sure it is of those who have nothing else', async () => {
    const { remember, warned } = stage();
    await remember(Array.from({ length: 7 }, (_, n) => confirmed(n, { name: 'ООО «Ромашка»' })));
    expect(await warned(NAME)).toEqual(['same-name']);
    const open = { status: 'in-review' } as const;
    const other = { name: 'ООО «Ромашка»', taxNumber: '5401234567' };
    await remember([confirmed(100, other, open), confirmed(101, romashka, open)]);
    expect(await warned(NAME)).toEqual([]);
  });

  it('never speaks of a name that it cannot read', async () => {
    const { ports } = stage();
    const records = { ...ports.records, namesOf: async () => [] };
    const claims = Array.from({ length: 7 }, (_, n) => confirmed(n, { name: 'ООО «Ромашка»' }));
    await rememberSellers({ claims, letters: [] }, () => NOW, { ...ports, records });
    expect(await ports.watch.list()).toEqual([]);
  });

  it('never speaks of a name that somewhere stands without the form of a company', async () => {
    const { remember, warned } = stage();
    await remember(Array.from({ length: 7 }, (_, n) => confirmed(n, { name: 'ООО «Ромашка»' })));
    await remember([confirmed(8, { name: 'Ромашка' }, { status: 'in-review' })]);
    expect(await warned(NAME)).toEqual([]);
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
