import { createCounterWatch, type Timer } from '../../functions/adapters/counter-watch.ts';
import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { createRememberedWatch, createWatchMemory } from '../../functions/adapters/remembered-watch.ts';
import { type Clock, toInstant, toMillis } from '../../functions/clock.ts';
import { quoteAnswer, quoteRequest, saleAnswer } from '../../functions/contracts/sale.ts';
import { quoteProtection } from '../../functions/policies/quote-protection.ts';
import { voidSale } from '../../functions/policies/void-sale.ts';
import type { RememberedWatch, WatchedSeller } from '../../functions/sellers/ports.ts';
import { sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { counting, NOW, PARCEL, salePorts, sold, someSale } from '../policies/sale-fixture.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';

const MINUTE = 60_000;
const hasher = createHmacTraceHasher('a key of the tests only');
const seller = { name: 'ООО «Ромашка»', taxNumber: '7701234567', phone: '+79991234567' };
const watched: WatchedSeller = {
  sellerId: sellerIdsOf(seller, hasher)[0] as string,
  confirmedAt: Array.from({ length: 7 }, () => '2026-02-20T10:00:00.000Z'),
  parcels: 9,
  countedAt: '2026-02-20T10:00:00.000Z',
};
const warnings = [
  {
    rule: 'many-confirmed',
    ru: 'За 90 дней по посылкам этого продавца подтверждено 7 обращений.',
    en: 'In the last 90 days: 7 claims confirmed on this seller’s parcels.',
  },
];

/** Time that passes when the test says so, and never by itself. */
function handTimer() {
  let pass = () => {};
  let isOver = false;
  let cancelled = 0;
  const timer: Timer = {
    after: () => ({
      passed: new Promise<void>((resolve) => {
        pass = resolve;
        if (isOver) resolve();
      }),
      cancel: () => {
        cancelled += 1;
      },
    }),
  };
  return {
    timer,
    pass: () => {
      isOver = true;
      pass();
    },
    cancelled: () => cancelled,
  };
}

describe('the quote', () => {
  const policies = createMemoryPolicyStore();
  const asked: string[] = [];
  function quoteWith(
    find: (sellerId: string) => Promise<WatchedSeller | undefined>,
    key = async () => hasher,
  ) {
    const hand = handTimer();
    const missed: string[] = [];
    const watch = createCounterWatch({
      watch: () => ({
        find: (sellerId) => {
          asked.push(sellerId);
          return find(sellerId);
        },
      }),
      hasher: key,
      timer: hand.timer,
      missed: (why) => missed.push(why),
    });
    const quote = (request: object = someSale({ seller })) =>
      quoteProtection({ request: quoteRequest.parse(request), now: NOW }, { policies, watch });
    return { quote, missed, hand };
  }
  beforeEach(() => {
    asked.length = 0;
  });

  it('carries the warning in both languages, by one look-up under the surest id', async () => {
    const { quote, missed, hand } = quoteWith(async (id) => (id === watched.sellerId ? watched : undefined));
    const answer = await quote();
    expect(answer).toMatchObject({ warnings });
    expect(quoteAnswer.parse(answer)).toEqual(answer);
    expect(asked).toEqual([watched.sellerId]);
    expect([missed, hand.cancelled()]).toEqual([[], 1]);
  });

  it('says nothing, and not an empty list, of a seller that is not watched', async () => {
    const { quote } = quoteWith(async () => undefined);
    expect(await quote()).not.toHaveProperty('warnings');
  });

  it('does not ask where no seller is given, nor for a quote that is refused', async () => {
    const { quote } = quoteWith(async () => watched);
    await quote({ trackingNumber: PARCEL, amount: 1 });
    await quote(someSale({ seller, amount: 0 }));
    expect(asked).toEqual([]);
  });

  it.each([
    ['the table never answers', () => new Promise<undefined>(() => {}), undefined],
    ['the key is never read', async () => undefined, () => new Promise<typeof hasher>(() => {})],
  ])('is answered when %s', async (_, find, key) => {
    const { quote, missed, hand } = quoteWith(find, key);
    const quoting = quote();
    hand.pass();
    expect(await quoting).toMatchObject({ trackingNumber: PARCEL, price: 9_900 });
    expect(await quoting).not.toHaveProperty('warnings');
    expect([missed, hand.cancelled()]).toEqual([['slow'], 1]);
  });

  it.each([
    ['the look-up fails', () => Promise.reject(new Error('throttled')), undefined],
    ['the key cannot be read', async () => watched, () => Promise.reject(new Error('no secret'))],
  ])('is answered when %s', async (_, find, key) => {
    const { quote, missed } = quoteWith(find, key);
    expect(await quote()).not.toHaveProperty('refused');
    expect(missed).toEqual(['failed']);
  });
});

describe('the sale', () => {
  const watching: RememberedWatch = {
    find: async (named) => (named === seller || named.name === seller.name ? watched : undefined),
  };
  const warnedSale = someSale({ seller });

  it('carries the warning, and a repeat answers the same bytes whatever is known of the seller then', async () => {
    const ports = { ...salePorts(createMemoryPolicyStore()), watch: watching };
    const answer = await sold(ports, warnedSale);
    expect(answer.warnings).toEqual(warnings);
    expect(saleAnswer.parse(answer)).toEqual(answer);

    const forgotten = { ...ports, watch: { find: async () => undefined } };
    expect(JSON.stringify(await sold(forgotten, warnedSale))).toBe(JSON.stringify(answer));
    await voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, ports);
    const longAfter = toInstant(toMillis(NOW) + 2 * MINUTE);
    expect(JSON.stringify(await sold(forgotten, warnedSale, { now: longAfter }))).toBe(
      JSON.stringify(answer),
    );
  });

  it('that was answered without a warning gets none when it is repeated', async () => {
    const ports = salePorts(createMemoryPolicyStore());
    const answer = await sold(ports, warnedSale);
    expect(answer).not.toHaveProperty('warnings');
    expect(JSON.stringify(await sold({ ...ports, watch: watching }, warnedSale))).toBe(
      JSON.stringify(answer),
    );
  });

  it('is one call of the store, with a warning as without', async () => {
    const counted = counting(createMemoryPolicyStore());
    await sold({ ...salePorts(counted.policies), watch: watching }, warnedSale);
    expect(counted.calls).toEqual(['insert']);
  });
});

describe('the watched sellers that a till’s function remembers', () => {
  let now = NOW;
  const clock: Clock = { now: () => now };
  const pass = (millis: number) => {
    now = toInstant(toMillis(now) + millis);
  };
  beforeEach(() => {
    now = NOW;
  });

  /** Lists that the test answers by hand. */
  function handList() {
    const lists: { answer(sellers: WatchedSeller[]): void; fail(): void }[] = [];
    const list = () =>
      new Promise<WatchedSeller[]>((answer, reject) => {
        lists.push({ answer, fail: () => reject(new Error('throttled')) });
      });
    return { list, lists };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('are read at most once a minute, beside requests, and nobody waits for them', async () => {
    const { list, lists } = handList();
    const memory = createWatchMemory({ list }, clock);
    expect(memory.sellers()?.get(watched.sellerId)).toBeUndefined();
    expect(memory.sellers()?.get(watched.sellerId)).toBeUndefined();
    await settled();
    expect(lists).toHaveLength(1);
    lists[0]?.answer([watched]);
    await settled();
    expect(memory.sellers()?.get(watched.sellerId)).toEqual(watched);
    pass(MINUTE - 1);
    memory.sellers();
    await settled();
    expect(lists).toHaveLength(1);
    pass(1);
    expect(memory.sellers()?.get(watched.sellerId)).toEqual(watched);
    await settled();
    expect(lists).toHaveLength(2);
    lists[1]?.answer([]);
    await settled();
    expect(memory.sellers()?.get(watched.sellerId)).toBeUndefined();
  });

  it('are not read twice at a time, and a failure is tried again a minute later', async () => {
    const { list, lists } = handList();
    const memory = createWatchMemory({ list }, clock);
    memory.sellers();
    pass(2 * MINUTE);
    memory.sellers();
    await settled();
    expect(lists).toHaveLength(1);
    lists[0]?.fail();
    await settled();
    memory.sellers();
    await settled();
    expect(lists).toHaveLength(2);
  });

  it('are not spoken of when the list is older than an hour', async () => {
    const { list, lists } = handList();
    const memory = createWatchMemory({ list }, clock);
    memory.sellers();
    await settled();
    lists[0]?.answer([watched]);
    await settled();
    pass(60 * MINUTE + 1);
    expect(memory.sellers()?.get(watched.sellerId)).toBeUndefined();
  });

  it('are found by the surest id of the seller on the parcel', async () => {
    const { list, lists } = handList();
    const remembered = createRememberedWatch(createWatchMemory({ list }, clock), async () => hasher);
    await remembered.find(seller);
    await settled();
    lists[0]?.answer([watched]);
    await settled();
    expect(await remembered.find({ name: 'кто угодно', taxNumber: seller.taxNumber })).toEqual(watched);
    expect(await remembered.find({ name: seller.name })).toBeUndefined();
  });
});
