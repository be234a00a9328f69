import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { ClaimFacts, LetterFacts } from '../../functions/contracts/facts.ts';
import { sellerPage } from '../../functions/contracts/reports.ts';
import { readSeller } from '../../functions/sellers/read-seller.ts';
import { rememberSellers } from '../../functions/sellers/remember-seller.ts';
import { createSellerHistory } from '../../functions/sellers/seller-history.ts';
import { type NamedSeller, NOBODY, sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { someClaimFacts, someLetterFacts, somePolicyFacts } from '../builders/facts.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemorySellerRecords, createMemorySellerWatch } from '../twins/memory-sellers.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const DAY = 86_400_000;
const hasher = createHmacTraceHasher('a key of the tests only');
const romashka = { name: 'ООО «Ромашка»', taxNumber: '7701234567', phone: '+79991234567' };
const namesake = { name: 'Ромашка', taxNumber: '5401234567' };
const otherNamesake = { name: 'Ромашка', taxNumber: '6601234567' };
const nameOnly = { name: 'РОМАШКА' };
const ids = (seller: NamedSeller) => sellerIdsOf(seller, hasher);
const [TAX = '', PHONE = '', NAME = ''] = ids(romashka);

/** A claim that was confirmed in November, and its number. */
function claimOn(n: number, seller: NamedSeller = romashka, more: Partial<ClaimFacts> = {}) {
  const facts = someClaimFacts({
    ...{ claimId: `claim-${n}`, trackingNumber: `parcel-${n}`, sellerIds: ids(seller) },
    ...{ soldAt: '2026-10-20T10:00:00.000Z', filedAt: '2026-10-25T10:00:00.000Z' },
    ...{ status: 'compensated', closedAt: '2026-11-02T10:00:00.000Z', paid: 100_000 },
    ...more,
  });
  return { facts, seller };
}

function stage() {
  const ports = {
    counters: createMemoryCounters(),
    records: createMemorySellerRecords(),
    watch: createMemorySellerWatch(),
  };
  return {
    ports,
    /** As the streams do: claims and letters are counted, and remembered under each id. */
    async remember(claims: ReturnType<typeof claimOn>[], letters: LetterFacts[] = []) {
      await ports.counters.count(claims.map(({ facts }) => ({ of: 'claim', facts })));
      await ports.counters.count(letters.map((facts) => ({ of: 'letter', facts })));
      await rememberSellers({ claims, letters }, () => NOW, ports);
    },
    sell: (n: number, soldAt: string, more: object = {}) =>
      ports.counters.count([
        {
          of: 'policy',
          facts: somePolicyFacts({ policyId: `sold-${n}`, sellerIds: ids(romashka), soldAt, ...more }),
        },
      ]),
    page: async (sellerId: string) => sellerPage.parse(await readSeller({ sellerId, now: NOW }, ports)),
    history: (seller: NamedSeller, since = '2026-08-24T12:00:00.000Z') =>
      createSellerHistory(ports).historyOf(ids(seller), since),
  };
}

describe('the page of a seller', () => {
  it('shows letters and names newest first, the letters of its own claims alone', async () => {
    const { remember, page } = stage();
    const letter = (n: number, more: Partial<LetterFacts>) =>
      someLetterFacts({ letterId: `letter-${n}`, claimId: 'claim-1', sellerIds: ids(romashka), ...more });
    const letters = [
      letter(1, { sentAt: '2026-11-03T10:00:00.000Z' }),
      letter(2, { sentAt: '2026-11-05T10:00:00.000Z' }),
      letter(3, { sentAt: '2026-11-04T10:00:00.000Z' }),
      letter(4, { sentAt: '2026-11-06T10:00:00.000Z', claimId: 'claim-of-nobody' }),
      letter(5, { sentAt: '2026-11-07T10:00:00.000Z', kind: 'request-to-bank' }),
    ];
    const named = (n: number, name: string, soldAt: string) => claimOn(n, { ...romashka, name }, { soldAt });
    await remember(
      [
        named(1, 'ООО «Ромашка»', '2026-10-20T10:00:00.000Z'),
        named(2, 'Ромашка, ООО', '2026-10-22T10:00:00.000Z'),
        named(3, 'Ромашка ООО', '2026-10-23T10:00:00.000Z'),
        named(4, 'ООО «Ромашка»', '2026-10-01T10:00:00.000Z'),
      ],
      letters,
    );
    const shown = await page(TAX);
    expect(shown.letters.map(({ letterId }) => letterId)).toEqual(['letter-2', 'letter-3', 'letter-1']);
    expect(shown.aliases.map(({ name }) => name)).toEqual(['Ромашка ООО', 'Ромашка, ООО', 'ООО «Ромашка»']);
    expect(shown.aliases.at(-1)).toMatchObject({
      firstSeenAt: '2026-10-01T10:00:00.000Z',
      lastSeenAt: '2026-10-20T10:00:00.000Z',
    });
  });

  it('knows a name from its first to its last parcel, under whichever id it was seen', async () => {
    const { remember, page } = stage();
    const { phone: _none, ...withoutPhone } = romashka;
    await remember([
      claimOn(1, withoutPhone, { soldAt: '2026-10-22T10:00:00.000Z' }),
      claimOn(4, withoutPhone, { soldAt: '2026-10-19T10:00:00.000Z' }),
      claimOn(2, romashka, { soldAt: '2026-10-20T10:00:00.000Z' }),
      claimOn(3, romashka, { soldAt: '2026-10-21T10:00:00.000Z' }),
    ]);
    const { name, taxNumber } = romashka;
    const first = { sellerId: TAX, name, taxNumber, firstSeenAt: '2026-10-19T10:00:00.000Z' };
    expect((await page(TAX)).aliases).toEqual([{ ...first, lastSeenAt: '2026-10-22T10:00:00.000Z' }]);
    // The phone alone stood on two of them; its seller is the same.
    expect((await page(PHONE)).aliases).toEqual([{ ...first, lastSeenAt: '2026-10-22T10:00:00.000Z' }]);
  });

  it('shows at most two hundred claims and fifty names, and counts all of them', async () => {
    const { remember, page } = stage();
    // As many other names were seen with the phone, and without it.
    const { phone: _none, ...withoutPhone } = romashka;
    await remember(
      Array.from({ length: 60 }, (_, n) =>
        claimOn(1_000 + n, { ...withoutPhone, name: `Ромашка ${n}` }, { status: 'withdrawn', paid: 0 }),
      ),
    );
    await remember(
      Array.from({ length: 205 }, (_, n) => claimOn(n, { ...romashka, name: `ООО «Ромашка» ${n % 60}` })),
    );
    const shown = await page(TAX);
    expect([shown.claims.length, shown.aliases.length]).toEqual([200, 50]);
    expect(shown.totals).toMatchObject({ filed: 265, confirmed: 205, paid: 20_500_000 });
    expect((await page(PHONE)).aliases).toHaveLength(50);
  });

  it('counts whatever ended in the buyer’s favour, and shows each claim with its end', async () => {
    const { remember, page } = stage();
    const paid = { filedAt: '2026-10-25T10:00:00.000Z', paid: 0 };
    const open = claimOn(4, romashka, { status: 'in-review', paid: 0 });
    delete open.facts.closedAt;
    await remember([
      claimOn(1),
      claimOn(2, romashka, { ...paid, status: 'refunded-by-seller', recovered: 70_000 }),
      claimOn(3, romashka, { ...paid, status: 'recovered-through-bank', recovered: 5_000 }),
      open,
    ]);
    const { totals, claims, months } = await page(TAX);
    expect(months.map(({ confirmed }) => confirmed)).toEqual([0, 3]);
    expect(totals).toMatchObject({ filed: 4, confirmed: 3, paid: 100_000, recovered: 75_000 });
    const shown = { kind: 'foreign-object', amount: 450_000, filedAt: '2026-10-25T10:00:00.000Z' };
    const closedAt = '2026-11-02T10:00:00.000Z';
    const claim = (n: number) => ({ trackingNumber: `parcel-${n}`, claimId: `claim-${n}`, ...shown });
    expect(claims).toStrictEqual([
      { ...claim(4), status: 'in-review', paid: 0 },
      { ...claim(3), status: 'recovered-through-bank', paid: 0, closedAt },
      { ...claim(2), status: 'refunded-by-seller', paid: 0, closedAt },
      { ...claim(1), status: 'compensated', paid: 100_000, closedAt },
    ]);
  });

  it('of a phone takes in all that have it, with the parcels of five of them at most', async () => {
    const { remember, sell, page } = stage();
    for (let n = 0; n < 7; n += 1) {
      const seller = { ...romashka, taxNumber: `770123456${n}` };
      await remember([claimOn(n, seller)]);
      await sell(n, '2026-10-20T10:00:00.000Z', { sellerIds: ids(seller) });
    }
    expect((await page(PHONE)).totals).toMatchObject({ parcels: 5, filed: 7, confirmed: 7 });
  });

  it('counts a claim in the month of its filing and in that of its end, by the days of Moscow', async () => {
    const { remember, sell, page } = stage();
    await sell(1, '2026-10-31T20:59:59.999Z');
    await sell(2, '2026-10-31T21:00:00.000Z');
    await sell(3, '2026-10-10T10:00:00.000Z', {
      status: 'voided',
      voidedAt: '2026-11-01T10:00:00.000Z',
    });
    await remember([
      claimOn(1),
      claimOn(2, romashka, { status: 'refused', paid: 0, closedAt: '2026-10-31T21:00:00.000Z' }),
      claimOn(3, romashka, { filedAt: '2026-09-30T21:00:00.000Z', closedAt: '2026-10-31T20:59:59.999Z' }),
    ]);
    expect((await page(TAX)).months).toEqual([
      { month: '2026-10', parcels: 2, filed: 3, confirmed: 1, paid: 100_000 },
      // One sold and one taken back: no parcels, and never less than none.
      { month: '2026-11', parcels: 0, filed: 0, confirmed: 1, paid: 100_000 },
    ]);
    await sell(4, '2026-10-10T10:00:00.000Z', { status: 'voided', voidedAt: '2026-11-02T10:00:00.000Z' });
    expect((await page(TAX)).months.map(({ parcels }) => parcels)).toEqual([3, 0]);
  });

  it('goes back three years, this month among them', async () => {
    const { remember, page } = stage();
    const filed = (n: number, filedAt: string) => claimOn(n, romashka, { filedAt, closedAt: filedAt });
    await remember([filed(1, '2023-11-30T20:59:59.999Z'), filed(2, '2023-11-30T21:00:00.000Z')]);
    await remember([filed(3, '2026-11-22T10:00:00.000Z')]);
    const { months, totals, claims } = await page(TAX);
    expect(months.map(({ month }) => month)).toEqual(['2023-12', '2026-11']);
    expect(totals).toMatchObject({ filed: 2, confirmed: 2, paid: 200_000 });
    expect(claims).toHaveLength(3);
  });

  it('of a name that several have counts what knows nothing but the name, as the counters would', async () => {
    const { remember, page } = stage();
    const own = (n: number, more: Partial<ClaimFacts>) => claimOn(n, nameOnly, more);
    const edge = { filedAt: '2023-11-30T20:59:59.999Z', closedAt: '2023-11-30T21:00:00.000Z' };
    const open = own(5, { status: 'in-review', paid: 0 });
    delete open.facts.closedAt;
    const letter = someLetterFacts({
      ...{ claimId: 'claim-1', sellerIds: ids(nameOnly), version: 3 },
      ...{ sentAt: '2026-11-03T10:00:00.000Z', answeredAt: '2026-11-10T10:00:00.000Z' },
    });
    const unanswered = someLetterFacts({
      ...{ letterId: 'letter-2', claimId: 'claim-1', sellerIds: ids(nameOnly) },
      sentAt: '2026-11-04T10:00:00.000Z',
    });
    const old = { ...unanswered, letterId: 'letter-3', sentAt: '2023-11-01T10:00:00.000Z' };
    await remember(
      [
        claimOn(100, namesake),
        claimOn(101, otherNamesake),
        own(1, { recovered: 5_000 }),
        own(2, { status: 'refused', paid: 0 }),
        // Filed before the three years, and closed within them.
        own(3, { ...edge, status: 'refunded-by-seller', paid: 0, recovered: 70_000 }),
        own(4, { ...edge, closedAt: '2023-11-30T20:59:59.999Z' }),
        open,
        own(6, { filedAt: '2026-11-30T20:59:59.999Z', closedAt: '2026-11-30T20:59:59.999Z' }),
        own(7, { filedAt: '2026-11-30T21:00:00.000Z', closedAt: '2026-11-30T21:00:00.000Z' }),
      ],
      [letter, unanswered, old],
    );
    expect((await page(NAME)).totals).toEqual({
      ...{ parcels: 0, filed: 4, confirmed: 3, refused: 1, paid: 200_000, recovered: 75_000 },
      ...{ lettersSent: 2, lettersAnswered: 1 },
    });
  });
});

describe('what signals know of a seller’s past', () => {
  const closed = (n: number, closedAt: string) => claimOn(n, romashka, { closedAt });

  it('is confirmed claims newest first with the day of their end, at most fifty', async () => {
    const { remember, history } = stage();
    await remember([
      closed(1, '2026-11-02T10:00:00.000Z'),
      closed(2, '2026-11-04T10:00:00.000Z'),
      closed(3, '2026-11-03T10:00:00.000Z'),
    ]);
    expect(await history(romashka)).toEqual({
      parcels: 0,
      confirmed: [
        { trackingNumber: 'parcel-2', claimId: 'claim-2', at: '2026-11-04T10:00:00.000Z' },
        { trackingNumber: 'parcel-3', claimId: 'claim-3', at: '2026-11-03T10:00:00.000Z' },
        { trackingNumber: 'parcel-1', claimId: 'claim-1', at: '2026-11-02T10:00:00.000Z' },
      ],
    });
    await remember(
      Array.from({ length: 60 }, (_, n) => closed(n, toInstant(toMillis(NOW) - (n + 1) * 60_000))),
    );
    const { confirmed } = await history(romashka);
    expect(confirmed).toHaveLength(50);
    expect(confirmed[0]).toMatchObject({ claimId: expect.any(String), at: expect.any(String) });
    const times = confirmed.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('counts the parcels of ninety days', async () => {
    const { sell, history } = stage();
    const since = '2026-08-24T12:00:00.000Z';
    const at = (days: number) => toInstant(toMillis(since) + days * DAY);
    for (const [n, days] of [-1, 0, 45, 90, 91].entries()) await sell(n, at(days));
    expect((await history(romashka, since)).parcels).toBe(3);
  });

  it('takes in what knows nothing but the name, and nothing of sellers that share it', async () => {
    const { remember, history } = stage();
    await remember([claimOn(1, nameOnly), claimOn(2, romashka)]);
    const claimsOf = async (seller: NamedSeller) =>
      (await history(seller)).confirmed.map(({ claimId }) => claimId).sort();
    expect(await claimsOf(romashka)).toEqual(['claim-1', 'claim-2']);
    expect(await claimsOf(nameOnly)).toEqual(['claim-1', 'claim-2']);
    expect(await claimsOf({ name: 'Ромашка', phone: '+79990000000' })).toEqual(['claim-1']);
  });

  it('is none of nobody, whatever was remembered under no name', async () => {
    const { ports, history } = stage();
    await ports.records.rememberClaim(NOBODY, claimOn(1, { name: '-' }).facts);
    expect(await history({ name: '-' })).toEqual({ parcels: 0, confirmed: [] });
  });
});
